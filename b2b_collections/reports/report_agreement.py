from odoo import api, models


class ReportAgreement(models.AbstractModel):
    _name = "report.b2b_collections.report_agreement"
    _description = "Payment Agreement"

    @api.model
    def _get_report_values(self, docids, data=None):
        plans = self.env["collection.plan"].browse(docids)
        return {
            "doc_ids": docids,
            "doc_model": plans._name,
            "docs": plans,
            "documents": plans._get_agreements(),
        }
