from odoo import fields, models
from odoo.exceptions import UserError

from .collection_dispute import OPEN_STATES
from .collection_dispute_open import TASK


class CollectionDispute(models.Model):
    """What becomes of a dispute: accepted, partly accepted, rejected, withdrawn."""

    _inherit = "collection.dispute"

    def _decide(self, accepted, answer=None, tell=True):
        """Say what we make of it; what is accepted will be credited.

        The rest is not held any more and comes back in by the re-entry rule of the
        policy. The debtor is told, where the contact rules allow it.

        :param accepted: ``{collection.dispute.line: amount}`` in the currency of the
            item; lines that are missing are rejected
        :param answer: why, in words for the debtor; required unless all is accepted
        :param tell: whether the debtor gets the answer
        :return: what :meth:`_tell` returns, ``None`` if he is not told
        :raises AccessError: somebody else's dispute
        :raises UserError: it is decided already, or no answer is given
        :raises ValidationError: more is accepted than is contested
        """
        self.ensure_one()
        self._check_may_work()
        self._check_undecided()
        # The rights were checked above; decisions are never written by hand.
        dispute = self.sudo()
        for line in dispute.line_ids:
            line.amount_accepted = line._check_accepted(
                next((a for own, a in accepted.items() if own.id == line.id), 0.0)
            )
        state = dispute._get_decision()
        if state != "accepted" and not (answer or "").strip():
            raise UserError(
                self.env._(
                    "Answer: say why the claim is not accepted in full; the debtor "
                    "reads it."
                )
            )
        dispute._end(state, {"answer": answer})
        self._record_disputes("dispute_decided")
        if state != "rejected":
            self._prepare_credit_notes()
        dispute.line_ids._follow_amounts()
        dispute.case_id._publish_agreements()
        return self._tell(f"dispute_{state}") if tell else None

    def _get_decision(self):
        compare = self.currency_id.compare_amounts
        if compare(self.amount_accepted, 0) <= 0:
            return "rejected"
        return (
            "accepted" if not compare(self.amount_accepted, self.amount) else "partly"
        )

    def _check_undecided(self):
        for dispute in self:
            if dispute.state not in OPEN_STATES:
                raise UserError(
                    self.env._(
                        "%(dispute)s is decided already. Reopen it to decide anew.",
                        dispute=dispute.name,
                    )
                )

    def _withdraw(self, reason, kind="withdrawn"):
        """It is not contested any more; what was held is free again.

        :param reason: why, in words
        :param kind: see field ``end_kind``
        """
        if not (reason or "").strip():
            raise UserError(
                self.env._("Reason: say why the dispute ends; it is kept with it.")
            )
        self._check_may_work()
        self._check_undecided()
        disputes_sudo = self.sudo()
        disputes_sudo._end("withdrawn", {"end_kind": kind, "end_reason": reason})
        disputes_sudo._record_disputes("dispute_withdrawn", reason)
        disputes_sudo.line_ids._follow_amounts()
        disputes_sudo.case_id._publish_agreements()

    def _end(self, state, vals):
        today = self.env["collection.action"]._get_today()
        for opened, disputes in self.grouped("date_opened").items():
            disputes.write(
                {
                    **vals,
                    "state": state,
                    "date_decided": today,
                    "cycle_days": (today - opened).days,
                }
            )
        self.activity_unlink([TASK])

    def _reopen(self, reason):
        """Look into it once more: what is still open of it is held again.

        :raises UserError: a credit note was posted, or none of it is open any more
        """
        if not (reason or "").strip():
            raise UserError(
                self.env._("Reason: say why it is opened again; it is kept with it.")
            )
        self._check_may_work()
        for dispute in self:
            dispute._check_may_reopen()
        disputes_sudo = self.sudo()
        disputes_sudo.line_ids.amount_accepted = 0
        disputes_sudo.write(
            {
                "state": "investigating",
                "date_decided": False,
                "cycle_days": 0,
                "answer": False,
                "end_kind": False,
                "end_reason": False,
                "escalation": 0,
                "credit_state": "none",
            }
        )
        disputes_sudo._follow_case()
        for line in disputes_sudo.line_ids:
            line.amount = min(line.amount, line.item_id._get_open_residual())
        disputes_sudo.line_ids._check_contested()
        disputes_sudo._set_new_deadline()
        disputes_sudo._record_disputes("dispute_reopened", reason)
        disputes_sudo.line_ids._follow_amounts()
        disputes_sudo.case_id._publish_agreements()

    def _check_may_reopen(self):
        if self.state in OPEN_STATES:
            raise UserError(
                self.env._("%(dispute)s is not decided yet.", dispute=self.name)
            )
        # An owner outside accounting may not read the credit notes.
        credits_sudo = self.sudo().credit_move_ids
        if credits_sudo.filtered(lambda move: move.state != "cancel"):
            raise UserError(
                self.env._(
                    "%(dispute)s was accepted and has the credit note %(credit)s. "
                    "Delete its draft first; if it is posted, open a new dispute for "
                    "what is left.",
                    dispute=self.name,
                    credit=", ".join(credits_sudo.mapped("display_name")),
                )
            )

    def _set_new_deadline(self):
        """As many days as a new dispute of its kind would have."""
        today = self.env["collection.action"]._get_today()
        for reason, disputes in self.grouped("reason_id").items():
            disputes.date_deadline = fields.Date.add(today, days=reason.deadline_days)
