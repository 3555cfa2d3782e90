from odoo import models

from ..core.approvals import Facts
from ..core.decide import exact


class CollectionWriteoff(models.Model):
    """What is approved of a write-off, and what follows from the answer."""

    _name = "collection.writeoff"
    _inherit = ["collection.writeoff", "collection.approval.mixin"]
    _approval_subject = "writeoff"

    def _get_approval_facts(self):
        self.ensure_one()
        return Facts(
            amount_company=exact(self.amount_company),
            risk=self.case_id._get_risk(),
        )

    def _get_approval_terms(self):
        """What is given up, why, and what happens to its tax."""
        self.ensure_one()
        return {
            "items": [[line.item_id.id, str(line.amount)] for line in self.line_ids],
            "currency": self.currency_id.name,
            "reason": self.reason_id.id,
            "relief": self.tax_relief,
            "note": self.note or None,
            "documents": sorted(self.attachment_ids.mapped("checksum")),
        }

    def _get_approval_makers(self):
        return self.create_uid | self.user_id

    def _is_approval_live(self):
        """What is posted is changed by reversal alone."""
        return self.state in ("submitted", "approved")

    def _on_approved(self):
        self._set_state("approved")
        self._record("writeoff_approved")

    def _on_refused(self, reason):
        self._set_state("refused", end_reason=reason)
        self._record("writeoff_refused", reason)

    def _on_approval_ended(self, state, reason):
        if self.state in ("submitted", "approved"):
            self._set_state("draft")
