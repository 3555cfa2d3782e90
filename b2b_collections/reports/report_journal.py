from odoo import api, models
from odoo.exceptions import UserError


class ReportJournal(models.AbstractModel):
    _name = "report.b2b_collections.report_journal"
    _description = "Journal of a Case"

    @api.model
    def _get_report_values(self, docids, data=None):
        if not self.env.context.get("collection_journal_export"):
            raise UserError(
                self.env._(
                    "Export a journal from its case: the export is an entry itself."
                )
            )
        cases = self.env["collection.case"].browse(docids)
        return {
            "doc_ids": docids,
            "doc_model": cases._name,
            "docs": cases,
            "now": self.env["collection.action"]._get_now(),
        }
