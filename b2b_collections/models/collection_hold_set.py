from odoo import models
from odoo.exceptions import AccessError, UserError

REVIEW_TASK = "b2b_collections.mail_act_hold"
MANAGER = "b2b_collections.group_collections_manager"


class CollectionHold(models.Model):
    """What can be done with a hold: look again later, release it, let it end."""

    _inherit = "collection.hold"

    def _check_may_change(self):
        """The collector of the case and managers; what the system set, managers."""
        if self.env.su:
            return
        self.check_access("read")
        is_manager = self.env.user.has_group(MANAGER)
        if not is_manager and any(hold.source == "system" for hold in self):
            raise AccessError(
                self.env._(
                    "This hold was set by the system, for example for a promise. Ask "
                    "a collections manager to change it."
                )
            )
        self.case_id._check_may_hold()

    def _check_running(self):
        for hold in self:
            if hold.state not in ("planned", "active"):
                raise UserError(
                    self.env._(
                        "The hold on %(what)s is over. Set a new one instead.",
                        what=hold._get_scope_name(),
                    )
                )

    def _extend(self, until, note=None):
        """Give running holds another review date, later or sooner.

        :param until: last day of the hold
        :raises AccessError: not the user's case, or longer than he may
        :raises UserError: the hold is over, or the date lies in the past
        """
        self._check_may_change()
        self._check_running()
        if not until or until < self.env["collection.action"]._get_today():
            raise UserError(
                self.env._(
                    "Review date: choose today or a later day. To end a hold at once, "
                    "release it."
                )
            )
        for hold in self:
            hold.company_id._check_hold_length(hold.date_from, until)
        # Who may change a hold was checked above; nobody has write access.
        self.sudo()._set_review_date(until, note)
        self.case_id._after_hold_change(self.env._("A hold was changed."))

    def _set_review_date(self, until, note):
        for hold in self:
            before = hold.date_until
            hold.date_until = until
            hold._record_holds("hold_changed", note, {"until_before": before or None})
            if note:
                hold.message_post(body=note)
        self._close_review()
        self._schedule_review()

    def _release(self, reason):
        """End running holds at once, today being the first day without them.

        :param reason: why, in words
        :raises UserError: no reason is given, or a hold is over
        """
        if not (reason or "").strip():
            raise UserError(
                self.env._("Reason: say why the hold is released; it is kept with it.")
            )
        self._check_may_change()
        self._check_running()
        self.sudo()._end("released", reason)
        self.case_id._after_hold_change(self.env._("A hold was released."))

    def _resize(self, amounts):
        """Let holds of the system keep back other amounts than before.

        :param amounts: ``{hold: amount in the currency of its item}``; 0 ends the hold
        """
        # Who may change what the system holds is for the promise, dispute or plan.
        self._check_may_change()
        over = self.browse(hold.id for hold, amount in amounts.items() if amount <= 0)
        changed = self.browse(
            hold.id
            for hold, amount in amounts.items()
            if hold not in over
            and hold.currency_id.compare_amounts(amount, hold.amount)
        )
        (over | changed)._check_running()
        for hold in changed._quietly():
            hold.amount = hold.currency_id.round(amounts[hold])
        changed._record_holds("hold_changed")
        over._end("settled", self.env._("Nothing of it is left to be held."))
        (over | changed).case_id._after_hold_change(self.env._("A hold was changed."))

    def _quietly(self):
        """Without lines in the chatter, where a run changes many: it costs a message
        each, and the journal says the same.
        """
        if not self.env.context.get("collection_hold_batch"):
            return self
        return self.with_context(tracking_disable=True)

    def _settle(self, day=None):
        """Nothing is open any more: the holds end with it."""
        running = self.filtered(lambda hold: not hold.end_kind)
        running._end("settled", self.env._("Paid or credited"), day)

    def _end(self, kind, detail, day=None):
        """
        :param kind: see field ``end_kind``; what ``expired`` ended with its last day
        :param detail: why, in words
        :param day: first day without the holds; default: today
        """
        if not self:
            return
        today = day or self.env["collection.action"]._get_today()
        vals = {"end_kind": kind, "amount_held": 0, "amount_held_company": 0}
        if kind != "expired":
            vals["ended_on"] = today
        if kind == "released":
            vals.update(released_by_id=self.env.uid, release_reason=detail)
        self._quietly().write(vals)
        self._record_holds("hold_released", detail, {"end": kind})
        if kind != "expired":
            self._close_review()

    def _record_holds(self, event, detail=None, data=None):
        """Write down in the journal what was done with these holds."""
        self.env["collection.journal.entry"]._record(
            [
                {
                    "company_id": hold.company_id.id,
                    "case_id": hold.case_id.id,
                    "event": event,
                    "detail": detail or hold.display_name,
                    "data": dict(hold._get_journal_data(), **(data or {})),
                }
                for hold in self
            ]
        )

    def _get_journal_data(self):
        return {
            "hold": self.id,
            "item": self.item_id.id or None,
            "document": self.item_id.name or None,
            "amount": str(self.amount) if self.amount else None,
            "currency": self.item_id.currency_id.name or None,
            "reason": self.reason_id.code,
            "from": self.date_from,
            "until": self.date_until or None,
            "source": self.source,
        }

    def _schedule_review(self):
        """A task to the author on the review date, one for what ends together."""
        manual = self.filtered(lambda hold: hold.source == "manual")
        groups = manual.grouped(lambda h: (h.case_id, h.date_until, h.user_id))
        if not groups:
            return
        activities = self.env["mail.activity"].create(
            [
                holds._prepare_review_vals(case, until, user)
                for (case, until, user), holds in groups.items()
            ]
        )
        for activity, holds in zip(activities, groups.values(), strict=True):
            holds.activity_id = activity

    def _prepare_review_vals(self, case, until, user):
        lines = [
            self.env._(
                "%(what)s, %(reason)s",
                what=hold._get_scope_name(),
                reason=hold.reason_id.name,
            )
            for hold in self
        ]
        return {
            "activity_type_id": self.env.ref(REVIEW_TASK).id,
            "res_model_id": self.env["ir.model"]._get_id("collection.case"),
            "res_id": case.id,
            "user_id": user.id,
            "date_deadline": until,
            "summary": self.env._("Hold ends today: look again"),
            "note": "; ".join(lines),
        }

    def _close_review(self):
        """Tasks of these holds are settled, unless another hold shares them."""
        tasks = self.activity_id
        self.activity_id = False
        shared = self.search([("activity_id", "in", tasks.ids)]).activity_id
        (tasks - shared).unlink()
