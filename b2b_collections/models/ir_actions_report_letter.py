from odoo import models

from .collection_action_letter import LETTER_REPORT


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def retrieve_attachment(self, record):
        """A letter that was made is printed as it was made.

        Others are printed as drafts, which are not kept: see the empty name that the
        report has for its attachments.
        """
        if self.report_name == LETTER_REPORT:
            return record.attachment_id
        return super().retrieve_attachment(record)
