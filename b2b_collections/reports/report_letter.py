from odoo import api, models


class ReportLetter(models.AbstractModel):
    _name = "report.b2b_collections.report_letter"
    _description = "Collection Letter"

    @api.model
    def _get_report_values(self, docids, data=None):
        letters = self.env["collection.action"].browse(docids)
        return {
            "doc_ids": docids,
            "doc_model": letters._name,
            "docs": letters,
            "documents": letters._get_documents(),
        }
