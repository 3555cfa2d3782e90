import datetime as dt
import unittest
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.b2b_collections.core.open_items import Choices, distinct
from odoo.addons.b2b_collections.core.open_items_mapping import guess_mapping
from odoo.addons.b2b_collections.core.open_items_reader import read_table
from odoo.addons.b2b_collections.core.open_items_rows import Company
from odoo.addons.b2b_collections.core.open_items_values import COMMA, DAY_FIRST

from .open_items_common import (
    GOOD,
    HEADER,
    check_content,
    check_rows,
    csv_of,
    found,
    xlsx_of,
)


class TestRows(unittest.TestCase):
    def assert_found(self, code, column, row, **kw):
        """One error, in row 3; row 2 is good."""
        checked = check_rows({}, {"invoice_number": "INV-2", **row}, **kw)
        self.assertEqual(found(checked), [(3, column, code)])
        self.assertEqual([item.row for item in checked.good_items], [2])
        return checked.problems[0]

    def test_good_row(self):
        checked = check_rows({"paid_amount": "25.50"})
        self.assertEqual(checked.problems, [])
        item = checked.good_items[0]
        self.assertEqual(item.key, (1, "ID01", "000123", "INV-1"))
        self.assertEqual(item.invoice_date, dt.date(2026, 1, 31))
        self.assertEqual(item.due_date, dt.date(2026, 3, 2))
        self.assertEqual((item.amount, item.paid), (Decimal(100), Decimal("25.5")))

    def test_problem_names_row_column_and_value(self):
        problem = self.assert_found("not_a_number", "amount", {"amount": "NaN"})
        self.assertEqual((problem.row, problem.value), (3, "NaN"))

    def test_missing_cells(self):
        for column, field in (
            ("customer_number", "customer_number"),
            ("customer_name", "customer_name"),
            ("invoice_number", "invoice_number"),
            ("invoice_date", "invoice_date"),
            ("currency", "currency"),
            ("amount", "amount"),
        ):
            with self.subTest(column):
                self.assert_found("missing", field, {column: " "})

    def test_amounts(self):
        self.assert_found("not_a_number", "amount", {"amount": "inf"})
        self.assert_found("too_large", "amount", {"amount": "1000000000000000"})
        self.assert_found("zero", "amount", {"amount": "0.00"})
        self.assert_found("too_many_decimals", "amount", {"amount": "1.005"})
        jpy = {"currency": "JPY", "amount": "1.5"}
        checked = check_rows(jpy, companies={1: Company(currency="JPY")})
        self.assertEqual(found(checked), [(2, "amount", "too_many_decimals")])

    def test_trailing_zeros_are_no_decimals(self):
        row = {"currency": "JPY", "amount": "1500.00"}
        checked = check_rows(row, companies={1: Company(currency="JPY")})
        self.assertEqual(checked.good_items[0].amount, 1500)

    def test_paid_amount(self):
        self.assert_found("overpaid", "paid", {"paid_amount": "100.01"})
        self.assert_found("paid_sign", "paid", {"paid_amount": "-1"})
        self.assert_found("too_many_decimals", "paid", {"paid_amount": "0.001"})
        credit = {"amount": "-100.00", "paid_amount": "-100.00"}
        self.assertEqual(check_rows(credit).good_items[0].paid, -100)

    def test_currencies(self):
        self.assert_found("unknown_currency", "currency", {"currency": "XYZ"})
        self.assert_found("inactive_currency", "currency", {"currency": "chf"})
        problem = self.assert_found("no_rate", "currency", {"currency": "GBP"})
        self.assertEqual(problem.params["currency"], "GBP")
        self.assert_found(
            "no_rate", "currency", {"currency": "EUR", "invoice_date": "2026-01-14"}
        )
        early = {"currency": "EUR", "invoice_date": "2026-01-15"}
        self.assertEqual(check_rows(early).problems, [])

    def test_currency_of_the_company_where_the_file_has_none(self):
        header = HEADER.replace("currency,", "")
        self.assertEqual(check_rows({}, header=header).good_items[0].currency, "USD")

    def test_locked_period(self):
        row = {"invoice_date": "2025-12-31", "due_date": "2026-01-30"}
        problem = self.assert_found("locked", "invoice_date", row)
        self.assertEqual(problem.params, {"date": dt.date(2025, 12, 31)})

    def test_company_codes(self):
        self.assert_found(
            "unknown_company_code", "company_code", {"company_code": "XX"}
        )
        header = HEADER.replace("company_code,", "")
        checked = check_rows({}, header=header, company_codes={"": 1})
        self.assertEqual(checked.good_items[0].company, 1)

    def test_due_date(self):
        problem = self.assert_found(
            "no_due_date", "due_date", {"due_date": "", "payment_terms": "NAA8"}
        )
        self.assertEqual(problem.params, {"terms": "NAA8"})
        self.assert_found("not_a_date", "due_date", {"due_date": "soon"})

    def test_terms_give_the_due_date(self):
        for terms, days in (
            ("30", 30),
            ("Net 45", 45),
            ("14 days", 14),
            ("60 hari", 60),
            ("End of Harvest", 120),
        ):
            with self.subTest(terms):
                checked = check_rows({"due_date": "", "payment_terms": terms})
                self.assertEqual(checked.problems, [])
                item = checked.good_items[0]
                self.assertEqual((item.due_date - item.invoice_date).days, days)

    def test_due_before_invoice_is_a_warning(self):
        checked = check_rows({"due_date": "2026-01-30"})
        self.assertEqual(found(checked), [])
        self.assertEqual(checked.problems[0].code, "due_before_invoice")
        self.assertEqual(len(checked.good_items), 1)

    def test_long_texts(self):
        self.assertEqual(check_rows({"customer_name": "n" * 200}).problems, [])
        problem = self.assert_found(
            "too_long", "customer_name", {"customer_name": "n" * 501}
        )
        self.assertEqual(problem.params, {"limit": 500, "length": 501})
        self.assert_found("too_long", "invoice_number", {"invoice_number": "9" * 101})

    def test_formula_like_name_stays_text(self):
        name = "=HYPERLINK(A1)"
        checked = check_rows({"customer_name": name})
        self.assertEqual(checked.good_items[0].customer_name, name)

    def test_contact(self):
        header = HEADER + ",email,language,country"
        good = {"email": "ap@contoh.example", "language": "ID", "country": "indonesia"}
        item = check_rows(good, header=header).good_items[0]
        self.assertEqual(
            (item.email, item.language, item.country),
            ("ap@contoh.example", "id_ID", "ID"),
        )
        for bad in ("no", "a@b", "a@b.example; c@d.example", "a@@b.example"):
            self.assert_found("not_an_email", "email", {"email": bad}, header=header)
        self.assert_found(
            "unknown_country", "country", {"country": "Atlantis"}, header=header
        )

    def test_unknown_language_is_a_warning(self):
        header = HEADER + ",language"
        checked = check_rows({"language": "tlh"}, header=header)
        self.assertEqual(
            [(p.code, p.is_error) for p in checked.problems],
            [("unknown_language", False)],
        )
        self.assertEqual(checked.good_items[0].language, "")

    def test_too_many_cells(self):
        content = csv_of({}) + b",surplus"
        self.assertEqual(found(check_content(content)), [(2, "", "too_many_cells")])


class TestColumns(unittest.TestCase):
    def test_nothing_is_read_before_the_columns_are_known(self):
        checked = check_content(b"amount,date\n1,x")
        self.assertEqual({p.code for p in checked.problems}, {"not_mapped"})
        self.assertEqual(checked.good_items, [])

    def test_undecidable_dates_are_one_error_and_no_row_is_good(self):
        rows = [
            {"invoice_date": "01/02/2026", "due_date": "03/04/2026"},
            {"invoice_date": "02/02/2026", "due_date": "05/06/2026"},
        ]
        rows[1]["invoice_number"] = "INV-2"
        checked = check_rows(*rows)
        self.assertEqual(
            found(checked),
            [
                (0, "invoice_date", "date_order_ambiguous"),
                (0, "due_date", "date_order_ambiguous"),
            ],
        )
        self.assertEqual(checked.good_items, [])
        checked = check_rows(*rows, choices=Choices(date_order=DAY_FIRST))
        self.assertEqual(checked.good_items[0].due_date, dt.date(2026, 4, 3))

    def test_a_column_follows_its_sister(self):
        row = {"invoice_date": "01/02/2026", "due_date": "28/02/2026"}
        checked = check_rows(row)
        self.assertEqual(checked.good_items[0].invoice_date, dt.date(2026, 2, 1))

    def test_undecidable_amounts(self):
        row = {"amount": "1.234"}
        self.assertEqual(
            found(check_rows(row)), [(0, "amount", "decimal_sign_ambiguous")]
        )
        checked = check_rows(row, choices=Choices(decimal_sign=COMMA))
        self.assertEqual(checked.good_items[0].amount, 1234)
        checked = check_rows({**row, "paid_amount": "1,50"})
        self.assertEqual(checked.good_items[0].amount, 1234)

    def test_mixed_amounts(self):
        checked = check_rows(
            {"amount": "1,234.50"}, {"amount": "1.234,50", "invoice_number": "2"}
        )
        self.assertEqual(found(checked), [(0, "amount", "decimal_sign_mixed")])

    def test_workbook(self):
        names = HEADER.split(",")
        cells = {
            **GOOD,
            "customer_number": 123,
            "invoice_date": dt.datetime(2026, 1, 31),
            "amount": 54445.59,
            "paid_amount": None,
        }
        checked = check_content(xlsx_of(names, [cells[name] for name in names]))
        self.assertEqual(checked.problems, [])
        item = checked.good_items[0]
        self.assertEqual(
            (item.customer_number, item.amount), ("123", Decimal("54445.59"))
        )

    def test_distinct(self):
        table = read_table(csv_of({}, {"company_code": "ID02"}, {"company_code": ""}))
        mapping = guess_mapping(table.headers)
        self.assertEqual(distinct(table, mapping, "company_code"), {"ID01", "ID02", ""})
        self.assertEqual(distinct(table, mapping, "email"), {""})


class TestAnyContent(unittest.TestCase):
    @given(
        st.lists(
            st.dictionaries(
                st.sampled_from(HEADER.split(",")),
                st.text(
                    st.characters(
                        blacklist_categories=("Cs",), blacklist_characters='\x00"'
                    ),
                    max_size=20,
                ),
            ),
            min_size=1,
            max_size=5,
        )
    )
    def test_whatever_is_in_it_is_checked_without_an_accident(self, rows):
        checked = check_rows(*rows)
        good = checked.good_items
        self.assertLessEqual(len(good), len(rows))
        for item in good:
            self.assertTrue(item.amount and item.due_date and item.invoice_date)
            self.assertTrue(item.customer_number and item.invoice_number)
