from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..core.promise import OPEN, OVERTAKEN, WITHDRAWN


class CollectionPromise(models.Model):
    """What can be done with a promise: confirm, postpone, withdraw, replace it."""

    _inherit = "collection.promise"

    def _check_open(self):
        today = self.env["collection.action"]._get_today()
        for promise in self:
            if promise.state != OPEN or promise.date_last < today:
                raise UserError(
                    self.env._(
                        "The promise of %(promise)s is over. Take a new one instead.",
                        promise=promise.display_name,
                    )
                )

    def _hold_lines(self):
        """Let dunning of what is promised rest until the last day."""
        self.line_ids.filtered("amount_left")._hold()
        self.case_id._after_hold_change(self.env._("Promised to be paid"))
        self.case_id._publish_agreements()

    def _confirm(self):
        """Write to the debtor what was promised.

        :return: why that is not possible, in words, for those where it is not
        """
        notices = [promise.case_id._prepare_confirmation(promise) for promise in self]
        sent = self.env["collection.action"]._send_notices(notices, asked_for=True)
        return [one.refusal for one in sent if one.refusal]

    def _postpone(self, date, reason=None):
        """Give open promises another day.

        :param date: the new promised day, today or later
        :param reason: why, for colleagues
        :raises AccessError: not the user's case
        :raises UserError: it is over, was postponed too often, or the day is too far
            ahead for the user
        """
        self.case_id._check_may_promise()
        self._check_open()
        for promise in self:
            promise.case_id._check_promise_date(date)
            promise._check_postponed()
        # The rights were checked above; nobody has write access.
        for promise_sudo in self.sudo():
            promise_sudo._set_date(date, reason)
        self.filtered("case_id.policy_id.confirm_promises")._confirm()

    def _check_postponed(self):
        self.ensure_one()
        most = self.company_id._get_postpone_max()
        if self.postponed_count < most:
            return
        if self.company_id._is_promise_manager():
            raise UserError(
                self.env._(
                    "This promise was postponed %(count)s times, and no promise may "
                    "be postponed more often. Withdraw it, or agree upon a payment "
                    "plan.",
                    count=self.postponed_count,
                )
            )
        raise UserError(
            self.env._(
                "This promise was postponed %(count)s times. Only a collections "
                "manager may postpone it again.",
                count=self.postponed_count,
            )
        )

    def _set_date(self, date, reason):
        self.ensure_one()
        before = self.date_promised
        self.write(
            {
                "date_promised": date,
                "date_last": self.case_id._get_promise_end(date),
                "postponed_count": self.postponed_count + 1,
                "reminded_on": False,
            }
        )
        self._record_promises(
            "promise_postponed",
            self.env._(
                "From %(before)s to %(after)s. %(reason)s",
                before=format_date(self.env, before),
                after=format_date(self.env, date),
                reason=reason or "",
            ).strip(),
        )
        self._get_running_holds()._extend(self.date_last)
        self._cancel_notices(self.env._("The promise was postponed."))

    def _withdraw(self, reason):
        """Take promises back: dunning of their items goes on.

        :param reason: why, in words
        :raises AccessError: not the user's case
        :raises UserError: it is over, or no reason is given
        """
        self.case_id._check_may_promise()
        self._check_open()
        if not (reason or "").strip():
            raise UserError(
                self.env._("Why: say why the promise is withdrawn; it is kept with it.")
            )
        # The rights were checked above; nobody has write access.
        self.sudo()._close(WITHDRAWN, reason)

    def _overtake(self, reason):
        """End open promises because something else was agreed upon instead.

        For plans and disputes, which have checked the rights of their user.

        :param reason: what, in words
        """
        self.filtered(lambda promise: promise.state == OPEN)._close(OVERTAKEN, reason)

    def _close(self, state, reason):
        if not self:
            return
        today = self.env["collection.action"]._get_today()
        self.write({"state": state, "date_ended": today, "end_reason": reason})
        self._record_promises(f"promise_{state}", reason)
        holds = self._get_running_holds()
        if holds:
            holds._release(reason)
        self._cancel_notices(reason)
        self.case_id._publish_agreements()

    def _get_running_holds(self):
        return self.line_ids.hold_id.filtered(lambda hold: hold.state == "active")

    def action_check(self):
        """See what was paid since the last run."""
        self.check_access("read")
        self.case_id.check_access("write")
        # Whoever works on the case may have it looked at; the ledger decides.
        self.sudo()._judge_items(self.line_ids.item_id)
