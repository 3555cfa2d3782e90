import base64

from odoo import Command, fields
from odoo.tests import tagged
from odoo.tools import file_open

from .import_common import ImportCommon

# Not the same by nature, or counters of the database.
OWN = {"id", "name", "payment_reference", "create_date", "write_date", "access_token"}


@tagged("post_install", "-at_install")
class TestImport(ImportCommon):
    """What good rows become."""

    def test_row_becomes_a_posted_invoice_on_the_opening_account(self):
        record = self.load({"customer_number": "000123"})
        invoice = record.line_ids.move_id
        self.assertRecordValues(
            invoice,
            [
                {
                    "move_type": "out_invoice",
                    "state": "posted",
                    "name": "INV-1",
                    "payment_reference": "INV-1",
                    "invoice_date": fields.Date.to_date("2026-01-31"),
                    "date": fields.Date.to_date("2026-01-31"),
                    "invoice_date_due": fields.Date.to_date("2026-03-02"),
                    "amount_total": 100.0,
                    "amount_tax": 0.0,
                    "amount_residual": 100.0,
                    "journal_id": self.company.collection_opening_journal_id.id,
                    "payment_state": "not_paid",
                }
            ],
        )
        opening = self.company.collection_opening_account_id
        self.assertEqual(opening.account_type, "equity")
        self.assertRecordValues(
            invoice.line_ids.sorted("balance"),
            [
                {"account_id": opening.id, "balance": -100.0, "tax_ids": []},
                {
                    "account_id": self.company_data["default_account_receivable"].id,
                    "balance": 100.0,
                    "tax_ids": [],
                },
            ],
        )
        self.assertFalse(
            set(invoice.line_ids.mapped("account_type")) & {"income", "income_other"}
        )
        self.assertEqual(invoice.partner_id.ref, "000123")
        self.assertEqual(invoice.partner_id.company_id, self.company)
        self.assertFalse(invoice.message_ids)

    def test_entry_is_what_odoo_itself_would_have_made(self):
        """Field by field, in company and in foreign currency, invoice and credit."""
        for row in (
            {"amount": "1234.56"},
            {"amount": "-1234.56", "invoice_number": "C"},
            {"amount": "77.77", "currency": "EUR", "invoice_number": "E"},
            {"amount": "-0.01", "currency": "EUR", "invoice_number": "F"},
        ):
            with self.subTest(row):
                ours = self.load(row).line_ids.move_id
                theirs = self._enter_by_hand(ours)
                self.assertEqual(self._stored(ours), self._stored(theirs))
                self.assertEqual(
                    [self._stored(line) for line in ours.line_ids.sorted("balance")],
                    [self._stored(line) for line in theirs.line_ids.sorted("balance")],
                )

    def _enter_by_hand(self, ours):
        """The same document through Odoo's own way from lines to journal items."""
        counterpart = ours.invoice_line_ids
        theirs = self.env["account.move"].create(
            {
                "move_type": ours.move_type,
                "journal_id": ours.journal_id.id,
                "partner_id": ours.partner_id.id,
                "name": f"{ours.name} by hand",
                "payment_reference": ours.payment_reference,
                "invoice_date": ours.invoice_date,
                "invoice_date_due": ours.invoice_date_due,
                "currency_id": ours.currency_id.id,
                "invoice_payment_term_id": False,
                "fiscal_position_id": False,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": counterpart.name,
                            "account_id": counterpart.account_id.id,
                            "price_unit": ours.amount_total,
                            "tax_ids": [],
                        }
                    )
                ],
            }
        )
        theirs.action_post()
        return theirs

    def _stored(self, record):
        names = {
            name
            for name, field in record._fields.items()
            if field.store and field.type not in ("one2many", "many2many")
        }
        values = record.read(names - OWN - {"move_id", "move_name", "sequence_prefix"})
        return values[0] | {"id": 0}

    def test_credit_note(self):
        record = self.load({"amount": "-80.00"})
        self.assertRecordValues(
            record.line_ids.move_id,
            [
                {
                    "move_type": "out_refund",
                    "amount_total": 80.0,
                    "amount_residual": 80.0,
                }
            ],
        )
        self.assertEqual(self.terms(record.line_ids.move_id).balance, -80.0)

    def test_instalments_are_one_invoice_with_several_due_dates(self):
        record = self.load(
            {"amount": "33.33", "due_date": "2026-05-02"},
            {"amount": "33.34", "due_date": "2026-03-02"},
            {"amount": "33.33", "due_date": "2026-04-02"},
        )
        invoice = record.line_ids.move_id
        self.assertEqual(len(invoice), 1)
        self.assertEqual(invoice.amount_total, 100.0)
        self.assertEqual(str(invoice.invoice_date_due), "2026-05-02")
        self.assertEqual(
            [(str(t.date_maturity), t.balance) for t in self.terms(invoice)],
            [("2026-03-02", 33.34), ("2026-04-02", 33.33), ("2026-05-02", 33.33)],
        )
        invoice.button_draft()
        invoice.action_post()
        self.assertEqual(len(self.terms(invoice)), 3)

    def test_instalments_in_foreign_currency_leave_no_cent_behind(self):
        days = ("2026-03-02", "2026-04-02", "2026-05-02")
        record = self.load(
            *[{"amount": "33.33", "currency": "EUR", "due_date": day} for day in days]
        )
        terms = self.terms(record.line_ids.move_id)
        self.assertEqual(terms.mapped("amount_currency"), [33.33] * 3)
        # 99.99 / 0.8 = 124.99, of which 33.33 / 0.8 = 41.66 twice.
        self.assertEqual(terms.mapped("balance"), [41.66, 41.66, 41.67])

    def test_paid_amounts(self):
        record = self.load(
            {"paid_amount": "30.00"},
            {"invoice_number": "FULL", "paid_amount": "100.00"},
            {"invoice_number": "CREDIT", "amount": "-50.00", "paid_amount": "-20.00"},
        )
        part, full, credit = record.line_ids.sorted("row").move_id
        self.assertRecordValues(
            part + full + credit,
            [
                {
                    "amount_total": 100.0,
                    "amount_residual": 70.0,
                    "payment_state": "partial",
                },
                {
                    "amount_total": 100.0,
                    "amount_residual": 0.0,
                    "payment_state": "paid",
                },
                {
                    "amount_total": 50.0,
                    "amount_residual": 30.0,
                    "payment_state": "partial",
                },
            ],
        )
        entries = record.line_ids.payment_move_id
        self.assertEqual(set(entries.mapped("state")), {"posted"})
        self.assertEqual({str(day) for day in entries.mapped("date")}, {"2026-01-31"})
        self.assertEqual(
            set(entries.line_ids.mapped("account_type")), {"asset_receivable", "equity"}
        )

    def test_paid_in_foreign_currency_makes_no_exchange_difference(self):
        self.set_rate("2026-02-15", 0.9)
        before = self.env["account.partial.reconcile"].search([])
        record = self.load(
            {"amount": "99.99", "currency": "EUR", "paid_amount": "33.33"},
            {
                "amount": "10.01",
                "currency": "EUR",
                "paid_amount": "10.01",
                "invoice_number": "2",
            },
        )
        invoices = record.line_ids.sorted("row").move_id
        self.assertEqual(invoices.mapped("amount_residual"), [66.66, 0.0])
        partials = self.env["account.partial.reconcile"].search([]) - before
        self.assertEqual(len(partials), 2)
        self.assertFalse(partials.exchange_move_id)

    def test_paid_instalment_is_matched_with_its_own_due_date(self):
        record = self.load(
            {"due_date": "2026-03-02", "paid_amount": "100.00"},
            {"due_date": "2026-04-02", "paid_amount": "40.00"},
        )
        self.assertEqual(
            self.terms(record.line_ids.move_id).mapped("amount_residual"), [0.0, 60.0]
        )

    def test_totals_equal_the_files_to_the_cent(self):
        record = self.load(
            *[
                {"invoice_number": f"U{n}", "amount": f"{n * 7.77:.2f}"}
                for n in range(1, 40)
            ],
            *[
                {
                    "invoice_number": f"E{n}",
                    "amount": f"{-n * 3.33:.2f}",
                    "currency": "EUR",
                }
                for n in range(1, 40)
            ],
        )
        totals = {total["currency"].name: total for total in record._get_totals()}
        self.assertAlmostEqual(totals["USD"]["open"], 7.77 * 780, 2)
        self.assertAlmostEqual(totals["EUR"]["open"], -3.33 * 780, 2)
        for total in totals.values():
            self.assertEqual(
                total["currency"].compare_amounts(total["open"], total["ledger"]), 0
            )
        self.assertIn("6,060.60", record.totals_html)

    def test_number_taken_in_another_company_code_gets_the_code_behind_it(self):
        record = self.load(
            {},
            {"company_code": "ID02"},
            {"company_code": "ID02", "customer_number": "9"},
        )
        self.assertEqual(
            record.line_ids.sorted("row").move_id.mapped("name"),
            ["INV-1", "INV-1 (ID02)", "INV-1 (ID02/9)"],
        )
        self.assertEqual(
            set(record.line_ids.move_id.mapped("payment_reference")), {"INV-1"}
        )

    def test_numbers_of_the_file_are_no_sequence(self):
        """Neither dates in numbers nor gaps between them are looked at."""
        record = self.load(
            {"invoice_number": "INV/2019/00007"},
            {"invoice_number": "INV/2026/12/0001"},
            {"invoice_number": "2960617471"},
        )
        moves = record.line_ids.sorted("row").move_id
        self.assertEqual(
            moves.mapped("name"), ["INV/2019/00007", "INV/2026/12/0001", "2960617471"]
        )
        self.assertFalse(any(moves.mapped("made_sequence_gap")))

    def test_next_ordinary_invoice_keeps_its_own_numbering(self):
        self.load({"invoice_number": "INV/2026/00099"})
        self.assertEqual(self.post_invoice().name, "INV/2026/00001")

    def test_example_file_is_good(self):
        with file_open("b2b_collections/static/examples/open_items.csv", "rb") as file:
            content = file.read()
        record = self.upload()
        record.file = base64.b64encode(content)
        record.action_check()
        self.assertEqual(record.problem_ids.mapped("message"), [])
        self.assertEqual(record.total_count, 5)
        self.assertEqual(len(record.column_ids.filtered("field")), 14)

    def test_choices_are_remembered_for_the_company(self):
        content = b"Nr;Kunde;Firma;Datum;Ziel;Wert\nR1;1;A;2026-01-31;30;5.00\n"
        mapping = {
            "Nr": "invoice_number",
            "Kunde": "customer_number",
            "Firma": "customer_name",
            "Datum": "invoice_date",
            "Ziel": "terms",
            "Wert": "amount",
        }
        first = self.load_content(content, mapping=mapping)
        self.assertEqual(first.done_count, 1)
        again = self.load_content(content.replace(b"R1", b"R2"))
        self.assertEqual(again.line_ids.move_id.name, "R2")
