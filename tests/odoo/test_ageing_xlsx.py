from datetime import datetime

from .ageing_common import day
from .ageing_xlsx_common import AgeingXlsxCommon


class TestAgeingSpreadsheet(AgeingXlsxCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.debtor.ref = "000123"
        cls.other = cls.make_debtor("Zamrud Textile", ref="D-77")
        cls.invoice(1000, "2026-03-01", "2026-03-31", ref="PO 8")
        cls.invoice(200, "2026-05-01", "2026-05-31")
        line = cls.invoice(500, "2025-11-01", "2025-12-01", partner=cls.other)
        (line + cls.entry(-125.25, "2026-04-30", partner=cls.other)).reconcile()
        cls.invoice(
            80, "2026-02-01", "2026-04-15", partner=cls.other,
            currency_id=cls.foreign.id,
        )  # fmt: skip
        cls.entry(-60, "2026-04-20", partner=None)
        cls.book = cls.export(cls)

    def test_what_it_is_of_stands_on_every_sheet(self):
        self.assertEqual(self.book.sheetnames, ["Overview", "Summary", "Details"])
        for sheet in self.book:
            self.assertEqual(sheet["A1"].value, "Ageing of Receivables")
            self.assertEqual(
                self.facts(sheet),
                {
                    "Company": self.company.name,
                    "As of": "30 April 2026",
                    "Age counts from": "Due date",
                    "Filters": "None: all open receivables",
                },
            )

    def test_overview_per_currency_and_in_company_currency(self):
        own, foreign, total = self.table(self.book["Overview"], "Currency")[:3]
        self.assertEqual(
            list(own),
            [
                *("Currency", "Not due", "1–30", "31–60", "61–90", "91–120"),
                *("Over 120", "Open", f"Open in {self.own.name}", "Items"),
            ],
        )
        self.assertEqual(
            list(own.values()),
            [self.own.name, 0, 940, 0, 0, 0, 374.75, 1314.75, 1314.75, 3],
        )
        self.assertEqual(list(foreign.values()), ["EUR", 0, 80, 0, 0, 0, 0, 80, 160, 1])
        self.assertEqual(
            list(total.values()),
            [f"All, in {self.own.name}", 0, 1100, 0, 0, 0, 374.75, 1474.75, 1474.75, 4],
        )

    def test_overview_agrees_with_the_ledger(self):
        rows = self.table(self.book["Overview"], "Agreement with the ledger")
        self.assertEqual(
            [list(row.values()) for row in rows[:3]],
            [
                [self.own.name, 1314.75, 0, 0, 1314.75, 0],
                ["EUR", 80, 0, 0, 80, 0],
                [f"All, in {self.own.name}", 1474.75, 0, 0, 1474.75, 0],
            ],
        )

    def test_summary_by_debtor_and_currency_with_totals(self):
        sheet = self.book["Summary"]
        rows = self.table(sheet, "Debtor number")
        found = [
            (row["Debtor number"], row["Debtor"], row["Currency"], row["Open"])
            for row in rows
        ]
        self.assertEqual(
            found,
            [
                ("000123", "Nusantara Retail", self.own.name, 1000),
                ("D-77", "Zamrud Textile", self.own.name, 374.75),
                ("D-77", "Zamrud Textile", "EUR", 80),
                (None, "No partner", self.own.name, -60),
            ],
        )
        self.assertEqual(rows[1]["Oldest (days)"], 150)
        totals = [
            [cell for cell in row if cell is not None]
            for row in sheet.iter_rows(values_only=True)
            if row[0] == "Total"
        ]
        amounts = [0, 940, 0, 0, 0, 374.75, 1314.75, 1314.75]
        self.assertEqual(totals[0], ["Total", self.own.name, *amounts, 3])
        self.assertEqual(
            totals[1][:3] + totals[1][-3:], ["Total", "EUR", 0, 80, 160, 1]
        )
        self.assertEqual(totals[2][-2:], [1474.75, 4])

    def test_details_have_a_row_for_each_open_line(self):
        first, old, foreign, credit = self.table(self.book["Details"], "Debtor number")
        invoice = self.env["account.move"].search([("ref", "=", "PO 8")])
        self.assertEqual(first["Document"], invoice.name)
        self.assertEqual(
            list(first.values())[:2] + list(first.values())[3:12],
            [
                "000123",
                "Nusantara Retail",
                "PO 8",
                datetime(2026, 3, 1),
                datetime(2026, 3, 31),
                None,
                30,
                "1–30",
                self.own.name,
                1000,
                1000,
            ],
        )
        self.assertEqual((old["Age (days)"], old["Bucket"]), (150, "Over 120"))
        self.assertEqual(
            (foreign["Currency"], foreign["Open"], foreign[f"Open in {self.own.name}"]),
            ("EUR", 80, 160),
        )
        self.assertEqual((credit["Debtor"], credit["Open"]), ("No partner", -60))

    def test_screen_and_print_set_up(self):
        for name in ("Summary", "Details"):
            sheet = self.book[name]
            self.assertEqual(sheet.freeze_panes, "C8")
            self.assertRegex(sheet.auto_filter.ref, r"^A7:[A-Z]+11$")
            self.assertEqual(sheet.print_title_rows, "$7:$7")
        for sheet in self.book:
            self.assertEqual(sheet.page_setup.orientation, "landscape")
            self.assertTrue(sheet.sheet_properties.pageSetUpPr.fitToPage)
            self.assertEqual(sheet.page_setup.fitToHeight, 0)
        self.assertEqual(len(self.book["Overview"]._charts), 1)

    def test_total_of_the_details_follows_the_filter(self):
        sheet = self.book["Details"]
        formulas = [
            cell.value
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f"
        ]
        self.assertEqual(formulas, ["=SUBTOTAL(109,L8:L11)"])

    def test_number_formats_follow_the_currency(self):
        yen = self.setup_other_currency("JPY", rates=[("2025-01-01", 100)])
        self.invoice(5000, "2026-03-01", currency_id=yen.id)
        sheet = self.export()["Summary"]
        formats = {
            row[2].value: row[3].number_format
            for row in sheet.iter_rows(8, 12)
            if row[2].value in ("JPY", "EUR")
        }
        self.assertEqual(
            formats,
            {
                "JPY": '#,##0_);[Red]-#,##0_);"–"_)',
                "EUR": '#,##0.00_);[Red]-#,##0.00_);"–"_)',
            },
        )

    def test_by_invoice_date_with_other_buckets(self):
        book = self.export(basis="invoice", days="45,100")
        own = self.table(book["Overview"], "Currency")[0]
        self.assertEqual(list(own)[1:4], ["0–45", "46–100", "Over 100"])
        self.assertEqual(list(own.values())[1:5], [-60, 1000, 374.75, 1314.75])
        self.assertEqual(self.facts(book["Summary"])["Age counts from"], "Invoice date")

    def test_filters_are_applied_printed_and_accounted_for(self):
        book = self.export(
            domain=[("is_credit", "=", False), ("currency_id", "=", self.own.id)],
            filters="Without Credits; Currency: USD",
        )
        for sheet in book:
            self.assertEqual(
                self.facts(sheet)["Filters"], "Without Credits; Currency: USD"
            )
        own, foreign, total = self.table(book["Overview"], "Agreement with the ledger")[
            :3
        ]
        self.assertEqual(list(own.values())[1:], [1374.75, -60, 0, 1314.75, 0])
        self.assertEqual(list(foreign.values())[1:], [0, 80, 0, 80, 0])
        self.assertEqual(list(total.values())[1:], [1374.75, 100, 0, 1474.75, 0])
        self.assertEqual(len(self.table(book["Details"], "Debtor number")), 2)

    def test_a_domain_without_words_is_printed_as_it_is(self):
        book = self.export(domain=[("days", ">", 90)])
        self.assertIn("'days', '>', 90", self.facts(book["Details"])["Filters"])

    def test_nothing_open(self):
        book = self.export("2020-01-01")
        self.assertEqual(self.table(book["Details"], "Debtor number"), [])
        total = self.table(book["Overview"], "Currency")[-1]
        self.assertEqual(set(list(total.values())[1:]), {0})

    def test_level_stage_reason_and_people(self):
        invoice = self.env["account.move"].search([("ref", "=", "PO 8")])
        invoice.invoice_user_id = self.manager
        self.run_day(day("2026-04-10"))
        row = self.table(self.export()["Details"], "Debtor number")[0]
        item = self.item(invoice)
        self.assertEqual(
            list(row.values())[-5:],
            [
                item.level_id.short_name,
                item.stage_id.name,
                item.reason,
                item.case_id.user_id.name,
                self.manager.name,
            ],
        )

    def test_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("id_ID")
        self.reader.lang = "id_ID"
        report = self.env["collection.ageing"].with_user(self.reader)
        book = self.export(report=report.with_context(lang="id_ID"))
        self.assertEqual(self.facts(book.worksheets[0])["Per tanggal"], "30 April 2026")
        dates = {cell.number_format for cell in book.worksheets[2]["E"] if cell.is_date}
        self.assertEqual(dates, {"dd/mm/yyyy"})
