from odoo import api, models


class ReportVisit(models.AbstractModel):
    _name = "report.b2b_collections.report_visit"
    _description = "Letter of Authority"

    @api.model
    def _get_report_values(self, docids, data=None):
        visits = self.env["collection.visit"].browse(docids)
        return {
            "doc_ids": docids,
            "doc_model": visits._name,
            "docs": visits,
            "documents": visits._get_authority_letters(),
        }
