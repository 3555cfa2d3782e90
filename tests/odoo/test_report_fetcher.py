import base64
import io
import socket
from unittest.mock import patch

from PIL import Image
from pypdf import PdfReader

from odoo.tests import new_test_user, tagged

from odoo.addons.b2b_collections.reports.database_fetcher import DatabaseFetcher
from odoo.addons.b2b_collections.reports.weasyprint_engine import BASE_URL, render_pdf

from .report_common import ReportCase, pictures, png

FETCHER_LOG = "odoo.addons.b2b_collections.reports.database_fetcher"
SECRET = "the content of a file on the server"


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
