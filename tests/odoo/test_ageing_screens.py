import io
import json

import openpyxl
from lxml import etree

from odoo.exceptions import ValidationError
from odoo.tests import Form, HttpCase, new_test_user

from .ageing_common import AgeingCommon

ROUTE = "/b2b_collections/ageing.xlsx"


class TestAgeingViews(AgeingCommon):
    def get_views(self, days, basis="due"):
        report = self.ageing("2026-03-31", basis, days).with_user(self.reader)
        return report.get_views([(False, "list"), (False, "pivot"), (False, "search")])

    def bucket_columns(self, views):
        arch = etree.fromstring(views["views"]["list"]["arch"])
        fields = views["models"]["collection.ageing"]["fields"]
        return [
            fields[node.get("name")]["string"]
            for node in arch.iter("field")
            if node.get("name").startswith("bucket_")
        ]

    def test_columns_and_headings_follow_the_buckets(self):
        self.assertEqual(
            self.bucket_columns(self.get_views("30,60,90,120")),
            ["Not due", "1–30", "31–60", "61–90", "91–120", "Over 120"],
        )
        views = self.get_views("7,14", "invoice")
        self.assertEqual(self.bucket_columns(views), ["0–7", "8–14", "Over 14"])
        field = views["models"]["collection.ageing"]["fields"]["bucket"]
        self.assertEqual(
            field["selection"], [("1", "0–7"), ("2", "8–14"), ("3", "Over 14")]
        )

    def test_row_opens_the_document(self):
        line = self.invoice(1000, "2026-01-31")
        action = self.rows("2026-03-31").action_open_document()
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("account.move", line.move_id.id)
        )

    def test_change_starts_from_what_is_shown(self):
        report = self.ageing("2026-03-31", "invoice", "7,14").with_user(self.reader)
        action = report.action_change()
        form = Form(
            self.env["collection.ageing.wizard"]
            .with_user(self.reader)
            .with_context(**action["context"])
        )
        self.assertEqual(str(form.date), "2026-03-31")
        self.assertEqual((form.basis, form.bucket_days), ("invoice", "7,14"))


class TestAgeingWizard(AgeingCommon):
    def wizard(self, **vals):
        return (
            self.env["collection.ageing.wizard"]
            .with_user(self.reader)
            .create({"date": "2026-03-31", **vals})
        )

    def test_opens_the_ageing_with_the_choices_as_facets(self):
        action = self.wizard(
            basis="invoice",
            bucket_days="45",
            currency_id=self.foreign.id,
            policy_id=self.policy.id,
            credits="without",
            trade_only=True,
        ).action_open()
        self.assertEqual(action["res_model"], "collection.ageing")
        self.assertEqual(action["domain"], [])
        context = action["context"]
        self.assertEqual(context["ageing_date"], "2026-03-31")
        self.assertEqual(context["ageing_view_ref"], "invoice:45")
        chosen = {key for key, value in context.items() if value}
        self.assertEqual(
            {key[15:] for key in chosen if key.startswith("search_default_")},
            {"group_partner", "currency_id", "policy_id", "without_credits", "trade"},
        )

    def test_debtors_mean_their_companies(self):
        contact = self.env["res.partner"].create(
            {"name": "Buyer", "parent_id": self.debtor.id}
        )
        wizard = self.wizard(partner_ids=contact.ids)
        self.assertEqual(
            wizard.action_open()["domain"], [("partner_id", "in", [self.debtor.id])]
        )

    def test_exports_with_the_choices_in_words(self):
        wizard = self.wizard(
            partner_ids=self.debtor.ids, currency_id=self.own.id, credits="only"
        )
        data = wizard.action_export()["params"]["data"]
        self.assertEqual(data["date"], "2026-03-31")
        self.assertEqual(
            data["filters"],
            f"Debtors: Nusantara Retail; Currency: {self.own.name}; Credits only",
        )
        self.entry(-5, "2026-01-01")
        self.entry(9, "2026-01-01")
        rows = self.rows("2026-03-31", json.loads(data["domain"]))
        self.assertEqual(rows.mapped("amount"), [-5])

    def test_bad_buckets_are_refused(self):
        with self.assertRaisesRegex(ValidationError, "not a whole number"):
            self.wizard(bucket_days="thirty")


class TestAgeingDownload(AgeingCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.entry(100, "2026-01-31")
        cls.entry(-30, "2026-01-31")
        cls.other_data = cls.setup_other_company(name="Second Company")

    def download(self, login, **params):
        self.authenticate(login, login)
        return self.url_open(
            f"{ROUTE}?" + "&".join(f"{k}={v}" for k, v in params.items())
        )

    def test_reader_downloads(self):
        domain = json.dumps([["is_credit", "=", False]])
        response = self.download(
            "col_reader",
            date="2026-02-28",
            basis="due",
            days="30",
            company_ids=self.company.id,
            domain=domain,
            filters="Without Credits",
        )
        self.assertEqual(response.status_code, 200)
        self.assertIn(
            "Ageing%202026-02-28.xlsx", response.headers["Content-Disposition"]
        )
        book = openpyxl.load_workbook(io.BytesIO(response.content))
        self.assertEqual(book["Summary"]["B5"].value, "Without Credits")
        cells = [cell.value for cell in book["Details"][8]]
        self.assertIn(100, cells)

    def test_today_when_nothing_is_said(self):
        response = self.download("col_reader")
        self.assertEqual(response.status_code, 200)
        book = openpyxl.load_workbook(io.BytesIO(response.content))
        self.assertEqual(book["Summary"]["B2"].value, self.company.name)

    def test_refused_without_group_or_company_or_login(self):
        new_test_user(self.env, "clerk", company_id=self.company.id)
        self.assertEqual(self.download("clerk").status_code, 403)
        other = self.other_data["company"].id
        self.assertEqual(
            self.download("col_reader", company_ids=other).status_code, 403
        )
        self.authenticate(None, None)
        response = self.url_open(ROUTE)
        self.assertNotIn("spreadsheetml", response.headers["Content-Type"])

    def test_nonsense_is_a_bad_request(self):
        for params in (
            {"date": "tomorrow"},
            {"company_ids": "x"},
            {"domain": "nonsense"},
            {"domain": '["nonsense"]'},
            {"domain": '[["nonsense", "=", 1]]'},
            {"days": "x"},
            {"basis": "x"},
        ):
            response = self.download("col_reader", **params)
            self.assertIn(response.status_code, (400, 422), params)
