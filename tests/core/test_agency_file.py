import datetime as dt
import unittest
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.b2b_collections.core.agency_file import (
    MAX_BYTES,
    MAX_ROWS,
    make_template,
    read_agency_file,
)

HEAD = "type,placement,date,channel,outcome,amount,commission,net,reference,note\n"


def read(text):
    return read_agency_file(text.encode())


def codes(text):
    _rows, problems = read(text)
    return [(one.row, one.field, one.code) for one in problems]


class TestAgencyFile(unittest.TestCase):
    def test_the_template_is_a_good_file(self):
        rows, problems = read(make_template("AP-1"))
        self.assertEqual(problems, [])
        self.assertEqual(
            [row.kind for row in rows],
            ["contact", "promise", "plan", "receipt", "return"],
        )
        receipt = rows[3]
        self.assertEqual(receipt.number, 5)
        self.assertEqual(receipt.placement, "AP-1")
        self.assertEqual(receipt.values["amount"], Decimal(600))
        self.assertEqual(receipt.values["net"], Decimal(510))
        self.assertEqual(receipt.values["date"], dt.date(2026, 4, 30))

    def test_each_mistake_names_row_and_column(self):
        for row, expected in (
            ("x,AP-1,2026-04-30", [("type", "unknown_choice")]),
            ("receipt,AP-1,soon,,,1,,,R", [("date", "not_a_date")]),
            ("receipt,AP-1,03/04/2026,,,1,,,R", [("date", "date_order")]),
            ("receipt,AP-1,2026-04-30,,,abc,,,R", [("amount", "not_a_number")]),
            ("receipt,AP-1,2026-04-30,,,-5,,,R", [("amount", "negative")]),
            ("receipt,AP-1,2026-04-30,,,5,,,", [("reference", "missing")]),
            ("receipt,,2026-04-30,,,5,,,R", [("placement", "missing")]),
            ("contact,AP-1,2026-04-30,fax,reached", [("channel", "unknown_choice")]),
            ("contact,AP-1,2026-04-30,call", [("outcome", "missing")]),
            ("return,AP-1,2026-04-30", [("note", "missing")]),
            ("return,AP-1,2026-04-30,,,,5,,,gone", [("commission", "not_here")]),
            ("return,AP-1,2026-04-30,,,,,,,gone,too much", [("", "too_many_cells")]),
        ):
            with self.subTest(row=row):
                self.assertEqual(
                    codes(HEAD + row), [(2, field, code) for field, code in expected]
                )

    def test_good_rows_beside_bad_ones(self):
        rows, problems = read(
            f"{HEAD}\nreceipt,AP-1,2026-04-30,,,5,,,R\nreceipt,AP-1,2026-04-30,,,x,,,S"
        )
        self.assertEqual([row.number for row in rows], [3])
        self.assertEqual([problem.row for problem in problems], [4])

    def test_files_that_are_none(self):
        for content, code in (
            (b"", "empty"),
            (HEAD.encode(), "empty"),
            (b"\x00\x01", "not_a_table"),
            (b'type,placement,date\n"unclosed', "not_a_table"),
            (b"x" * (MAX_BYTES + 1), "file_too_large"),
            ((HEAD + "a,b,c\n" * (MAX_ROWS + 1)).encode(), "too_many_rows"),
            (b"type,placement,date,colour\n1,2,3,4", "unknown_column"),
            (b"type,date\ncontact,2026-01-01", "missing_column"),
            (b"type,placement,date,date\n", "column_twice"),
        ):
            rows, problems = read_agency_file(content)
            with self.subTest(code=code):
                self.assertEqual(rows, [])
                self.assertEqual(problems[0].code, code)

    def test_semicolons_and_other_encodings(self):
        text = "Type;Placement;Date;Note\nreturn;AP-1;30.04.2026;Verzogen, Köln"
        for encoding in ("utf-8", "utf-8-sig", "cp1252"):
            rows, problems = read_agency_file(text.encode(encoding))
            self.assertFalse(problems)
            self.assertEqual(rows[0].values["note"], "Verzogen, Köln")

    def test_text_that_looks_like_a_formula_is_text(self):
        rows, _problems = read(f'{HEAD}return,AP-1,2026-04-30,,,,,,,"=HYPERLINK(1)"')
        self.assertEqual(rows[0].values["note"], "=HYPERLINK(1)")

    @given(st.binary(max_size=300))
    def test_anything_is_read_or_refused_in_words(self, content):
        rows, problems = read_agency_file(content)
        self.assertTrue(rows or problems)

    @given(st.text(max_size=200))
    def test_any_row_is_read_or_refused_in_words(self, text):
        rows, problems = read(HEAD + text)
        self.assertTrue(rows or problems)
