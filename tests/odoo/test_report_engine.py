import base64
import io
import socket
from unittest.mock import patch

from PIL import Image
from pypdf import PdfReader

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from odoo.addons.b2b_collections.reports import weasyprint_engine
from odoo.addons.b2b_collections.reports.database_fetcher import DatabaseFetcher
from odoo.addons.b2b_collections.reports.weasyprint_engine import BASE_URL, render_pdf

from .documents_common import DocumentsCommon

FETCHER_LOG = "odoo.addons.b2b_collections.reports.database_fetcher"
SECRET = "the content of a file on the server"


def png(color="red", size=(8, 8)):
    result = io.BytesIO()
    Image.new("RGBA", size, color).save(result, "PNG")
    return result.getvalue()


def pictures(pdf):
    reader = PdfReader(io.BytesIO(pdf))
    return [image for page in reader.pages for image in page.images]


class ReportCase(DocumentsCommon):
    """A report of its own on partners, so that the engine is tested, not the letter."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.view = cls.env["ir.ui.view"].create(
            {
                "name": "test_engine",
                "key": "b2b_collections.test_engine",
                "type": "qweb",
                "arch": """
                <t t-name="b2b_collections.test_engine">
                    <html><body>
                        <div class="article" t-foreach="docs" t-as="doc">
                            <h1>Partner <t t-out="doc.name"/></h1>
                            <p t-foreach="range(2)" t-as="number"
                               style="break-after: page">part <t t-out="number"/></p>
                        </div>
                    </body></html>
                </t>""",
            }
        )
        cls.report = (
            cls.env["ir.actions.report"]
            .sudo()
            .create(
                {
                    "name": "Engine",
                    "model": "res.partner",
                    "report_type": "qweb-pdf",
                    "report_name": "b2b_collections.test_engine",
                    "pdf_engine": "weasyprint",
                    "print_report_name": "'Engine of %s' % object.name",
                }
            )
        )
        cls.partners = cls.make_debtor("Alpha") | cls.make_debtor("Beta")

    def setUp(self):
        super().setUp()
        # What happens on a machine without wkhtmltopdf, whatever this machine has.
        Report = type(self.env["ir.actions.report"])
        self.startPatcher(
            patch.object(Report, "get_wkhtmltopdf_state", return_value="install")
        )
        self.startPatcher(
            patch.object(Report, "_run_wkhtmltopdf", side_effect=AssertionError)
        )

    def render(self, ids, report=None, **context):
        reports = self.env["ir.actions.report"].with_context(
            force_report_rendering=True, **context
        )
        return reports._render_qweb_pdf(report or self.report.report_name, ids)


class TestEngine(ReportCase):
    def test_other_reports_keep_the_engine_of_odoo(self):
        ours = self.env["ir.actions.report"].search([("pdf_engine", "=", "weasyprint")])
        self.assertEqual(
            set(ours.mapped("report_name")),
            {
                "b2b_collections.report_letter",
                "b2b_collections.report_statement",
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
        action._render_letter()
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
        self.assertEqual(count(1), count(50))

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


@tagged("security")
class TestFetcher(ReportCase):
    """A template is written by users: it may load no more than they may see."""

    def setUp(self):
        super().setUp()
        # Whatever gets this far is a hole.
        self.startPatcher(
            patch.object(socket.socket, "connect", side_effect=AssertionError)
        )

    def document(self, body, env=None):
        fetcher = DatabaseFetcher(env or self.env)
        return render_pdf(f"<html><body>{body}</body></html>", fetcher)

    def refused(self, body, env=None):
        """Render; return the log, after making sure that nothing was loaded."""
        with (
            self.assertLogs(FETCHER_LOG, "WARNING") as log,
            self.assertLogs("weasyprint", "ERROR"),
        ):
            pdf = self.document(body, env)
        self.assertFalse(pictures(pdf))
        self.assertNotIn(SECRET, " ".join(self.pages(pdf)))
        return " ".join(log.output)

    def test_inline_data(self):
        data = base64.b64encode(png()).decode()
        pdf = self.document(f'<img src="data:image/png;base64,{data}"/>')
        self.assertEqual(len(pictures(pdf)), 1)

    def test_network_and_files_are_refused(self):
        for url in (
            "http://example.com/a.png",
            "https://example.com/a.png",
            "HTTPS://example.com/a.png",
            "//example.com/a.png",
            "ftp://example.com/a.png",
            "file:///etc/hostname",
            "FILE:///etc/hostname",
            "gopher://example.com/",
            "jar:file:///etc/hostname",
        ):
            with self.subTest(url=url):
                log = self.refused(f'<img src="{url}"/>')
                self.assertIn("Not loaded into a PDF document", log)

    def test_paths_that_are_no_file_of_the_database_are_refused(self):
        for url in (
            "/etc/passwd",
            "/web/static/img/logo.png",
            "/web/image/../../etc/passwd",
            "/web/content",
            "/web/image/999999999",
            "/web/image/res.partner/1/name",
            "/web/image/no.model/1/image",
            "/logo.png?company=x",
            "/report/pdf/account.report_invoice/1",
        ):
            with self.subTest(url=url):
                self.refused(f'<img src="{url}"/>')

    def test_every_way_to_name_a_resource_is_refused(self):
        url = "http://example.com/a"
        for body in (
            f'<link rel="stylesheet" href="{url}.css"/>',
            f"<style>@import url({url}.css);</style>",
            f"<style>@font-face {{ font-family: x; src: url({url}.ttf) }} "
            "p { font-family: x }</style><p>x</p>",
            f'<p style="background: url({url}.png)">x</p>',
            f'<p style="list-style: url({url}.png); display: list-item">x</p>',
            f'<embed src="{url}.png"/>',
            f'<object data="{url}.png"></object>',
            '<base href="http://example.com/"/><img src="a.png"/>',
        ):
            with self.subTest(body=body):
                self._refused_somehow(body)

    def _refused_somehow(self, body):
        with (
            self.assertLogs(FETCHER_LOG, "WARNING") as log,
            self.assertLogs("weasyprint", "WARNING"),
        ):
            self.document(body)
        self.assertIn("example.com", " ".join(log.output))

    def test_files_are_not_attached_either(self):
        body = '<link rel="attachment" href="file:///etc/hostname"/>'
        with self.assertLogs("weasyprint", "ERROR"), self.assertLogs(FETCHER_LOG):
            pdf = self.document(body)
        self.assertFalse(PdfReader(io.BytesIO(pdf)).attachments)

    def test_picture_within_a_picture_is_refused(self):
        svg = (
            '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
            '<image href="file:///etc/hostname" width="9" height="9"/></svg>'
        )
        data = base64.b64encode(svg.encode()).decode()
        self.refused(f'<img src="data:image/svg+xml;base64,{data}"/>')

    def _attach(self, **vals):
        return (
            self.env["ir.attachment"]
            .sudo()
            .create({"name": "a.png", "raw": png(), **vals})
        )

    def test_own_attachment(self):
        attachment = self._attach(res_model="res.partner", res_id=self.partners[0].id)
        for url in (
            f"/web/image/{attachment.id}",
            f"/web/image/{attachment.id}-0f1e/a.png",
            f"/web/image/{attachment.id}/80x80/a.png",
            f"/web/content/{attachment.id}",
            f"/web/image?model=ir.attachment&amp;id={attachment.id}&amp;field=raw",
            f"{BASE_URL}web/image/{attachment.id}",
        ):
            with self.subTest(url=url):
                self.assertEqual(len(pictures(self.document(f'<img src="{url}"/>'))), 1)

    def test_picture_field_and_company_logo(self):
        self.partners[0].image_1920 = base64.b64encode(png("blue", (64, 64)))
        self.company.logo = base64.b64encode(png("green", (640, 64)))
        partner, company = self.partners[0].id, self.company.id
        for url in (
            f"/web/image/res.partner/{partner}/image_128",
            f"/web/image?model=res.partner&amp;id={partner}&amp;field=image_1920",
            f"/logo.png?company={company}",
            f"/web/binary/company_logo?company={company}",
        ):
            with self.subTest(url=url):
                self.assertEqual(len(pictures(self.document(f'<img src="{url}"/>'))), 1)

    def test_logo_with_transparency_is_put_on_white_and_made_small(self):
        self.company.logo = base64.b64encode(png((0, 0, 0, 0), (4000, 100)))
        [logo] = pictures(
            self.document(f'<img src="/logo.png?company={self.company.id}"/>')
        )
        image = Image.open(io.BytesIO(logo.data))
        self.assertEqual(image.size, (830, 21))
        self.assertEqual(image.getpixel((9, 9)), (255, 255, 255))

    def test_attachment_that_the_user_may_not_read_is_refused(self):
        action = self.make_action([self.item_line(5.0)])
        attachment = self._attach(res_model=action._name, res_id=action.id)
        url = f'<img src="/web/image/{attachment.id}"/>'
        self.assertEqual(len(pictures(self.document(url))), 1)
        stranger = new_test_user(self.env, "stranger", groups="base.group_user")
        env = self.env(user=stranger)
        self.refused(url, env)
        attachment.access_token = "0123"
        self.assertEqual(
            len(
                pictures(
                    self.document(url.replace('"/>', '?access_token=0123"/>'), env)
                )
            ),
            1,
        )
        self.refused(url.replace('"/>', '?access_token=0124"/>'), env)

    def test_logo_of_a_foreign_company_is_refused(self):
        other = self.env["res.company"].sudo().create({"name": "Other"})
        stranger = new_test_user(self.env, "stranger", groups="base.group_user")
        self.refused(
            f'<img src="/logo.png?company={other.id}"/>', self.env(user=stranger)
        )

    def test_link_and_text_attachments_are_no_pictures(self):
        link = self._attach(type="url", url="http://example.com/a.png", raw=False)
        text = self._attach(name="a.txt", raw=SECRET.encode(), mimetype="text/plain")
        for attachment in (link, text):
            with self.subTest(name=attachment.name):
                self.refused(f'<img src="/web/image/{attachment.id}"/>')

    def test_refused_picture_does_not_keep_the_letter_back(self):
        self.view.arch = """<t t-name="x"><html><body>
            <img src="https://example.com/logo.png"/>Text</body></html></t>"""
        with (
            self.assertLogs(FETCHER_LOG, "WARNING") as log,
            self.assertLogs("weasyprint", "ERROR"),
        ):
            pdf, _kind = self.render(self.partners[0].ids)
        self.assertEqual(self.pages(pdf), ["Text"])
        self.assertEqual(len(log.output), 1)
