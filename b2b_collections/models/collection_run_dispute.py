from odoo import models

from .collection_dispute import OPEN_STATES


class CollectionRun(models.Model):
    """Disputes follow the ledger and the calendar, in sets."""

    _inherit = "collection.run"

    def _follow_agreements(self):
        result = super()._follow_agreements()
        self._follow_disputes()
        return result

    def _follow_disputes(self):
        """What was paid or cancelled ends, what is too late is escalated.

        A run for a day to come does not escalate what is not late today.
        """
        Dispute = self.env["collection.dispute"].with_context(
            collection_hold_batch=True, tracking_disable=True
        )
        own = [("company_id", "=", self.company_id.id)]
        unsettled = Dispute.search(own + list(Dispute._get_unsettled_domain()))
        # A credit note that went back to draft is noticed by its own button; what was
        # changed beside it is found here.
        credited = Dispute.search(
            [
                *own,
                ("credit_state", "=", "posted"),
                ("credit_move_ids.state", "!=", "posted"),
            ]
        )
        if not (unsettled or credited):
            return
        self._follow_safely(
            credited | unsettled.filtered("amount_accepted"),
            lambda disputes: disputes._follow_credits(),
        )
        self._follow_safely(unsettled, self._follow_unsettled)

    def _follow_unsettled(self, disputes):
        disputes._follow_ledger()
        day = min(self.date, self.env["collection.action"]._get_today())
        disputes.filtered(lambda d: d.state in OPEN_STATES)._escalate(day)
