"""What an agency sees and does in its portal."""

import csv
import io

from odoo.tests import HttpCase, new_test_user

from .results_common import ResultsCommon

LIST = "/my/collections/placements"


class PortalCommon(ResultsCommon, HttpCase):
    """Placed ten days ago, by the clock of the server: sessions live by it."""

    freezes = False

    def setUp(self):
        super().setUp()
        self.user = self.make_user("agent", self.agency.partner_id)
        self.url = f"/my/collections/placement/{self.placement.id}"
        self.authenticate("agent", "agent")

    @classmethod
    def make_user(cls, login, company):
        user = new_test_user(cls.env, login, groups="base.group_portal")
        user.partner_id.parent_id = company
        return user

    def get_csrf(self, url=None):
        page = self.url_open(url or self.url).text
        return page.split('name="csrf_token" value="')[1].split('"')[0]

    def post(self, path, url=None, **form):
        data = {"csrf_token": self.get_csrf(), **form}
        page = self.url_open(url or f"{self.url}/{path}", data=data)
        self.env.invalidate_all()
        return page

    def upload(self, text, name="reports.csv"):
        page = self.url_open(
            f"{LIST}/upload",
            data={"csrf_token": self.get_csrf(f"{LIST}/upload")},
            files={"file": (name, io.BytesIO(text.encode()), "text/csv")},
        )
        self.env.invalidate_all()
        return page

    def write_csv(self, *rows):
        text = io.StringIO()
        names = list(dict.fromkeys(name for row in rows for name in row))
        writer = csv.DictWriter(text, names)
        writer.writeheader()
        writer.writerows(rows)
        return text.getvalue()

    @property
    def receipts(self):
        return self.env["collection.placement.receipt"].search([])

    @property
    def reports(self):
        return self.env["collection.placement.report"].search([])


class TestAgencyPortal(PortalCommon):
    def row(self, kind="receipt", **cells):
        return {
            "type": kind,
            "placement": self.placement.name,
            "date": str(self.today),
            **cells,
        }

    def test_the_list_and_the_page_show_what_was_placed(self):
        page = self.url_open(LIST)
        self.assertEqual(page.status_code, 200)
        self.assertIn(self.placement.name, page.text)
        page = self.url_open(self.url).text
        for words in (
            "Nusantara Retail",
            "Jalan Contoh 1",
            self.first.name,
            self.second.name,
            "1,000.00",
            "Acknowledge",
        ):
            self.assertIn(words, page)

    def test_nothing_that_is_only_for_us(self):
        self.placement.case_id.message_post(body="Secret remark of ours")
        other = self.post_invoice(123.45)
        page = self.url_open(self.url).text
        for words in ("Secret remark", other.name, "123.45", "Test policy"):
            self.assertNotIn(words, page)

    def test_filters_and_pages(self):
        for query, seen in (
            ("", True),
            ("?filterby=new", True),
            ("?filterby=ended", False),
            ("?filterby=all&sortby=open", True),
            ("?filterby=nonsense&sortby=id;drop", True),
        ):
            with self.subTest(query=query):
                text = self.url_open(LIST + query).text
                self.assertEqual(self.placement.name in text, seen)
        self.assertEqual(self.url_open(f"{LIST}/page/99").status_code, 200)

    def test_acknowledging(self):
        page = self.post("acknowledge", reference="F-12")
        self.assertIn("The placement is acknowledged", page.text)
        self.assertEqual(self.placement.state, "acknowledged")
        self.assertRecordValues(
            self.reports,
            [{"kind": "acknowledge", "source": "portal", "user_id": self.user.id}],
        )
        page = self.post("acknowledge")
        self.assertIn("Nothing was saved", page.text)
        self.assertEqual(len(self.reports), 1)

    def test_reporting_a_contact(self):
        page = self.post(
            "report",
            type="contact",
            date=str(self.today),
            channel="call",
            outcome="reached",
            note="Will pay <b>soon</b>",
        )
        self.assertIn("Your report is saved", page.text)
        self.assertIn("&lt;b&gt;soon", page.text)
        self.assertEqual(self.placement.state, "working")
        entry = self.env["collection.journal.entry"].search(
            [("event", "=", "agency_report")]
        )
        self.assertEqual(entry.case_id, self.placement.case_id)
        self.assertEqual(entry.user_id, self.user)

    def test_reporting_a_promise_and_instalments(self):
        self.post(
            "report",
            type="promise",
            date=str(self.today),
            amount="500.00",
            promised_date=str(self.ahead(7)),
        )
        self.assertEqual(self.placement.state, "promised")
        self.post(
            "report",
            type="plan",
            date=str(self.today),
            amount="900",
            instalments="3",
            promised_date=str(self.ahead(90)),
        )
        self.assertEqual(self.placement.state, "plan")
        self.assertRecordValues(
            self.reports.sorted("id"),
            [
                {"kind": "promise", "amount": 500, "instalments": 0},
                {"kind": "plan", "amount": 900, "instalments": 3},
            ],
        )

    def test_more_promised_than_open_is_refused(self):
        page = self.post(
            "report",
            type="promise",
            date=str(self.today),
            amount="1000.01",
            promised_date=str(self.ahead(7)),
        )
        self.assertIn("Nothing was saved", page.text)
        self.assertIn('value="1000.01"', page.text)
        self.assertFalse(self.reports)
        self.assertEqual(self.placement.state, "placed")

    def test_returning(self):
        page = self.post("report", type="return", date=str(self.today), note="Gone")
        self.assertEqual(page.status_code, 200)
        self.assertEqual(self.placement.state, "returned")
        # To be read for a while, not to be worked on.
        page = self.url_open(self.url)
        self.assertIn("This placement ended", page.text)
        self.assertNotIn('name="channel"', page.text)
        # Money that was received up to that day can still be reported.
        self.assertIn('name="amount"', page.text)

    def test_registering_money(self):
        page = self.post(
            "report",
            type="receipt",
            date=str(self.today),
            amount="600.00",
            commission="90",
            net="510",
            reference="R-1",
        )
        self.assertIn("The receipt is saved", page.text)
        self.assertRecordValues(
            self.receipts,
            [
                {
                    "gross": 600,
                    "commission": 90,
                    "net": 510,
                    "state": "reported",
                    "source": "portal",
                    "user_id": self.user.id,
                }
            ],
        )
        task = self.placement.activity_ids.filtered(
            lambda one: one.activity_type_id.icon == "fa-money"
        )
        self.assertEqual(task.user_id, self.placement.case_id.user_id or task.user_id)
        # Nothing is booked by it.
        self.assertEqual(self.first.amount_residual, 600)
        self.receipts.with_user(self.collector)._reject("Not this debtor")
        self.assertFalse(task.exists().active)
        self.assertIn("Not this debtor", self.url_open(self.url).text)

    def test_impossible_money_is_refused_by_field(self):
        for words, cells in (
            ("still open", {"amount": "1000.01"}),
            ("more than what was received", {"amount": "10", "commission": "11"}),
            ("not the amount received", {"amount": "10", "net": "9"}),
            ("future", {"amount": "10", "date": str(self.ahead(1))}),
            ("began on", {"amount": "10", "date": str(self.ahead(-11))}),
            ("not an amount", {"amount": "ten"}),
            ("decimals", {"amount": "10.001"}),
            ("Fill it in", {"amount": "10", "reference": ""}),
        ):
            form = {"date": str(self.today), "reference": "R-1", **cells}
            with self.subTest(words=words):
                page = self.post("report", type="receipt", **form)
                self.assertIn(words, page.text)
                self.assertFalse(self.receipts)

    def test_uploading(self):
        page = self.upload(
            self.write_csv(
                self.row("contact", channel="visit", outcome="reached"),
                self.row(amount="400", commission="60", net="340", reference="A"),
                self.row(amount="600", reference="B", note="=HYPERLINK(1)"),
            )
        )
        self.assertIn("3 rows were taken", page.text.replace("<span>", ""))
        self.assertEqual(self.placement.state, "working")
        self.assertEqual(self.receipts.mapped("source"), ["csv", "csv"])
        self.assertEqual(sum(self.receipts.mapped("gross")), 1000)

    def test_one_bad_row_and_nothing_is_taken(self):
        page = self.upload(
            self.write_csv(
                self.row("contact", channel="call", outcome="reached"),
                self.row(amount="700", reference="A"),
                self.row(amount="301", reference="B"),
                self.row(amount="1", reference="A"),
                {**self.row(amount="1", reference="C"), "placement": "AP-0000"},
                self.row(amount="x", reference="D"),
            )
        )
        self.assertIn("Nothing was saved", page.text)
        for row, words in (
            (4, "Only"),
            (5, "reported for the placement already"),
            (6, "No placement of this number is with you"),
            (7, "not an amount"),
        ):
            self.assertIn(f"Row {row}", page.text)
            self.assertIn(words, page.text)
        self.assertNotIn("Row 2", page.text)
        self.assertFalse(self.receipts)
        self.assertFalse(self.reports)
        self.assertEqual(self.placement.state, "placed")

    def test_files_that_are_none(self):
        for text, words in (
            ("", "Choose a file|no rows"),
            ("x" * (1024 * 1024 + 1), "larger than"),
            ("colour\nred", "no such column"),
        ):
            with self.subTest(words=words):
                self.assertRegex(self.upload(text).text, words)

    def test_the_template_can_be_filled_in(self):
        page = self.url_open(f"{LIST}/template.csv")
        self.assertEqual(page.headers["Content-Type"], "text/csv; charset=utf-8")
        self.assertIn("attachment", page.headers["Content-Disposition"])
        rows = list(csv.DictReader(io.StringIO(page.content.decode("utf-8-sig"))))
        self.assertEqual(rows[0]["type"], "contact")

    def test_payments_that_reached_us_are_shown(self):
        self.pay(self.first, 250, self.today)
        page = self.url_open(self.url).text
        self.assertIn("Paid to us directly", page)
        self.assertIn("250.00", page)
        self.assertIn("750.00", page)

    def test_the_list_does_not_ask_once_for_each_placement(self):
        def read():
            self.env["collection.placement"].with_user(
                self.user
            )._find_for_portal()._get_portal_rows()

        counts = []
        for number in (1, 12):
            for index in range(number - 1):
                invoice = self.post_invoice(10 + index)
                self.make_run(self.day(self.PLACED))._execute()
                self.place(self.item(invoice))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            read()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2)
