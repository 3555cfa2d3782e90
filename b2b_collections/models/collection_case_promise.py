from odoo import Command, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_amount, format_date

from ..core.allocation import allocate
from ..core.channels import Place
from ..core.decide import exact
from ..core.promise import OPEN
from .collection_action_notice import Notice

CONFIRMATION = "promise_confirmation"


class CollectionCase(models.Model):
    """How promises are made."""

    _inherit = "collection.case"

    def _promise(
        self,
        amount,
        date,
        items=None,
        contact=None,
        made_by="collector",
        note=None,
        action=None,
        confirm=None,
    ):
        """Take the debtor's word that he pays an amount by a day.

        The one way to make a promise, for screens, calls and the portal. The amount
        is promised of the items in the order of their due dates, and only what nobody
        has promised yet; dunning of it rests until the last day (the promised day and
        the working days granted after it). The journal says ``promise_made``, and the
        debtor gets it in writing unless the policy says otherwise.

        :param amount: in the currency of the items
        :param date: promised day, today or later
        :param items: collection.item of this case, all in one currency; ``None``: all
            that are open
        :param contact: res.partner who gave the word
        :param made_by: ``collector``, ``call`` or ``debtor``; for the last two sudo
            where the user is no collector, after a check of who it is
        :param note: for colleagues, stays out of the journal
        :param action: collection.action, the call in which it was agreed
        :param confirm: whether to write to the debtor; ``None``: what the policy says
        :return: the new collection.promise
        :raises AccessError: not the user's case
        :raises UserError: paid, cancelled or planned items, or too far ahead
        :raises ValidationError: date, amount or items do not fit together
        """
        self.ensure_one()
        self._check_may_promise()
        self._check_promise_date(date, made_by)
        if items is None:
            items = self.item_ids.filtered(lambda item: item.state == "open")
        items = items.sorted(lambda item: (item.date_due, item.id))
        self._check_promise_items(items)
        # Who may promise was checked; what earlier promises came to follows from the
        # ledger, and nobody has write access to promises.
        promises_sudo = self.env["collection.promise"].sudo()
        promises_sudo._judge_items(items)
        shares = self._share_promise(items, amount)
        promise_sudo = promises_sudo.create(
            {
                **self._prepare_promise(items, amount, date),
                "made_by": made_by,
                "contact_id": (contact or self._get_suggested_contact()).id,
                "action_id": action.id if action else False,
                "note": note,
                "line_ids": [Command.create(share) for share in shares],
            }
        )
        promise_sudo._record_promises("promise_made")
        promise_sudo._hold_lines()
        promise = promise_sudo.with_env(self.env)
        if confirm if confirm is not None else self.policy_id.confirm_promises:
            promise._confirm()
        return promise

    def _check_may_promise(self):
        """A collector takes promises for his own cases and those of nobody."""
        if self.env.su:
            return
        self.check_access("write")
        self._check_own()

    def _check_promise_date(self, date, made_by=None):
        today = self.env["collection.action"]._get_today()
        if not date or date < today:
            raise ValidationError(
                self.env._(
                    "Promised for: %(date)s has passed. Choose today or a later day.",
                    date=format_date(self.env, date) or "-",
                )
            )
        # Of himself a debtor may ask for no more than a collector may grant.
        is_manager = made_by != "debtor" and self.company_id._is_promise_manager()
        self.company_id._check_promise_length(date, today, is_manager)

    def _check_promise_items(self, items):
        """Items of this case, of one currency, open and not in a plan."""
        if not items:
            raise ValidationError(
                self.env._("Items: choose at least one open item that is promised.")
            )
        for item in items:
            self._check_promise_item(item)
        currencies = items.currency_id
        if len(currencies) > 1:
            raise ValidationError(
                self.env._(
                    "Items: they are in %(currencies)s. A promise has one currency; "
                    "make one promise for each.",
                    currencies=", ".join(currencies.mapped("name")),
                )
            )
        self._check_promise_plans(items)

    def _check_promise_item(self, item):
        if item.company_id != self.company_id:
            raise ValidationError(
                self.env._(
                    "Items: %(item)s belongs to another company. Take the promise on "
                    "the case of that company.",
                    item=item.name,
                )
            )
        if item.case_id != self:
            raise ValidationError(
                self.env._(
                    "Items: %(item)s belongs to another case. Take the promise on the "
                    "case of %(debtor)s.",
                    item=item.name,
                    debtor=item.partner_id.name,
                )
            )
        line = item.move_line_id
        is_posted = line.parent_state == "posted"
        if not is_posted or line.reconciled or line.amount_residual_currency <= 0:
            raise UserError(
                self.env._(
                    "Items: %(item)s is paid, nothing is left to be promised. Leave "
                    "it out.",
                    item=item.name,
                )
                if is_posted
                else self.env._(
                    "Items: %(item)s is cancelled, nothing is owed. Leave it out.",
                    item=item.name,
                )
            )

    def _check_promise_plans(self, items):
        planned = self.env["collection.plan.item"].search(
            [("item_id", "in", items.ids), ("plan_id.state", "=", "active")], limit=1
        )
        if planned:
            raise UserError(
                self.env._(
                    "Items: %(item)s is part of the payment plan %(plan)s, which "
                    "follows its instalments. Leave it out.",
                    item=planned.item_id.name,
                    plan=planned.plan_id.name,
                )
            )

    def _share_promise(self, items, amount):
        """Values of the lines: the amount goes to the items in order.

        :raises ValidationError: nothing, or more than is open and not promised yet
        """
        currency = items.currency_id
        amount = currency.round(amount or 0.0)
        if amount <= 0:
            raise ValidationError(
                self.env._("Amount: what is promised must be more than 0.")
            )
        free = items._get_unpromised()
        total = currency.round(sum(free.values()))
        if currency.compare_amounts(amount, total) > 0:
            raise ValidationError(self._get_balance_words(items, amount, total))
        shares = allocate(exact(amount), [exact(free[item]) for item in items])
        return [
            {
                "item_id": item.id,
                "amount_open": item.move_line_id.amount_residual_currency,
                "amount": float(share),
                "amount_left": float(share),
            }
            for item, share in zip(items, shares, strict=True)
        ]

    def _get_balance_words(self, items, amount, free):
        currency = items.currency_id
        lines = items.move_line_id
        still_open = currency.round(sum(lines.mapped("amount_residual_currency")))
        names = {
            "amount": format_amount(self.env, amount, currency),
            "open": format_amount(self.env, still_open, currency),
            "promised": format_amount(self.env, still_open - free, currency),
            "free": format_amount(self.env, free, currency),
        }
        if currency.is_zero(still_open - free):
            return self.env._(
                "Amount: %(amount)s is more than the open %(open)s of these items. "
                "Enter at most that.",
                **names,
            )
        return self.env._(
            "Amount: of the open %(open)s of these items %(promised)s are promised "
            "already. Enter at most %(free)s, or withdraw the other promise first.",
            **names,
        )

    def _prepare_promise(self, items, amount, date):
        today = self.env["collection.action"]._get_today()
        currency = items.currency_id
        amount = currency.round(amount)
        company = self.company_id
        # Only how far they have come, nothing of what they say.
        matches_sudo = self.env["account.partial.reconcile"].sudo()
        latest = matches_sudo.search([], order="id desc", limit=1)
        return {
            "case_id": self.id,
            "user_id": self.user_id.id,
            "currency_id": currency.id,
            "amount": amount,
            "amount_missing": amount,
            "amount_company": currency._convert(
                amount, company.currency_id, company, today
            ),
            "tolerance_amount": company._get_promise_tolerance(amount, currency, today),
            "date_made": today,
            "date_first": date,
            "date_promised": date,
            "date_last": self._get_promise_end(date),
            "known_key": latest.id,
            "state": OPEN,
        }

    def _get_promise_end(self, date):
        """Last day of a promise for ``date``: so many working days of the debtor's
        country later.
        """
        self.ensure_one()
        company, debtor = self.company_id, self.partner_id
        book = self.env["collection.contact.rule"]._get_book(company)
        place = Place(debtor.country_id.code or "", debtor.state_id.code or "")
        return book.get_workdays(place).add(
            date, company.collection_promise_tolerance_days
        )

    def _prepare_confirmation(self, promise):
        """The notice by which the debtor gets his promise in writing."""
        return Notice(
            self, CONFIRMATION, promise, promise.item_ids, promise.contact_id or None
        )
