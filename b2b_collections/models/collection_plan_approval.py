from odoo import models

from ..core.approvals import Facts
from ..core.decide import exact


class CollectionPlan(models.Model):
    """What is approved of a plan, and what follows from the answer."""

    _name = "collection.plan"
    _inherit = ["collection.plan", "collection.approval.mixin"]
    _approval_subject = "plan"

    def _get_approval_facts(self):
        self.ensure_one()
        today = self.env["collection.action"]._get_today()
        return Facts(
            amount_company=exact(self._to_company(self.amount_items)),
            days=(self.date_end - today).days if self.date_end else 0,
            discount=self._get_fraction(),
            risk=self.case_id._get_risk(),
        )

    def _get_approval_terms(self):
        """What the debtor will sign: all of it, and nothing that changes by itself."""
        self.ensure_one()
        return {
            "items": [[line.item_id.id, str(line.amount)] for line in self.item_ids],
            "instalments": [
                [line.date, str(line.amount), str(line.amount_interest)]
                for line in self.line_ids
            ],
            "currency": self.currency_id.name,
            "discount": str(self.amount_discount),
            "rate": str(self.interest_rate),
            "fee": str(self.fee),
            "grace": self.grace_days,
            "default": self.default_days,
            "tolerance": str(self.tolerance),
            "note": self.note or None,
        }

    def _get_approval_makers(self):
        return self.create_uid | self.user_id

    def _is_approval_live(self):
        """Once it is in force, the ledger and not people change it."""
        return self.state in ("submitted", "approved")

    def _on_approved(self):
        self._set_state("approved")
        self._record("plan_approved")

    def _on_refused(self, reason):
        self._set_state("draft")
        self._record("plan_refused", reason)

    def _on_approval_ended(self, state, reason):
        if self.state in ("submitted", "approved"):
            self._set_state("draft")
