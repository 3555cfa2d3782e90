import datetime as dt
import unittest
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.b2b_collections.core.open_items_values import (
    AMBIGUOUS,
    COMMA,
    DAY_FIRST,
    MIXED,
    MONTH_FIRST,
    POINT,
    CellError,
    decide_amounts,
    decide_dates,
    parse_amount,
    parse_date,
    parse_text,
)

DAYS = st.dates(dt.date(1950, 1, 1), dt.date(2099, 12, 31))
AMOUNTS = st.decimals(
    Decimal("-9999999999.99"), Decimal("9999999999.99"), places=2, allow_nan=False
)
DAY_STYLES = {
    DAY_FIRST: ("%d/%m/%Y", "%d-%m-%Y"),
    MONTH_FIRST: ("%m/%d/%Y", "%m-%d-%Y"),
    None: ("%Y-%m-%d", "%d.%m.%Y", "%Y%m%d", "%d %b %Y", "%Y-%m-%d 00:00:00"),
}


def written(amount, sign, negative="-%s", thousands=True):
    text = f"{abs(amount):,.2f}" if thousands else f"{abs(amount):.2f}"
    if sign == COMMA:
        text = text.translate(str.maketrans(",.", ".,"))
    return negative % text if amount < 0 else text


class TestDates(unittest.TestCase):
    def assert_code(self, code, cell, order=None):
        with self.assertRaises(CellError) as caught:
            parse_date(cell, order)
        self.assertEqual(caught.exception.code, code)

    @given(st.lists(DAYS, min_size=1), st.sampled_from(list(DAY_STYLES)), st.data())
    def test_a_column_reads_back_what_was_written(self, days, order, data):
        style = data.draw(st.sampled_from(DAY_STYLES[order]))
        cells = [day.strftime(style) for day in days]
        decided = decide_dates(cells)
        self.assertIn(
            decided, {order, None, AMBIGUOUS, DAY_FIRST if "." in style else 0}
        )
        if decided != AMBIGUOUS:
            self.assertEqual([parse_date(cell, decided) for cell in cells], days)
        self.assertEqual([parse_date(cell, order) for cell in cells], days)

    @given(DAYS)
    def test_real_dates_and_serial_numbers_of_a_workbook(self, day):
        self.assertEqual(parse_date(day), day)
        self.assertEqual(parse_date(dt.datetime(day.year, day.month, day.day, 14)), day)
        self.assertEqual(parse_date((day - dt.date(1899, 12, 30)).days), day)

    def test_whole_column_decides(self):
        self.assertEqual(decide_dates(["03/04/2026", "31/12/2026"]), DAY_FIRST)
        self.assertEqual(decide_dates(["03/04/2026", "12/31/2026"]), MONTH_FIRST)
        self.assertEqual(decide_dates(["03/04/2026", "05/06/2026"]), AMBIGUOUS)
        self.assertEqual(decide_dates(["31/12/2026", "12/31/2026"]), MIXED)
        self.assertIsNone(decide_dates(["2026-04-03", "05/05/2026", "", "no date"]))

    def test_one_slip_in_a_long_column_is_a_slip(self):
        cells = ["31/12/2026"] * 99 + ["12/31/2026"]
        self.assertEqual(decide_dates(cells), DAY_FIRST)
        self.assert_code("not_a_date", "12/31/2026", DAY_FIRST)

    def test_months_in_words(self):
        for text in ("5 Mei 2026", "05-May-2026", "5 may 2026"):
            self.assertEqual(parse_date(text), dt.date(2026, 5, 5))
        self.assertEqual(parse_date("17 Agustus 2026"), dt.date(2026, 8, 17))
        self.assertEqual(parse_date("1 Des. 2026"), dt.date(2026, 12, 1))

    def test_what_is_no_date(self):
        for cell in ("soon", "31/02/2026", "2026-13-01", "1/1/26", "1 Foo 2026", True):
            self.assert_code("not_a_date", cell, DAY_FIRST)
        for cell in (7, 99999999, float("nan"), [1]):
            self.assert_code("not_a_date", cell)
        self.assert_code("date_order", "03/04/2026")
        self.assert_code("year_out_of_range", "0026-03-31")
        self.assert_code("year_out_of_range", "31.03.2926")
        self.assert_code("excel_error", "#N/A")

    def test_empty(self):
        self.assertIsNone(parse_date(None))
        self.assertIsNone(parse_date("  "))


class TestAmounts(unittest.TestCase):
    def assert_code(self, code, cell, sign=None):
        with self.assertRaises(CellError) as caught:
            parse_amount(cell, sign)
        self.assertEqual(caught.exception.code, code)

    @given(
        st.lists(AMOUNTS, min_size=1),
        st.sampled_from((POINT, COMMA)),
        st.sampled_from(("-%s", "%s-", "(%s)")),
        st.booleans(),
    )
    def test_a_column_reads_back_what_was_written(self, amounts, sign, negative, group):
        cells = [written(amount, sign, negative, group) for amount in amounts]
        # Two decimals are always evidence.
        self.assertEqual(decide_amounts(cells), sign)
        self.assertEqual([parse_amount(cell, sign) for cell in cells], amounts)

    @given(AMOUNTS)
    def test_numbers_of_a_workbook_are_exact(self, amount):
        self.assertEqual(parse_amount(float(amount)), amount)
        self.assertEqual(parse_amount(int(amount)), int(amount))

    @given(AMOUNTS)
    def test_a_float_keeps_what_is_accepted(self, amount):
        self.assertEqual(Decimal(str(float(parse_amount(str(amount))))), amount)

    def test_noise_of_spreadsheet_arithmetic_is_no_part_of_an_amount(self):
        self.assertEqual(parse_amount(0.1 + 0.2), Decimal("0.3"))

    def test_whole_column_decides(self):
        self.assertEqual(decide_amounts(["1.234", "1.234,5"]), COMMA)
        self.assertEqual(decide_amounts(["1.234", "12.5"]), POINT)
        self.assertEqual(decide_amounts(["1.234", "1.234.567"]), COMMA)
        self.assertEqual(decide_amounts(["1.234", "5.678"]), AMBIGUOUS)
        self.assertEqual(decide_amounts(["1,234.50", "1.234,50"]), MIXED)
        self.assertIsNone(decide_amounts(["1234", "5", "", "n/a"]))

    def test_groups_by_blank_and_apostrophe(self):
        for text in (
            "1 234,50",
            "1\u00a0234,50",
            "1\u202f234,50",
            "1'234,50",
            "1\u2019234,50",
        ):
            self.assertEqual(parse_amount(text), Decimal("1234.50"))

    def test_signs(self):
        for text in (
            "-12.50",
            "12.50-",
            "(12.50)",
            "( 12.50 )",
            "- 12.50",
            "\u221212.50",
        ):
            self.assertEqual(parse_amount(text), Decimal("-12.50"))
        self.assertEqual(parse_amount("+12.50"), Decimal("12.50"))

    def test_what_is_no_amount(self):
        for cell in (
            "NaN",
            "nan",
            "inf",
            "-Infinity",
            "1e5",
            "abc",
            "--5",
            "(-5)",
            "1,2345.6",
            "1.2.3",
            "12 34",
            "$100",
            "Rp 100",
            "=1+1",
            "٣",
            True,
        ):
            self.assert_code("not_a_number", cell)
        self.assert_code("not_a_number", float("nan"))
        self.assert_code("not_a_number", float("inf"))
        self.assert_code("decimal_sign", "1.234")
        self.assert_code("excel_error", "#REF!")

    def test_bounds(self):
        self.assert_code("too_large", "1000000000000000")
        self.assert_code("too_large", 1e15)
        self.assert_code("too_large", -1e300)
        self.assert_code("too_exact", "99999999999999.99")
        self.assertEqual(parse_amount("9999999999999.99"), Decimal("9999999999999.99"))
        self.assertEqual(str(parse_amount("1000000")), "1000000")

    def test_empty(self):
        self.assertIsNone(parse_amount(None))
        self.assertIsNone(parse_amount(" "))


class TestText(unittest.TestCase):
    def assert_code(self, code, cell, **kw):
        with self.assertRaises(CellError) as caught:
            parse_text(cell, 10, **kw)
        self.assertEqual(caught.exception.code, code)

    def test_formula_like_text_stays_text(self):
        text = '=HYPERLINK("http://x.example","y")'
        self.assertEqual(parse_text(text, 200), text)

    def test_numbers_as_a_workbook_holds_them(self):
        self.assertEqual(parse_text(100012991, 20, is_number=True), "100012991")
        self.assertEqual(parse_text(2960617471.0, 20, is_number=True), "2960617471")
        self.assertEqual(parse_text("000123", 20, is_number=True), "000123")

    def test_one_line(self):
        self.assertEqual(parse_text(" PT\n  Jaya\t ", 10), "PT Jaya")
        self.assertEqual(parse_text(None, 10), "")

    def test_refused(self):
        self.assert_code("too_long", "12345678901")
        self.assert_code("excel_error", "#N/A")
        self.assert_code("shortened_number", "2.96E+09", is_number=True)
        self.assert_code("shortened_number", 2.9606174711234567e15, is_number=True)
