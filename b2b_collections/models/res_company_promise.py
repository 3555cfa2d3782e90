from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..core.decide import exact
from ..core.promise import get_tolerance
from .collection_hold_set import MANAGER


class ResCompany(models.Model):
    """How far promises may go, and what is forgiven."""

    _inherit = "res.company"

    collection_promise_max_days = fields.Integer(
        string="Furthest Promise",
        default=30,
        required=True,
        help="Days from today to the promised day that a collector may accept.",
    )
    collection_promise_manager_days = fields.Integer(
        string="Furthest Promise (Manager)",
        default=90,
        required=True,
        help="Days from today to the promised day that a collections manager may "
        "accept. Beyond that, agree upon a payment plan.",
    )
    collection_promise_postpone_max = fields.Integer(
        string="Times a Promise May Be Postponed",
        default=1,
        help="By a collector; 0: not at all.",
    )
    collection_promise_manager_postpone_max = fields.Integer(
        string="Times a Promise May Be Postponed (Manager)",
        default=3,
        help="By a collections manager; 0: not at all.",
    )
    collection_promise_tolerance_days = fields.Integer(
        string="Days Granted",
        default=2,
        help="Working days of the debtor's country after the promised day, for the "
        "bank and the weekend. Only then is a promise broken.",
    )
    collection_promise_tolerance_percent = fields.Float(
        string="Per Cent That May Be Missing",
        default=1.0,
        help="A promise counts as kept if no more is missing in the end; 0: no such "
        "limit. Where both limits are set, the lower one counts.",
    )
    collection_promise_tolerance_amount = fields.Monetary(
        string="Amount That May Be Missing",
        help="In company currency; 0: no such limit. Without any limit, all of it has "
        "to be paid.",
    )

    _collection_promise_limits = models.Constraint(
        "CHECK (collection_promise_max_days >= 0"
        " AND collection_promise_manager_days >= collection_promise_max_days"
        " AND collection_promise_postpone_max >= 0"
        " AND collection_promise_manager_postpone_max"
        " >= collection_promise_postpone_max)",
        "Limits of promises cannot be negative, and managers may not be allowed less "
        "than collectors.",
    )
    _collection_promise_tolerance = models.Constraint(
        "CHECK (collection_promise_tolerance_days BETWEEN 0 AND 30"
        " AND collection_promise_tolerance_percent BETWEEN 0 AND 50"
        " AND collection_promise_tolerance_amount >= 0)",
        "Tolerance of promises: 0 to 30 days, 0 to 50 per cent, and an amount that is "
        "not negative.",
    )

    def _is_promise_manager(self):
        return self.env.su or self.env.user.has_group(MANAGER)

    def _check_promise_length(self, day, today, is_manager):
        """How far ahead a promise may lie is a question of the role.

        :raises UserError: with the last day that is possible
        """
        self.ensure_one()
        days = (
            self.collection_promise_manager_days
            if is_manager
            else self.collection_promise_max_days
        )
        last = fields.Date.add(today, days=days)
        if day <= last:
            return
        names = {"last": format_date(self.env, last), "days": days}
        if is_manager:
            raise UserError(
                self.env._(
                    "Promised for: %(last)s is the last day that a promise may name "
                    "(%(days)s days). For more time, agree upon a payment plan.",
                    **names,
                )
            )
        raise UserError(
            self.env._(
                "Promised for: %(last)s is the last day that may be accepted without "
                "a collections manager (%(days)s days). Choose that day or an earlier "
                "one, or ask a manager.",
                **names,
            )
        )

    def _get_postpone_max(self):
        self.ensure_one()
        if self._is_promise_manager():
            return self.collection_promise_manager_postpone_max
        return self.collection_promise_postpone_max

    def _get_promise_tolerance(self, amount, currency, day):
        """What may be missing of a promise, in its currency.

        :param amount: what is promised, in ``currency``
        :param day: of the exchange rate
        """
        self.ensure_one()
        absolute = self.currency_id._convert(
            self.collection_promise_tolerance_amount, currency, self, day
        )
        percent = self.collection_promise_tolerance_percent
        tolerance = get_tolerance(exact(amount), exact(absolute), exact(percent))
        return currency.round(float(tolerance))
