from odoo import api, models


class ReportMatterClaim(models.AbstractModel):
    _name = "report.b2b_collections.report_matter_claim"
    _description = "Statement of Claim"

    @api.model
    def _get_report_values(self, docids, data=None):
        matters = self.env["collection.matter"].browse(docids)
        return {
            "doc_ids": docids,
            "doc_model": matters._name,
            "docs": matters,
            "documents": matters._get_claim_documents(),
        }
