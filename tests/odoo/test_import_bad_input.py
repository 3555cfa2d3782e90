import base64
import io

import openpyxl

from odoo.exceptions import UserError
from odoo.tests import tagged

from tests.core.open_items_common import HEADER, csv_of

from .import_common import ImportCommon


@tagged("post_install", "-at_install")
class TestImportBadInput(ImportCommon):
    """One bad row keeps the file out, unless the good rows are asked for."""

    def assert_refused(self, words, row, **kw):
        """Row 3 of a file is bad: nothing is written, and the message says so."""
        before = self.count_entries(), self.env["res.partner"].search_count([])
        rows = {}, {"invoice_number": "INV-2", "customer_number": "000999", **row}
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            self.load_content(csv_of(*rows, header=kw.pop("header", HEADER)), **kw)
        after = self.count_entries(), self.env["res.partner"].search_count([])
        self.assertEqual(after, before)
        message = str(caught.exception)
        self.assertIn("Nothing was imported: 1 of 2 rows have errors.", message)
        self.assertIn("Row 3, ", message)
        self.assertIn(words, message)
        return message

    def test_message_names_row_column_value_and_what_is_accepted(self):
        message = self.assert_refused("It is not an amount.", {"amount": "NaN"})
        self.assertIn(
            "Row 3, amount, “NaN”: It is not an amount. Amounts such as 1,234.56, "
            "1.234,56, -12.50 or (12.50).",
            message,
        )

    def test_amounts(self):
        self.assert_refused("It is not an amount.", {"amount": "inf"})
        self.assert_refused("The amount is too large.", {"amount": "1" + "0" * 15})
        self.assert_refused("USD has 2 decimals", {"amount": "1.005"})
        self.assert_refused("The amount is zero", {"amount": "0"})
        self.assert_refused("More was paid than", {"paid_amount": "101"})

    def test_due_date_is_missing(self):
        row = {"due_date": "", "payment_terms": "NAA8"}
        self.assert_refused("the terms do not give one", row)

    def test_due_date_from_a_payment_term_of_odoo(self):
        term = self.env.ref("account.account_payment_term_30days")
        row = {"due_date": "", "payment_terms": term.name.upper()}
        move = self.load(row).line_ids.move_id
        self.assertEqual(str(move.invoice_date_due), "2026-03-02")

    def test_currency_is_unknown(self):
        self.assert_refused("There is no such currency.", {"currency": "XYZ"})

    def test_currency_without_rate_names_day_and_remedy(self):
        row = {"currency": "EUR", "invoice_date": "2025-12-31"}
        message = self.assert_refused("EUR has no rate on 2025-12-31 or before.", row)
        self.assertIn("Enter a rate for EUR dated 2025-12-31 or earlier", message)

    def test_rate_of_another_company_is_none(self):
        other = self.setup_other_company(name="Other company")["company"]
        self.set_rate("2025-01-01", 0.9, company=other)
        row = {"currency": "EUR", "invoice_date": "2025-12-31"}
        self.assert_refused("EUR has no rate", row)

    def test_currency_that_is_switched_off(self):
        swiss = self.env.ref("base.CHF")
        swiss.active = False
        self.set_rate("2026-01-01", 0.9, currency=swiss)
        self.assert_refused("The currency CHF is switched off.", {"currency": "CHF"})
        record = self.load({"currency": "CHF"}, activate_currencies=True)
        self.assertTrue(swiss.active)
        self.assertEqual(record.line_ids.move_id.currency_id, swiss)

    def test_closed_period(self):
        self.company.fiscalyear_lock_date = "2026-01-31"
        with self.assertRaisesRegex(UserError, "closed up to 2026-01-31"):
            self.load({})
        self.company.fiscalyear_lock_date = False
        self.company.sale_lock_date = "2026-01-30"
        row = {"invoice_date": "2026-01-30"}
        self.assert_refused("closed up to 2026-01-30", row)
        self.assertEqual(self.load({}).done_count, 1)

    def test_company_code_without_company(self):
        record = self.upload({}, {"company_code": "ZZ", "invoice_number": "INV-2"})
        record.action_check()
        record.code_ids.filtered(lambda line: line.code == "ZZ").company_id = False
        record.action_check()
        self.assertEqual(
            record.problem_ids.mapped("message"),
            ["No company is chosen for this code."],
        )

    def test_contact(self):
        header = HEADER + ",email,country"
        self.assert_refused(
            "It is not an e-mail address.", {"email": "nobody"}, header=header
        )
        self.assert_refused(
            "There is no such country.", {"country": "Atlantis"}, header=header
        )

    def test_texts_that_are_too_long(self):
        message = self.assert_refused(
            "It has 501 characters.", {"customer_name": "n" * 501}
        )
        self.assertIn("At most 500 characters.", message)

    def test_duplicates_and_contradictions(self):
        with self.assertRaisesRegex(UserError, "says the same as row 2"):
            self.load({}, {})
        with self.assertRaisesRegex(UserError, "Row 3 has the same invoice number"):
            self.load({}, {"amount": "100.01"})

    def test_files_that_are_none(self):
        for content, words in (
            (b"", "The file is empty."),
            (b"PK\x03\x04 no workbook", "This workbook cannot be read."),
            (b"amount\n1", "There is no table in the file"),
            (b"a,b\n\x00,1", "This is not a text file."),
        ):
            with self.assertRaisesRegex(UserError, words):
                self.load_content(content)

    def test_columns_that_are_missing_or_doubled(self):
        with self.assertRaisesRegex(UserError, "No column of the file is chosen"):
            self.load_content(b"amount,currency\n1.50,USD\n")
        record = self.upload({})
        record.action_check()
        record.column_ids.filtered(lambda c: c.header == "due_date").field = "amount"
        with self.assertRaisesRegex(UserError, "due_date, amount are both chosen"):
            record.action_check()

    def test_undecidable_dates_ask_for_the_order(self):
        row = {"invoice_date": "01/02/2026", "due_date": "03/04/2026"}
        with self.assertRaisesRegex(UserError, "day first or month first"):
            self.load(row)
        record = self.load(row, date_order="dmy")
        self.assertEqual(str(record.line_ids.move_id.invoice_date), "2026-02-01")

    def test_many_errors_are_counted_and_the_first_shown(self):
        rows = self.numbered(30, amount="x")
        with self.assertRaisesRegex(UserError, r"30 of 30 rows(.|\n)*… and 10 more\."):
            self.load(*rows)

    def test_good_rows_only_gives_the_bad_ones_back_as_a_file(self):
        name = "=HYPERLINK('http://x.example')"
        record = self.load(
            {},
            {"invoice_number": "2", "amount": "NaN", "customer_name": name},
            {"invoice_number": "3", "currency": "XYZ", "due_date": ""},
            good_rows_only=True,
        )
        self.assertEqual((record.state, record.done_count), ("done", 1))
        self.assertEqual(record.bad_row_count, 2)
        self.assertEqual(record.bad_file_name, "ledger - bad rows.xlsx")
        sheet = openpyxl.load_workbook(io.BytesIO(base64.b64decode(record.bad_file)))
        rows = list(sheet.active.iter_rows(values_only=True))
        self.assertEqual(rows[0], (*HEADER.split(","), "What is wrong"))
        self.assertEqual(rows[1][2], name)
        self.assertEqual(sheet.active["C2"].data_type, "s")
        self.assertEqual(rows[1][-1], "Amount: It is not an amount.")
        self.assertIn("Currency: There is no such currency.", rows[2][-1])
        self.assertIn("Due date: There is no due date", rows[2][-1])

    def test_bad_rows_can_be_corrected_and_imported(self):
        bad = {"invoice_number": "2", "amount": "NaN"}
        first = self.load({}, bad, good_rows_only=True)
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(first.bad_file)))
        book.active["I2"] = 12.5
        buffer = io.BytesIO()
        book.save(buffer)
        second = self.load_content(buffer.getvalue())
        self.assertEqual(second.line_ids.move_id.amount_total, 12.5)

    def test_no_good_rows_at_all(self):
        with self.assertRaises(UserError):
            self.load({"amount": "x"}, good_rows_only=True)
