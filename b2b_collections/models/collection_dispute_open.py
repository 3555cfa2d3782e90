from odoo import fields, models
from odoo.exceptions import UserError

from .collection_dispute import ACCEPTED_STATES, OPEN_STATES

TASK = "b2b_collections.mail_act_dispute"


class CollectionDispute(models.Model):
    """How disputes begin, and who has to look into them by when."""

    _inherit = "collection.dispute"

    def _is_open(self):
        """Whether it still has to be decided."""
        self.ensure_one()
        return self.state in OPEN_STATES

    def _waits_for_credit(self):
        """Whether what was accepted is not in the books yet."""
        self.ensure_one()
        return self.state in ACCEPTED_STATES and self.credit_state in (
            "to_prepare",
            "draft",
        )

    def _begin(self):
        """Hold what is contested, give the owner his task, write the journal."""
        self.line_ids._follow_amounts()
        self._plan_decision()
        self._record_disputes("dispute_opened")
        self.sudo().case_id._publish_agreements()

    def action_investigate(self):
        """The owner has taken it up."""
        self._check_may_work()
        for dispute in self:
            if dispute.state != "new":
                raise UserError(
                    self.env._(
                        "%(dispute)s is being looked into, or is decided.",
                        dispute=dispute.name,
                    )
                )
        # The rights were checked above; states are never written by hand.
        self.sudo().state = "investigating"
        self._record_disputes("dispute_changed")

    def _plan_decision(self):
        """One task for the owner, due when he must have decided."""
        for dispute in self.sudo().filtered(lambda dispute: dispute._is_open()):
            dispute.activity_unlink([TASK])
            dispute.activity_schedule(
                TASK,
                dispute.date_deadline,
                summary=self.env._(
                    "Decide: %(reason)s, %(debtor)s",
                    reason=dispute.reason_id.name,
                    debtor=dispute.partner_id.name,
                ),
                user_id=dispute.user_id.id,
            )

    def _record_disputes(self, event, detail=None):
        """Write down in the journal what was done with these disputes."""
        # Who calls this has checked the rights; an owner may not read the case.
        disputes_sudo = self.sudo()
        self.env["collection.journal.entry"]._record(
            [
                {
                    "company_id": dispute.company_id.id,
                    "case_id": dispute.case_id.id,
                    "contact_id": dispute.contact_id.id,
                    "event": event,
                    "detail": detail or dispute.name,
                    "data": dispute._get_journal_data(),
                }
                for dispute in disputes_sudo
            ]
        )

    def _get_journal_data(self):
        return {
            "dispute": self.id,
            "number": self.name,
            "reason": self.reason_id.code,
            "state": self.state,
            "owner": self.user_id.id,
            "deadline": fields.Date.to_string(self.date_deadline),
            "currency": self.currency_id.name,
            "lines": [
                {
                    "item": line.item_id.id,
                    "document": line.item_id.name,
                    "amount": str(line.amount),
                    "accepted": str(line.amount_accepted),
                }
                for line in self.line_ids
            ],
        }
