from odoo import api, models

from .formatting import page_words


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


class ReportDecisionSheet(models.AbstractModel):
    _name = "report.b2b_collections.report_decision_sheet"
    _description = "Decision Sheet"

    @api.model
    def _get_report_values(self, docids, data=None):
        sheets = self.env["collection.decision.sheet"].browse(docids)
        return {
            "doc_ids": docids,
            "doc_model": sheets._name,
            "docs": sheets,
            "page_words": page_words(self.env),
        }
