from odoo import models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_amount, format_date


class CollectionCase(models.Model):
    """How holds are set."""

    _inherit = "collection.case"

    def _hold(
        self,
        reason,
        until=None,
        items=None,
        amount=None,
        start=None,
        note=None,
        source="manual",
    ):
        """Pause dunning of these cases, or of some of their items.

        The one way to set a hold, for screens and for later features (promises,
        disputes, plans), which set ``source="system"`` and check the rights of their
        user themselves. Messages that the hold makes wrong are withdrawn, decisions
        are taken anew, the journal says ``hold_set``. What the hold leaves to be
        chased, and how an item comes back in, is for ``core/holds.py`` and
        ``core/ladder.py``.

        :param reason: collection.hold.reason
        :param until: last day of the hold; may be missing with ``source="system"``
            only: such a hold lasts until ``_release`` is called
        :param items: collection.item of these cases; one hold for each. ``None``: the
            whole of each case is held, and what is still to come
        :param amount: part of the one item that is given, in its currency; ``None``:
            all of it
        :param start: first day; default: today
        :param note: free text for people; stays out of the journal
        :return: the new collection.hold, one per item or case
        :raises AccessError: not the user's case, or longer than he may hold
        :raises UserError: nothing is open that could be held
        :raises ValidationError: dates, amount or items do not fit together
        """
        today = self.env["collection.action"]._get_today()
        start = start or today
        if source == "manual":
            self._check_may_hold()
        self._check_not_past(start, until, today)
        if source == "manual" and until:
            self.company_id._check_hold_length(start, until)
        vals_list = self._prepare_holds(items, amount)
        common = {
            "reason_id": reason.id,
            "date_from": start,
            "date_until": until,
            "note": note,
            "source": source,
            "user_id": self.env.uid,
        }
        # Who may hold was checked above, or by who calls for the system.
        Hold = self.env["collection.hold"].sudo()
        holds = Hold.create([dict(vals, **common) for vals in vals_list])
        holds._record_holds("hold_set")
        holds._schedule_review()
        self._after_hold_change(self.env._("Put on hold: %(why)s", why=reason.name))
        return holds.with_env(self.env)

    def _check_may_hold(self):
        """A collector holds his own cases and those of nobody, a manager all."""
        if self.env.su:
            return
        self.check_access("write")
        self._check_own()

    def _check_not_past(self, start, until, today):
        if until and start <= until < today:
            raise ValidationError(
                self.env._(
                    "Review date: %(until)s has passed, the hold would change "
                    "nothing. Choose today or a later day.",
                    until=format_date(self.env, until),
                )
            )

    def _prepare_holds(self, items, amount):
        """Values of the holds: what is held, checked against the ledger."""
        if amount is not None and (not items or len(items) != 1):
            raise ValidationError(
                self.env._(
                    "Amount: only a part of one item can be held. Choose one item, or "
                    "leave the amount empty to hold all of them."
                )
            )
        if items is not None and not items:
            raise ValidationError(
                self.env._(
                    "Items: none is chosen. Choose what to hold, or hold it all."
                )
            )
        if items is None:
            closed = self.filtered(lambda case: case.state != "open")
            if closed or not self:
                raise UserError(
                    self.env._(
                        "%(debtor)s: nothing is open, so there is nothing to hold.",
                        debtor=closed[:1].partner_id.name or "",
                    )
                )
            return [{"case_id": case.id} for case in self]
        return [self._prepare_item_hold(item, amount) for item in items]

    def _prepare_item_hold(self, item, amount):
        # Of the ledger itself: a payment may have come since the last run.
        residual = item.move_line_id.amount_residual_currency
        if item.state != "open" or item.move_line_id.reconciled or residual <= 0:
            raise UserError(
                self.env._(
                    "Item: %(item)s is paid, there is nothing to hold. Leave it out.",
                    item=item.name,
                )
            )
        if item.case_id not in self:
            other = item.company_id not in self.company_id
            raise ValidationError(
                self.env._(
                    "Item: %(item)s belongs to another company. Set the hold there.",
                    item=item.name,
                )
                if other
                else self.env._(
                    "Item: %(item)s belongs to another case. Set the hold on the case "
                    "of %(debtor)s.",
                    item=item.name,
                    debtor=item.partner_id.name,
                )
            )
        vals = {
            "case_id": item.case_id.id,
            "item_id": item.id,
            "currency_id": item.currency_id.id,
            "amount_open": residual,
        }
        if amount is not None:
            vals["amount"] = self._check_hold_amount(item, amount, residual)
        return vals

    def _check_hold_amount(self, item, amount, residual):
        currency = item.currency_id
        amount = currency.round(amount)
        if amount <= 0:
            raise self.env["collection.hold"]._get_amount_error()
        if currency.compare_amounts(amount, residual) > 0:
            raise ValidationError(
                self.env._(
                    "Amount: %(amount)s is more than the open %(residual)s of "
                    "%(item)s. Enter at most that, or leave the amount empty to hold "
                    "all of it.",
                    amount=format_amount(self.env, amount, currency),
                    residual=format_amount(self.env, residual, currency),
                    item=item.name,
                )
            )
        return amount

    def _after_hold_change(self, why):
        """Withdraw what is not true any more, and decide anew.

        :param why: in words, for the messages that are withdrawn
        """
        # The rights to hold were checked; messages and decisions follow from that.
        cases_sudo = self.sudo()
        open_actions = (
            self.env["collection.action"]
            .sudo()
            .search(
                [
                    ("case_id", "in", self.ids),
                    ("state", "in", ("to_approve", "queued", "planned", "to_print")),
                ]
            )
        )
        open_actions._find_held()._cancel(why)
        # Of many at a time, by a run: it decides afterwards anyway.
        if not self.env.context.get("collection_hold_batch"):
            cases_sudo.env["collection.run"]._decide_again(cases_sudo)
