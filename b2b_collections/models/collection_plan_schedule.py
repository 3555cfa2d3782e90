from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..core import schedule
from ..core.channels import Place
from ..core.decide import exact

WEEKDAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]


class CollectionPlan(models.Model):
    """How the instalments of a plan are made; see core/schedule.py."""

    _inherit = "collection.plan"

    method = fields.Selection(
        [
            ("equal", "Equal"),
            ("stepped", "Rising or falling"),
            ("seasonal", "By season"),
        ],
        string="Instalments Are",
        default="equal",
        required=True,
    )
    step_percent = fields.Float(
        string="Step %",
        help="By how much each instalment is more than the one before, in percent of "
        "the first; negative: less.",
    )
    count = fields.Integer(
        string="Number of Instalments", default=3, required=True, aggregator=None
    )
    date_first = fields.Date(
        string="First Instalment",
        required=True,
        default=lambda self: fields.Date.add(
            self.env["collection.action"]._get_today(), months=1
        ),
    )
    every = fields.Integer(default=1, required=True, aggregator=None)
    unit = fields.Selection(
        [("week", "Weeks"), ("month", "Months")], default="month", required=True
    )
    day_rule = fields.Selection(
        [
            ("same", "Same day as the first"),
            ("end", "End of the month"),
            ("weekday", "A weekday of the month"),
        ],
        string="Day",
        default="same",
        required=True,
    )
    nth = fields.Selection(
        [
            ("1", "First"),
            ("2", "Second"),
            ("3", "Third"),
            ("4", "Fourth"),
            ("-1", "Last"),
        ],
        string="Which",
        default="1",
        required=True,
    )
    weekday = fields.Selection(WEEKDAYS, default="0", required=True)
    shift = fields.Selection(
        [
            ("next", "Next working day"),
            ("previous", "Working day before"),
            ("keep", "Leave as it is"),
        ],
        string="On Days Off",
        default="next",
        required=True,
        help="Weekends and public holidays of the debtor's country.",
    )
    round_to = fields.Monetary(
        help="Instalments are a multiple of it but for the last, for example 1,000; "
        "0: as the currency rounds.",
    )
    down_payment = fields.Monetary(help="Paid before the instalments.")
    down_payment_date = fields.Date(
        string="Down-payment On", help="Empty: the day of the agreement."
    )

    _count_positive = models.Constraint(
        "CHECK (count >= 1 AND every >= 1 AND round_to >= 0 AND down_payment >= 0)",
        "Number of instalments and interval must be at least 1; rounding and "
        "down-payment cannot be negative.",
    )

    def action_generate(self):
        """Make the instalments anew from what was chosen."""
        self.check_access("write")
        for plan in self:
            plan.line_ids = [
                Command.clear(),
                *(Command.create(vals) for vals in plan._prepare_lines()),
            ]

    def _prepare_lines(self, count=None):
        return [
            {
                "date": line.day,
                "amount": float(line.amount),
                "amount_interest": float(line.interest),
                "amount_fee": float(line.fee),
            }
            for line in self._make_instalments(count)
        ]

    def _make_instalments(self, count=None):
        """Tuple of :class:`..core.schedule.Instalment`; nothing is written.

        :param count: other number of instalments than that of the plan
        :raises UserError: it cannot be made
        """
        self.ensure_one()
        if not self.item_ids:
            raise UserError(
                self.env._("Items: the plan has none. Add the items to be paid first.")
            )
        try:
            return self._try_instalments(count or self.count)
        except schedule.ScheduleError as error:
            raise UserError(self._describe_schedule_error(error.code)) from error

    def _try_instalments(self, count):
        workdays = self._get_workdays()
        days = schedule.make_dates(self.date_first, count, self._get_rhythm(), workdays)
        down = None
        if self.down_payment:
            day = self.down_payment_date or self.date_start
            down = (day, exact(self.down_payment))
            if day >= days[0]:
                raise schedule.ScheduleError("down_payment_date")
        return schedule.make_schedule(
            self._get_money(), self.date_start, days, self._get_weights(days), down
        )

    def _get_rhythm(self):
        is_seasonal = self.method == "seasonal"
        pauses = {month for month, weight in self._get_seasons().items() if not weight}
        return schedule.Rhythm(
            self.unit,
            self.every,
            self.day_rule,
            int(self.nth),
            int(self.weekday),
            self.shift,
            frozenset(pauses if is_seasonal else ()),
        )

    def _get_money(self):
        return schedule.Money(
            exact(self.amount_principal),
            exact(self.currency_id.rounding),
            exact(self.round_to),
            exact(self.interest_rate) / 100,
            exact(self.fee),
        )

    def _get_weights(self, days):
        if self.method == "stepped":
            return schedule.stepped_weights(len(days), exact(self.step_percent))
        if self.method == "seasonal":
            # A day that was moved out of its month may lie in one that pauses.
            seasons = {m: weight or 100 for m, weight in self._get_seasons().items()}
            return schedule.seasonal_weights(days, seasons)
        return schedule.equal_weights(len(days))

    def _get_workdays(self, book=None):
        """Working days where the debtor is."""
        if book is None:
            # Rules of the company; whoever may read the plan may know its days.
            Rule = self.env["collection.contact.rule"].sudo()
            book = Rule._get_book(self.company_id)
        partner = self.partner_id
        return book.get_workdays(
            Place(partner.country_id.code or "", partner.state_id.code or "")
        )

    @api.model
    def _describe_schedule_error(self, code):
        _ = self.env._
        return {
            "count": _("Number of instalments: enter 1 to %(most)s.", most=600),
            "small": _(
                "Number of instalments: some would come to nothing. Choose fewer, or "
                "round to less."
            ),
            "dates": _(
                "Dates: no days are found for these instalments. Let fewer months "
                "pause, or choose another interval."
            ),
            "weights": _(
                "Step %: some instalments would come to nothing. Choose a smaller "
                "step or fewer instalments."
            ),
            "down_payment": _(
                "Down-payment: it must be less than the total, and more than its own "
                "interest."
            ),
            "down_payment_date": _(
                "Down-payment on: it must come before the first instalment."
            ),
        }[code]
