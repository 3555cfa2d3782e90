from odoo import api, models


class ReportStatement(models.AbstractModel):
    _name = "report.b2b_collections.report_statement"
    _description = "Statement of Account"

    @api.model
    def _get_report_values(self, docids, data=None):
        cases = self.env["collection.case"].browse(docids)
        return {
            "doc_ids": docids,
            "doc_model": cases._name,
            "docs": cases,
            "documents": cases._get_statements(),
        }
