import io

import openpyxl

from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from odoo.addons.b2b_collections.reports.xlsx_tables import (
    COMPANY,
    OWN,
    TEXT,
    Column,
    Head,
    Row,
    TableWorkbook,
)

from .ageing_xlsx_common import AgeingXlsxCommon


class TestAgeingSpreadsheetText(AgeingXlsxCommon):
    def test_formula_like_text_stays_text(self):
        names = [
            '=HYPERLINK("http://evil.example","click")',
            "+1+1",
            "-2+3",
            "@SUM(A1)",
            "https://evil.example",
            "\tTab",
            "42",
            "a\x08b_x0008_",
        ]
        for name in names:
            partner = self.env["res.partner"].create({"name": name, "ref": name})
            self.invoice(10, "2026-03-01", partner=partner, ref=name)
        book = self.export()
        for sheet, columns in (("Summary", "AB"), ("Details", "ABD")):
            for column in columns:
                cells = book[sheet][column][7 : 7 + len(names)]
                self.assertEqual({cell.data_type for cell in cells}, {"s"})
                self.assertFalse(any(cell.hyperlink for cell in cells))
            found = {cell.value for cell in book[sheet]["B"][7:]}
            self.assertLessEqual({*names[:5], "42"}, found)

    def test_name_of_200_characters(self):
        name = "Perusahaan " * 18 + "dan"
        self.assertEqual(len(name), 201)
        self.debtor.name = name
        self.invoice(10, "2026-03-01")
        book = self.export(filters="Debtors: " + name * 20)
        sheet = book["Details"]
        self.assertEqual(sheet["B8"].value, name)
        self.assertLessEqual(sheet.column_dimensions["B"].width, 45)
        self.assertIsNone(sheet.row_dimensions[8].height)
        self.assertLessEqual(len(sheet.oddFooter.left.text), 255)

    def test_very_large_amounts_are_exact_and_fit_their_columns(self):
        self.invoice(999_999_999_999.99, "2026-03-01")
        self.invoice(0.02, "2026-03-01")
        sheet = self.export()["Overview"]
        (own, *_total) = self.table(sheet, "Currency")
        self.assertEqual(own["Open"], 1_000_000_000_000.01)
        self.assertGreater(
            sheet.column_dimensions["B"].width, len("1,000,000,000,000.00")
        )

    def test_rows_that_do_not_fit_on_a_sheet_go_on_in_the_next(self):
        file = io.BytesIO()
        columns = [Column("Name", TEXT, 10), Column("Open", OWN, 10)]
        columns.append(Column("Company", COMPANY, 10))
        rows = [Row(2, 2, (f"row {number}", number, number)) for number in range(25)]
        with TableWorkbook(file, Head("Title", (), ""), max_rows=15) as book:
            totals = [Row(2, 2, ("Total", 300, 300))]
            book.write_list(book.add_sheet("Rows"), columns, rows, totals)
        book = openpyxl.load_workbook(file)
        self.assertEqual(book.sheetnames, ["Rows", "Rows 2", "Rows 3"])
        names = [cell.value for sheet in book for cell in sheet["A"] if cell.value]
        self.assertEqual(
            [name for name in names if name.startswith("row")],
            [row.values[0] for row in rows],
        )
        self.assertEqual(names[-1], "Total")
        self.assertLessEqual(max(sheet.max_row for sheet in book), 15)


class TestAgeingSpreadsheetOfCompanies(AgeingXlsxCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_data = cls.setup_other_company(name="Second Company")
        cls.other = cls.other_data["company"]
        cls.other.currency_id = cls.foreign
        cls.entry(100, "2026-03-01")
        cls.entry(40, "2026-03-01", company_data=cls.other_data)

    def test_several_companies_have_a_section_each_and_no_common_total(self):
        book = self.export(company=self.company | self.other)
        overview = book["Overview"]
        column = [cell.value for cell in overview["A"]]
        self.assertIn(self.company.name, column)
        self.assertIn("Second Company", column)
        self.assertEqual(len(overview._charts), 2)
        rows = self.table(book["Details"], "Debtor number")
        self.assertEqual(
            {(row["Company"], row["Open in company currency"]) for row in rows},
            {(self.company.name, 100), ("Second Company", 40)},
        )
        details = [cell.value for cell in book["Details"]["A"]]
        self.assertNotIn("Total of the rows shown", details)

    def test_only_companies_that_the_reader_may_see(self):
        report = self.env["collection.ageing"].with_user(self.reader)
        rows = self.table(self.export(report=report)["Details"], "Debtor number")
        self.assertEqual([row["Open"] for row in rows], [100])
        with self.assertRaises(AccessError):
            self.export(report=report, company=self.other)

    def test_not_without_the_group(self):
        clerk = new_test_user(self.env, "clerk", company_id=self.company.id)
        with self.assertRaises(AccessError):
            self.export(report=self.env["collection.ageing"].with_user(clerk))
