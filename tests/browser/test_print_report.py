from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from ..odoo.documents_common import DocumentsCommon

PRINT = """
(async () => {
    const { action } = odoo.__WOWL_DEBUG__.root.env.services;
    await action.doAction("b2b_collections.action_report_statement", {
        additionalContext: { active_ids: %s, force_report_rendering: true },
    });
    console.log("test successful");
})();
"""


@tagged("post_install", "-at_install")
class TestPrintReport(DocumentsCommon, HttpCase):
    def test_print_menu_downloads_without_asking_for_wkhtmltopdf(self):
        self.post_invoice(1234.0)
        printed = []
        Report = type(self.env["ir.actions.report"])
        render = Report._render_qweb_pdf

        def keep(reports, *args, **kwargs):
            printed.append(render(reports, *args, **kwargs))
            return printed[-1]

        with (
            patch.object(Report, "_render_qweb_pdf", keep),
            patch.object(Report, "get_wkhtmltopdf_state", return_value="x") as asked,
        ):
            self.browser_js(
                "/odoo",
                PRINT % self.case.ids,
                ready="odoo.isReady === true",
                login="col_reader",
            )
        self.assertFalse(asked.called)
        [(content, kind)] = printed
        self.assertEqual(kind, "pdf")
        self.assertIn("1,234.00", " ".join(self.pages(content)))
