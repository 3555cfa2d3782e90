import io
from unittest.mock import patch

from PIL import Image
from pypdf import PdfReader

from .documents_common import DocumentsCommon


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
