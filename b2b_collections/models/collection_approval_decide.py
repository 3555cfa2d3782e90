from odoo import models
from odoo.exceptions import AccessError, LockError, UserError
from odoo.tools import format_datetime

from ..core import approvals
from .collection_approval import APPROVED, MANAGER, PENDING


class CollectionApproval(models.Model):
    """Who may approve, and what happens when he does.

    Rights are checked here for the user himself, whether or not the caller acts as
    superuser: approving is a person's act.
    """

    _inherit = "collection.approval"

    def _get_answers(self, user):
        """``{approval: core.approvals.Answer}``: may this user approve it?"""
        absent = self.env["collection.delegation"]._get_absent(user).ids
        seats = self._get_seats()
        return {
            approval: approval._get_answer(user, seats[approval], absent)
            for approval in self
        }

    def _get_answer(self, user, seats, absent):
        # A deputy is a manager of the company himself.
        if not (user.has_group(MANAGER) and self.company_id in user.company_ids):
            return approvals.Answer(refusal=approvals.STRANGER)
        given = [
            approvals.Given(decision.user_id.id, decision.seat_user_id.id)
            for decision in self.decision_ids
        ]
        makers = frozenset(self.maker_ids.ids)
        return approvals.may_approve(
            user.id, frozenset(seats.ids), makers, given, absent
        )

    def _get_seats(self):
        """``{approval: users}`` whose approval counts, makers among them."""
        known = {}
        for approval in self:
            key = approval.rule_id, approval.company_id
            if key not in known:
                known[key] = key[0]._get_approvers(key[1])
        return {
            approval: known[approval.rule_id, approval.company_id] for approval in self
        }

    def _get_candidates(self):
        """Who could approve it now, deputies among them."""
        self.ensure_one()
        seats = self._get_seats()[self] - self.maker_ids
        deputies = self.env["collection.delegation"]._get_deputies(seats)
        people = seats | deputies
        return people.filtered(
            lambda user: self._get_answers(user)[self].seat is not None
        )

    def _approve(self, note=None):
        """Approve these requests; the last approval that is needed settles them.

        :param note: remark that is kept with the decision
        :raises AccessError: not an approver, or who made it
        :raises UserError: decided already, or changed since it was requested
        """
        for approval in self:
            approval._decide(APPROVED, note)
            if approval.missing:
                approval._ask_approvers()
            else:
                approval._settle(APPROVED)

    def _refuse(self, reason):
        """Refuse these requests, each as a whole; whoever may approve may refuse.

        :raises UserError: no reason is given, or decided already
        """
        reason = (reason or "").strip()
        if not reason:
            raise UserError(
                self.env._(
                    "Reason: say why you refuse it, so that it can be made better."
                )
            )
        for approval in self:
            approval._decide("refused", reason)
            approval._settle("refused", reason)

    def _decide(self, verdict, reason):
        self.ensure_one()
        self.check_access("read")
        self._lock()
        self._check_pending()
        answer = self._get_answers(self.env.user)[self]
        if answer.seat is None:
            self._raise_refusal(answer.refusal)
        if verdict == APPROVED and self._is_changed():
            raise UserError(
                self.env._(
                    "%(what)s has been changed since approval was requested. Ask for "
                    "approval again.",
                    what=self.name,
                )
            )
        # Nobody may write decisions; whether this user may decide was just checked.
        self.env["collection.approval.decision"].sudo().create(
            {
                "approval_id": self.id,
                "user_id": self.env.uid,
                "seat_user_id": answer.seat,
                "verdict": verdict,
                "moment": self.env["collection.action"]._get_now(),
                "reason": reason,
            }
        )
        self._record(
            "approval_given" if verdict == APPROVED else "approval_refused",
            reason,
            {"in_place_of": answer.seat if answer.seat != self.env.uid else None},
        )
        self._close_tasks(self.env.user)

    def _lock(self):
        """Two people may press the button at the same time."""
        try:
            # Approvals have no write access for anybody.
            self.sudo().lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(
                self.env._(
                    "Somebody else is deciding about %(what)s at this moment. Look at "
                    "it again.",
                    what=self.name,
                )
            ) from error

    def _check_pending(self):
        if self.state == PENDING:
            return
        last = self.decision_ids[-1:]
        if self.state == APPROVED and last:
            raise UserError(
                self.env._(
                    "%(what)s was already approved by %(user)s on %(moment)s. There "
                    "is nothing more to decide.",
                    what=self.name,
                    user=last.user_id.name,
                    moment=format_datetime(self.env, last.moment),
                )
            )
        states = dict(self._fields["state"]._description_selection(self.env))
        raise UserError(
            self.env._(
                "%(what)s does not wait for approval: %(state)s.",
                what=self.name,
                state=states[self.state],
            )
        )

    def _raise_refusal(self, refusal):
        if refusal == approvals.MAKER:
            raise AccessError(
                self.env._(
                    "You made %(what)s or asked for its approval, so somebody else "
                    "has to decide about it.",
                    what=self.name,
                )
            )
        if refusal == approvals.TWICE:
            raise UserError(
                self.env._(
                    "You have approved %(what)s already. It needs a second person.",
                    what=self.name,
                )
            )
        if refusal == approvals.REPRESENTED:
            raise UserError(
                self.env._(
                    "%(what)s has been approved in your place already. It needs a "
                    "second person.",
                    what=self.name,
                )
            )
        raise AccessError(
            self.env._(
                "You are not among those who may decide about %(what)s. Ask %(who)s.",
                what=self.name,
                who=self.who or self.env._("an administrator"),
            )
        )

    def _settle(self, state, reason=None):
        """The request is decided, taken back or void; tell who asked for it."""
        # Nobody may write requests; the callers checked who settles this one.
        self.sudo().write(
            {
                "state": state,
                "outcome": reason,
                "settled_on": self.env["collection.action"]._get_now(),
            }
        )
        self._close_tasks()
        self._tell_requester()
        record_sudo = self._get_record().sudo()
        if state == APPROVED:
            record_sudo._on_approved()
        elif state == "refused":
            record_sudo._on_refused(reason)
        else:
            record_sudo._on_approval_ended(state, reason)

    def _withdraw(self, reason=None):
        """Take a request back; for whoever made it.

        :raises AccessError: somebody else made it
        :raises UserError: it has been decided about
        """
        for approval in self:
            approval.check_access("read")
            approval._lock()
            approval._check_pending()
            if self.env.user not in approval.maker_ids:
                raise AccessError(
                    self.env._(
                        "Only who made %(what)s or asked for its approval can take it "
                        "back. An approver can refuse it.",
                        what=approval.name,
                    )
                )
            approval._record("approval_withdrawn", reason)
            approval._settle("withdrawn", reason)

    def _void(self, reason):
        """What these are about was changed: they count no more."""
        for approval in self.filtered(lambda a: a.state in (PENDING, APPROVED)):
            approval._record("approval_voided", reason)
            approval._settle("void", reason)

    def _is_changed(self):
        record = self._get_record()
        return record._get_approval_digest() != self.terms_digest
