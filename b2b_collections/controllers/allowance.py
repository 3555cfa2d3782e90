from io import BytesIO

from odoo import http
from odoo.http import content_disposition, request

from ..reports.allowance_xlsx import write_allowance
from .ageing import XLSX


class AllowanceController(http.Controller):
    @http.route(
        "/b2b_collections/allowance/<int:allowance_id>.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def download_allowance(self, allowance_id):
        """Send a loss allowance as a spreadsheet, to who may read it."""
        allowance = request.env["collection.allowance"].browse(allowance_id).exists()
        if not allowance or not allowance.has_access("read"):
            raise request.not_found()
        content = BytesIO()
        write_allowance(allowance, content)
        disposition = content_disposition(f"{allowance.name}.xlsx")
        return request.make_response(
            content.getvalue(),
            headers=[("Content-Type", XLSX), ("Content-Disposition", disposition)],
        )
