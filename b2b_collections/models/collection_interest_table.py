from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from ..core import interest
from ..core.decide import exact


class CollectionInterestTable(models.Model):
    """Interest on late payment: what a law or a contract says about it.

    Rates come with the addon as far as they are known, and are kept up by people: a
    calculation that needs a period without rate says so.
    """

    _name = "collection.interest.table"
    _description = "Table of Late Interest"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty: for all companies.")
    country_ids = fields.Many2many(
        "res.country",
        string="Countries of Debtors",
        help="Empty: only for policies that choose this table.",
    )
    margin = fields.Float(
        digits=(7, 4),
        help="Percentage points on top of the reference rate.",
    )
    fixing = fields.Selection(
        [
            (interest.EACH_DAY, "The rate of each day"),
            (interest.AT_START, "The rate of the first day, to the end"),
        ],
        string="Which Rate",
        required=True,
        default=interest.EACH_DAY,
    )
    compounding = fields.Selection(
        [
            (interest.SIMPLE, "Simple interest"),
            (interest.MONTHLY, "Compound, by months"),
            (interest.YEARLY, "Compound, by years"),
        ],
        string="Interest on Interest",
        required=True,
        default=interest.SIMPLE,
        help="Compound interest only where the contract says so and the law allows it.",
    )
    year_days = fields.Selection(
        [("365", "Actual days / 365"), ("360", "Actual days / 360")],
        string="Days",
        required=True,
        default="365",
    )
    daily_rounding = fields.Boolean(
        string="Round Each Day",
        help="The interest of one day is rounded to the currency, then multiplied.",
    )
    fees = fields.Selection(
        [
            ("open", "Not known: decide yourself"),
            ("allowed", "May be claimed"),
            ("beyond", "Only beyond the fixed compensation"),
            ("none", "May not be claimed"),
        ],
        string="Costs of Reminding",
        required=True,
        default="open",
        help="Whether fees of levels may be claimed from debtors under this table.",
    )
    source = fields.Char(help="Law or contract, with its article.")
    date_checked = fields.Date(string="Checked On")
    note = fields.Html()
    rate_ids = fields.One2many("collection.interest.rate", "table_id", copy=True)
    fixed_ids = fields.One2many("collection.interest.fixed", "table_id", copy=True)
    rate_now = fields.Float(
        string="Rate Today",
        digits=(7, 4),
        compute="_compute_rate_now",
        help="With the margin; 0 if the table has none for today.",
    )
    date_last = fields.Date(
        string="Rates Until",
        compute="_compute_rate_now",
        help="Last day that the table knows a rate for; empty: until further notice.",
    )

    @api.depends("margin", "rate_ids.rate", "rate_ids.date_from", "rate_ids.date_to")
    def _compute_rate_now(self):
        today = self.env["collection.action"]._get_today()
        for table in self:
            rates = table.rate_ids.sorted("date_from")
            now = rates.filtered(lambda rate: rate._holds(today))
            table.rate_now = now.rate + table.margin if now else 0.0
            table.date_last = rates[-1:].date_to

    @api.constrains("rate_ids")
    def _check_rates(self):
        for table in self:
            try:
                interest.check_periods(table._get_periods())
            except interest.BadPeriodsError as error:
                raise table._get_period_error(error) from error

    def _get_period_error(self, error):
        words = (
            self.env._(
                "%(table)s, rate from %(start)s: it ends before it begins. Correct its "
                "last day.",
                table=self.name,
                start=format_date(self.env, error.period.start),
            )
            if error.code == "reversed"
            else self.env._(
                "%(table)s, rate from %(start)s: another rate is in force on that day. "
                "Give the earlier one a last day before it.",
                table=self.name,
                start=format_date(self.env, error.period.start),
            )
        )
        return ValidationError(words)

    def _get_periods(self):
        margin = exact(self.margin)
        return [
            interest.Period(
                rate.date_from, rate.date_to or None, exact(rate.rate) + margin
            )
            for rate in self.rate_ids
        ]

    def _get_terms(self, company, currency):
        """The table as the core takes it, see :class:`..core.interest.Terms`."""
        self.ensure_one()
        return interest.Terms(
            interest.check_periods(self._get_periods()),
            self.fixing,
            self.compounding,
            int(self.year_days),
            currency.decimal_places if self.daily_rounding else None,
            company.collection_interest_missing == "extend",
        )

    def _get_fixed_steps(self, currency):
        """Fixed compensation in a currency, see :func:`..core.interest.fixed_sum`."""
        own = self.fixed_ids.filtered(lambda step: step.currency_id == currency)
        return tuple(
            (exact(step.amount_from), exact(step.amount))
            for step in own.sorted("amount_from")
        )

    @api.model
    def _find_tables(self, company):
        """``{country id: table}`` of a company: its own before those of all."""
        tables = self.search([("company_id", "in", [company.id, False])])
        found = {}
        for table in tables.sorted(
            lambda table: (not table.company_id, table.sequence)
        ):
            for country in table.country_ids:
                found.setdefault(country.id, table)
        return found


class CollectionInterestRate(models.Model):
    """A reference rate and the days on which it is in force."""

    _name = "collection.interest.rate"
    _description = "Rate of Late Interest"
    _order = "date_from desc"

    table_id = fields.Many2one(
        "collection.interest.table", required=True, index=True, ondelete="cascade"
    )
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="To", help="Empty: until further notice.")
    rate = fields.Float(
        string="Reference Rate", digits=(7, 4), help="In % a year, without the margin."
    )

    @api.constrains("date_from", "date_to", "table_id")
    def _check_periods(self):
        self.table_id._check_rates()

    def _holds(self, day):
        self.ensure_one()
        return self.date_from <= day and (not self.date_to or day <= self.date_to)


class CollectionInterestFixed(models.Model):
    """Fixed compensation for late payment from an amount of debt on."""

    _name = "collection.interest.fixed"
    _description = "Fixed Compensation for Late Payment"
    _order = "currency_id, amount_from"

    table_id = fields.Many2one(
        "collection.interest.table", required=True, index=True, ondelete="cascade"
    )
    currency_id = fields.Many2one("res.currency", required=True)
    amount_from = fields.Monetary(string="Debt From")
    amount = fields.Monetary(string="Compensation", required=True)

    _amounts_positive = models.Constraint(
        "CHECK (amount >= 0 AND amount_from >= 0)",
        "Compensation: amounts cannot be negative.",
    )
    _step_unique = models.UniqueIndex(
        "(table_id, currency_id, amount_from)",
        "Compensation: there are two for the same amount of debt. Delete one.",
    )
