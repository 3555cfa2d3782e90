from odoo import models

from ..core.approvals import Facts
from ..core.decide import exact


class CollectionPlacement(models.Model):
    """What is approved of a placement, and what follows from the answer."""

    _name = "collection.placement"
    _inherit = ["collection.placement", "collection.approval.mixin"]
    _approval_subject = "placement"

    def _get_approval_facts(self):
        self.ensure_one()
        days = self.line_ids.mapped("days_overdue")
        return Facts(
            amount_company=exact(self._to_company(self.amount_placed)),
            days=max(days, default=0),
            discount=0.0,
            risk=self.case_id._get_risk(),
        )

    def _get_approval_terms(self):
        """What is handed to whom at what price; all of it was frozen when asked."""
        self.ensure_one()
        return {
            "agency": self.agency_id.id,
            "items": [
                [line.item_id.id, str(line.amount_placed)] for line in self.line_ids
            ],
            "currency": self.currency_id.name,
            "fees": self.fee_terms or None,
            "note": self.note or None,
        }

    def _get_approval_makers(self):
        return self.create_uid | self.user_id

    def _is_approval_live(self):
        """Once it is placed, the ledger and not people change it."""
        return self.state in ("submitted", "approved")

    def _on_approved(self):
        self._set_state("approved")
        self._record("placement_approved")

    def _on_refused(self, reason):
        self._set_state("draft")
        self._record("placement_refused", reason)

    def _on_approval_ended(self, state, reason):
        if self.state in ("submitted", "approved"):
            self._set_state("draft")
