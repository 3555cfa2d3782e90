import datetime as dt
import unittest

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.b2b_collections.core import open_items_reader
from odoo.addons.b2b_collections.core.open_items_mapping import (
    FIELDS,
    SYNONYMS,
    guess_mapping,
    missing_fields,
    plain,
)
from odoo.addons.b2b_collections.core.open_items_reader import FileError, read_table

from .open_items_common import csv_of, xlsx_of

QUOTE = '"'
TEXT = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\x00"),
    min_size=1,
    max_size=30,
).map(lambda text: f"x{text}")


class TestDialects(unittest.TestCase):
    def assert_code(self, code, content):
        with self.assertRaises(FileError) as caught:
            read_table(content)
        self.assertEqual(caught.exception.code, code)

    @given(
        st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=20),
        st.sampled_from(",;\t|"),
        st.sampled_from(("utf-8", "utf-8-sig", "utf-16")),
        st.sampled_from(("\n", "\r\n")),
    )
    def test_any_dialect_gives_the_same_cells(self, rows, delimiter, encoding, newline):
        lines = [delimiter.join(("customer number", "invoice number"))]
        for row in rows:
            lines.append(
                delimiter.join(f'"{cell.replace(QUOTE, QUOTE * 2)}"' for cell in row)
            )
        content = newline.join(lines).encode(encoding)
        table = read_table(content)
        self.assertEqual(table.delimiter, delimiter)
        self.assertEqual([tuple(cells) for _row, cells in table.rows], rows)
        self.assertEqual(
            [row for row, _cells in table.rows], list(range(2, len(rows) + 2))
        )

    def test_latin_1(self):
        table = read_table("name;amount\nMüller & Söhne;1".encode("latin-1"))
        self.assertEqual(table.rows, [(2, ["Müller & Söhne", "1"])])
        self.assertEqual(table.encoding, "Windows-1252")

    def test_byte_order_mark_is_no_part_of_the_first_header(self):
        table = read_table(b"\xef\xbb\xbfamount,name\n1,A")
        self.assertEqual(table.headers, ["amount", "name"])

    def test_delimiter_declared_by_excel_keeps_row_numbers(self):
        table = read_table(b"sep=;\nname;amount\nA;1,5\n")
        self.assertEqual((table.header_row, table.rows), (2, [(3, ["A", "1,5"])]))

    def test_comma_in_amounts_does_not_hide_the_semicolon(self):
        table = read_table(b"name;amount\nA;1,5\nB;2,5\nC;3,5")
        self.assertEqual(table.rows[0], (2, ["A", "1,5"]))

    def test_title_and_blank_rows_are_passed_over(self):
        table = read_table(b"Open items,,\n\nname,amount,\nA,1,\n\nB,2,\n")
        self.assertEqual(table.headers, ["name", "amount"])
        self.assertEqual(table.rows, [(4, ["A", "1"]), (6, ["B", "2"])])

    def test_short_and_long_rows(self):
        table = read_table(b"name,amount,due\nA,1\nB,1,2026-01-01,surplus\n")
        self.assertEqual(table.rows[0], (2, ["A", "1", None]))
        self.assertEqual(table.overlong, {3})

    def test_workbook_keeps_types(self):
        day = dt.datetime(2026, 3, 31)
        content = xlsx_of(
            ["name", "amount", "due"], ["=HYPERLINK(1)", 12.5, day], [None] * 3
        )
        table = read_table(content)
        self.assertEqual(table.kind, "xlsx")
        # A formula without a computed value has no value.
        self.assertEqual(table.rows, [(2, [None, 12.5, day])])

    def test_what_is_no_table_is_named(self):
        self.assert_code("empty", b"")
        self.assert_code("empty", b" \n \n")
        self.assert_code("no_table", b"only one column\n1\n2")
        self.assert_code("no_table", b"name,amount\n")
        self.assert_code("binary", b"name,amount\n\x00\x01,2")
        self.assert_code("old_workbook", b"\xd0\xcf\x11\xe0 and so on")
        self.assert_code("not_a_workbook", b"PK\x03\x04 but no zip")
        self.assert_code("not_a_workbook", xlsx_of(["name", "amount"])[:-60])

    def test_quote_that_is_never_closed_is_named_with_its_row(self):
        content = b'name,amount\nA,1\n"B,2\n' + b"C,3\n" * 40
        with self.assertRaises(FileError) as caught:
            read_table(content)
        self.assertEqual(caught.exception.code, "broken_quotes")
        self.assertEqual(caught.exception.params, {"row": 3})

    def test_bounds(self):
        too_many = b"a,b\n" + b"1,2\n" * (open_items_reader.MAX_ROWS + 1)
        self.assert_code("too_many_rows", too_many)
        self.assert_code("too_large", b"," * (open_items_reader.MAX_BYTES + 1))


class TestMapping(unittest.TestCase):
    def test_headers_of_our_own_file(self):
        table = read_table(csv_of({}))
        mapping = guess_mapping(table.headers)
        self.assertEqual(
            list(mapping.values()),
            [
                "company_code",
                "customer_number",
                "customer_name",
                "invoice_number",
                "invoice_date",
                "due_date",
                "terms",
                "currency",
                "amount",
                "paid",
            ],
        )
        self.assertEqual(missing_fields(mapping), [])

    def test_indonesian_headers(self):
        headers = [
            "Kode Perusahaan",
            "No. Pelanggan",
            "Nama Pelanggan",
            "No. Faktur",
            "Tgl Faktur",
            "Jatuh Tempo",
            "Mata Uang",
            "Jumlah",
            "Sudah Dibayar",
        ]
        self.assertEqual(
            list(guess_mapping(headers).values()),
            [
                "company_code",
                "customer_number",
                "customer_name",
                "invoice_number",
                "invoice_date",
                "due_date",
                "currency",
                "amount",
                "paid",
            ],
        )

    @given(st.sampled_from(FIELDS), st.data())
    def test_every_synonym_is_found_however_it_is_spelled(self, field, data):
        synonym = data.draw(st.sampled_from(SYNONYMS[field]))
        spelled = data.draw(
            st.sampled_from(
                (
                    synonym.upper(),
                    synonym.replace(" ", "_"),
                    synonym.title().replace(" ", ""),
                    f" {synonym}. ",
                )
            )
        )
        self.assertEqual(guess_mapping([spelled]), {0: field})

    def test_no_name_stands_for_two_fields(self):
        names = [plain(name) for names in SYNONYMS.values() for name in names]
        self.assertEqual(len(names), len(set(names)))

    def test_best_name_wins_and_each_field_comes_once(self):
        self.assertEqual(
            guess_mapping(["Amount Due", "Amount", "Date", "Invoice Date"]),
            {1: "amount", 3: "invoice_date"},
        )

    def test_remembered_choice_comes_first(self):
        remembered = {plain("Ref 2"): "invoice_number", plain("Number"): ""}
        self.assertEqual(
            guess_mapping(["Number", "Ref 2", "Amount"], remembered),
            {1: "invoice_number", 2: "amount"},
        )

    def test_missing_columns(self):
        self.assertEqual(
            missing_fields({0: "amount", 1: "terms", 2: "customer_name"}),
            ["customer_number", "invoice_number", "invoice_date"],
        )
        self.assertIn("due_date", missing_fields({0: "amount"}))
