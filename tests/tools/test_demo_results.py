"""What the demo reads before it plays, and what it says of the results."""

import tempfile
import unittest
from decimal import Decimal
from email.message import EmailMessage
from pathlib import Path

from openpyxl import Workbook

from tools.demo.checks import check_files, check_outbox, check_totals
from tools.demo.ledger_file import LedgerFile
from tools.demo.options import DemoError
from tools.demo.report import format_report

CSV = """company_code;customer_number;customer_name;invoice_number;invoice_date;\
posting_date;due_date;payment_terms;currency;amount
A1;100;Alder Ltd;7001;2026-01-05;2026-01-05;2026-02-04;30;usd;1.250,50
A1;100;Alder Limited;7002;2026-01-06;2026-01-06;2026-02-05;30;USD;-250,25
B2;200;Finch Oy;7003;2026-01-07;2026-01-07;2026-02-06;30;EUR;99,00
"""


class WithFolder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)


class TestLedgerFile(WithFolder):
    def read(self, content, name="ledger.csv"):
        path = self.folder / name
        path.write_bytes(content)
        return LedgerFile(path)

    def test_totals_per_currency_and_the_most_frequent_one(self):
        file = self.read(CSV.encode())
        self.assertEqual(file.currency, "USD")
        self.assertEqual(file.other_currencies, ["EUR"])
        self.assertEqual(
            file.totals, {"USD": Decimal("1000.25"), "EUR": Decimal("99.00")}
        )

    def test_a_workbook_as_well(self):
        book = Workbook()
        for line in CSV.splitlines():
            book.active.append(line.split(";"))
        for row, amount in zip((2, 3, 4), (1250.5, -250.25, 99), strict=True):
            book.active.cell(row, 10, amount)
        path = self.folder / "ledger.xlsx"
        book.save(path)
        self.assertEqual(LedgerFile(path).totals["USD"], Decimal("1000.25"))

    def test_a_bad_amount_is_left_to_the_import(self):
        file = self.read(CSV.replace("99,00", "ninety").encode())
        self.assertEqual(file.totals["EUR"], 0)

    def test_no_ledger_at_all(self):
        with self.assertRaisesRegex(DemoError, "not an open-items file") as caught:
            self.read(b"\x89PNG\r\n\x1a\n\x00\x00", "picture.png")
        self.assertIn("docs/demo.md", caught.exception.remedy)


class TestChecks(WithFolder):
    def write_mail(self, name, to):
        mail = EmailMessage()
        mail["To"] = to
        (self.folder / name).write_bytes(mail.as_bytes())

    def test_totals_to_the_cent(self):
        equal = check_totals("t", {"USD": Decimal("0.30")}, {"USD": 0.1 + 0.2})
        self.assertTrue(equal.holds)
        for found in ({"USD": 0.31}, {}, {"USD": 0.3, "EUR": 1}):
            self.assertFalse(check_totals("t", {"USD": Decimal("0.30")}, found).holds)

    def test_a_difference_is_named(self):
        check = check_totals("t", {"USD": 10}, {"USD": 12})
        self.assertEqual(check.detail, "USD: 10.00 expected, 12.00 found")

    def test_each_mail_is_there_and_goes_to_an_example(self):
        self.write_mail("0001-a.eml", "ap@a.example")
        self.assertTrue(all(c.holds for c in check_outbox(self.folder, 1)))
        lost, _domains = check_outbox(self.folder, 2)
        self.assertEqual((lost.holds, lost.detail), (False, "2 sent, 1 received"))

    def test_no_mail_at_all_is_no_demo(self):
        self.assertFalse(check_outbox(self.folder, 0)[0].holds)

    def test_a_real_address_and_a_missing_one(self):
        self.write_mail("0001-a.eml", "Ann <ann@odoo.com>")
        (self.folder / "0002-b.eml").write_bytes(b"Subject: x\r\n\r\n")
        domains = check_outbox(self.folder, 2)[1]
        self.assertEqual(
            (domains.holds, domains.detail), (False, "ann@odoo.com, 0002-b.eml")
        )

    def test_a_missing_result(self):
        (self.folder / "run.json").write_text("{}")
        (self.folder / "letters.pdf").touch()
        check = check_files(
            [self.folder / name for name in ("run.json", "letters.pdf", "ageing.xlsx")]
        )
        self.assertEqual(check.detail, "missing or empty: letters.pdf, ageing.xlsx")


class TestReport(unittest.TestCase):
    def test_the_table(self):
        action = {
            "kind": "level",
            "level": "SP1",
            "channel": "mail",
            "state": "done",
            "count": 12,
            "amount_company": 5.0,
        }
        figures = {
            "actions": [action, dict(action, channel="letter", state="to_print")],
            "currency": "IDR",
            "decisions": [
                {
                    "decision": "wait",
                    "reason": "wait_level",
                    "words": "Waits",
                    "items": 3,
                    "amount_company": 1234.5,
                }
            ],
            "ageing": {"IDR": {"not due": 1000.0, "1-30": 234.5, "total": 1234.5}},
            "as_of": "2026-11-21",
        }
        text = format_report(figures, [check_totals("ageing", {}, {})])
        lines = [" ".join(line.split()) for line in text.splitlines()]
        self.assertTrue(lines[0].startswith("Messages and tasks E-mail Letter"))
        self.assertIn("SP1 12 12 · · · · ·", lines)
        self.assertIn("Waiting Waits 3 1,234.50", lines)
        self.assertIn("IDR 1,000.00 234.50 1,234.50", lines)
        self.assertIn("✓ ageing:", lines)
