import json
from io import BytesIO

from werkzeug.exceptions import BadRequest

from odoo import fields, http
from odoo.fields import Domain
from odoo.http import content_disposition, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class AgeingController(http.Controller):
    @http.route(
        "/b2b_collections/ageing.xlsx",
        type="http",
        auth="user",
        methods=["GET", "POST"],
        readonly=True,
    )
    def download_ageing(self, date=None, company_ids="", domain="[]", **options):
        """Send the ageing as a spreadsheet.

        :param date: YYYY-MM-DD; today when left out
        :param company_ids: ids with commas between; the user's own when left out
        :param domain: JSON, on collection.ageing
        :param options: basis, days and filters, see collection.ageing._export_xlsx
        """
        try:
            day = fields.Date.to_date(date) or fields.Date.context_today(
                request.env.user
            )
            ids = [int(number) for number in company_ids.split(",") if number]
            domain = Domain(json.loads(domain))
            domain.validate(request.env["collection.ageing"])
        except ValueError as error:
            raise BadRequest(str(error))
        companies = request.env["res.company"].browse(ids) or request.env.company
        names = ("basis", "days", "filters")
        options = {name: options[name] for name in names if options.get(name)}
        content = BytesIO()
        request.env["collection.ageing"]._export_xlsx(
            day, companies, content, domain=domain, **options
        )
        return self._send(content.getvalue(), day)

    def _send(self, content, day):
        filename = request.env._("Ageing %(date)s", date=day)
        disposition = content_disposition(f"{filename}.xlsx")
        return request.make_response(
            content,
            headers=[("Content-Type", XLSX), ("Content-Disposition", disposition)],
        )
