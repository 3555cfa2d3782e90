import base64
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from odoo.addons.b2b_collections.reports import weasyprint_engine
from odoo.addons.b2b_collections.reports.database_fetcher import DatabaseFetcher
from odoo.addons.b2b_collections.reports.weasyprint_engine import render_pdf

from .report_common import ReportCase


class TestEngine(ReportCase):
    def test_other_reports_keep_the_engine_of_odoo(self):
        ours = self.env["ir.actions.report"].search([("pdf_engine", "=", "weasyprint")])
        self.assertEqual(
            set(ours.mapped("report_name")),
            {
                "b2b_collections.report_agreement",
                "b2b_collections.report_decision_sheet",
                "b2b_collections.report_journal",
                "b2b_collections.report_letter",
                "b2b_collections.report_matter_claim",
                "b2b_collections.report_statement",
                "b2b_collections.report_visit",
                "b2b_collections.test_engine",
            },
        )

    def test_in_tests_html_is_made_unless_forced_as_odoo_does(self):
        html, kind = self.env["ir.actions.report"]._render_qweb_pdf(
            self.report.report_name, self.partners.ids
        )
        self.assertEqual(kind, "html")
        self.assertIn(b"Alpha", html)

    def test_one_record(self):
        pdf, kind = self.render(self.partners[0].ids)
        self.assertEqual(kind, "pdf")
        self.assertEqual(self.pages(pdf), ["Partner Alpha part 0", "part 1"])

    def test_many_records_in_the_order_asked_for(self):
        pdf, _kind = self.render(self.partners[::-1].ids)
        self.assertEqual(
            self.pages(pdf),
            ["Partner Beta part 0", "part 1", "Partner Alpha part 0", "part 1"],
        )

    def test_record_asked_for_twice_is_printed_twice(self):
        pdf, _kind = self.render([self.partners[0].id] * 2)
        self.assertEqual(len(self.pages(pdf)), 4)

    def test_no_record_at_all(self):
        self.view.arch = "<t t-name='x'><html><body>Nobody</body></html></t>"
        pdf, _kind = self.render([])
        self.assertEqual(self.pages(pdf), ["Nobody"])

    def test_saved_document_is_used_again(self):
        self.report.write(
            {"attachment": "object.name + '.pdf'", "attachment_use": True}
        )
        first, _kind = self.render(self.partners[0].ids)
        saved = self.env["ir.attachment"].search(
            [("res_model", "=", "res.partner"), ("res_id", "=", self.partners[0].id)]
        )
        self.assertRecordValues(saved, [{"name": "Alpha.pdf", "raw": first}])
        self.partners[0].name = "Alpha"
        self.view.arch = "<t t-name='x'><html><body>New</body></html></t>"
        again, _kind = self.render(self.partners.ids)
        self.assertEqual(self.pages(again), ["Partner Alpha part 0", "part 1", "New"])

    def test_saved_document_is_only_for_those_who_may_read_the_record(self):
        action = self.make_action([self.item_line(5.0)])
        action._as_journal()._render_letter()
        stranger = new_test_user(self.env, "stranger", groups="base.group_user")
        reports = self.env["ir.actions.report"].with_user(stranger)
        with self.assertRaises(AccessError):
            reports.with_context(force_report_rendering=True)._render_qweb_pdf(
                "b2b_collections.report_letter", action.ids
            )

    def test_mail_template_attaches_it(self):
        template = self.env["mail.template"].create(
            {
                "name": "With report",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "report_template_ids": self.report.ids,
            }
        )
        values = template.with_context(force_report_rendering=True)._generate_template(
            self.partners.ids, ("report_template_ids",)
        )
        for partner in self.partners:
            [(name, content)] = values[partner.id]["attachments"]
            self.assertEqual(name, f"Engine of {partner.name}.pdf")
            pages = self.pages(base64.b64decode(content))
            self.assertEqual(pages[0], f"Partner {partner.name} part 0")

    def test_action_tells_the_web_client_and_asks_for_no_layout(self):
        self.company.external_report_layout_id = False
        action = self.report.with_user(self.env.ref("base.user_admin")).report_action(
            self.partners.ids
        )
        self.assertEqual(action["type"], "ir.actions.report")
        self.assertEqual(action["pdf_engine"], "weasyprint")
        self.assertIn("pdf_engine", self.report._get_readable_fields())

    def test_values_are_read_for_all_records_at_a_time(self):
        def count(number):
            partners = self.env["res.partner"].create(
                [{"name": f"P{index}"} for index in range(number)]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with patch.object(
                weasyprint_engine.HTML, "write_pdf", return_value=b"%PDF-1.7"
            ):
                streams = self.env["ir.actions.report"]
                streams._render_qweb_pdf_prepare_streams(
                    self.report.report_name, {}, partners.ids
                )
            return self.env.cr.sql_log_count - before

        count(1)
        # Not one more for each record.
        self.assertLessEqual(count(50), count(1) + 2)

    def test_stylesheets_are_parsed_once(self):
        css = "p { color: #123456 }"
        html = f"<html><head><style>{css}</style></head><body><p>x</p></body></html>"
        fetcher = DatabaseFetcher(self.env)
        with patch.object(
            weasyprint_engine, "CSS", wraps=weasyprint_engine.CSS
        ) as parser:
            first = render_pdf(html, fetcher)
            second = render_pdf(html, fetcher)
        self.assertEqual(parser.call_count, 1)
        self.assertEqual(self.pages(first), self.pages(second))
