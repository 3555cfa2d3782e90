from datetime import date
from decimal import Decimal
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import format_date

from ..core import interest
from .res_partner_interest import AGREED, NOTHING

ZERO = Decimal(0)


class Claim(NamedTuple):
    """Late interest on an item, in its currency.

    :ivar interest: up to the day asked for
    :ivar fixed: fixed compensation
    :ivar slices: how the interest came about, see :class:`..core.interest.Slice`
    :ivar missing: first day without a rate: nothing was computed
    :ivar owed: what was truly owed on the due date
    :ivar paid: ``[(day, amount)]`` of what reduced it
    :ivar table: collection.interest.table, ``None`` or empty: an agreed rate alone
    """

    interest: Decimal = ZERO
    fixed: Decimal = ZERO
    slices: tuple = ()
    missing: object = None
    owed: Decimal = ZERO
    paid: tuple = ()
    table: object = None


class CollectionItem(models.Model):
    """What items bear of late interest; nothing is posted here."""

    _inherit = "collection.item"

    interest_table_id = fields.Many2one(
        "collection.interest.table",
        compute="_compute_interest",
        string="Interest By",
        help="Of the policy, else of the debtor's country.",
    )
    amount_interest = fields.Monetary(
        string="Late Interest",
        compute="_compute_interest",
        help="Up to today, in the currency of the document.",
    )
    amount_fixed = fields.Monetary(
        string="Compensation",
        compute="_compute_interest",
        help="Fixed sum for late payment, in the currency of the document.",
    )
    interest_note = fields.Char(compute="_compute_interest")

    @api.depends("date_due", "amount_original", "amount_residual", "state")
    @api.depends_context("collection_date")
    def _compute_interest(self):
        today = self.env["collection.action"]._get_today()
        claims = self._get_claims(today)
        tables = self._get_interest_tables()
        for item in self:
            claim = claims.get(item.id, Claim())
            item.interest_table_id = tables.get(item.id)
            item.amount_interest = float(claim.interest)
            item.amount_fixed = float(claim.fixed)
            item.interest_note = claim.missing and item._describe_missing(claim.missing)

    def _describe_missing(self, day):
        return self.env._(
            "%(table)s has no rate for %(day)s. Enter it under Configuration, Late "
            "Interest.",
            table=self.interest_table_id.name,
            day=format_date(self.env, day),
        )

    def _get_interest_tables(self):
        """``{item id: collection.interest.table}`` of those that bear interest."""
        bearers, _paid = self._read_bearers(date.max)
        choice = _Tables(self.env)
        found = {bearer.key: choice.find(bearer) for bearer in bearers}
        return {key: table for key, table in found.items() if table}

    def _get_claims(self, until):
        """``{item id: Claim}`` up to a day, of items that are or were late.

        From what was open on each day, so that it stays when the item is paid. Plain
        values: the number of queries does not depend on that of items.
        """
        bearers, paid = self._read_bearers(until)
        choice = _Tables(self.env)
        reckoners, claims = {}, {}
        for bearer in bearers:
            table = choice.find(bearer)
            if bearer.mode == NOTHING or not (table or bearer.mode == AGREED):
                continue
            key = table, bearer.company_id, bearer.currency_id, *bearer[-2:]
            if key not in reckoners:
                reckoners[key] = _Reckoner(self.env, bearer, table, until)
            claims[bearer.key] = reckoners[key].claim(bearer, paid.get(bearer.key, ()))
        return claims


class _Tables:
    """Which table counts for which item, each company asked once."""

    def __init__(self, env):
        self.Table = env["collection.interest.table"]
        self.by_country = {}

    def find(self, bearer):
        if bearer.mode == NOTHING:
            return self.Table
        if bearer.table_id:
            return self.Table.browse(bearer.table_id)
        if bearer.company_id not in self.by_country:
            company = self.Table.env["res.company"].browse(bearer.company_id)
            self.by_country[bearer.company_id] = self.Table._find_tables(company)
        return self.by_country[bearer.company_id].get(bearer.country_id, self.Table)


class _Reckoner:
    """Claims of items with the same table, currency and agreement."""

    def __init__(self, env, bearer, table, until):
        company = env["res.company"].browse(bearer.company_id)
        currency = env["res.currency"].browse(bearer.currency_id)
        terms = table._get_terms(company, currency) if table else interest.Terms(())
        if bearer.mode == AGREED:
            rate = Decimal(bearer.rate or 0)
            agreed = interest.Period(date.min, None, rate)
            terms = terms._replace(periods=(agreed,))
        self.calculator = interest.Calculator(terms, until, currency.decimal_places)
        self.steps = table._get_fixed_steps(currency)
        self.table = table

    def claim(self, bearer, paid):
        try:
            accrued = self.calculator.accrue(bearer.due, bearer.owed, paid)
        except interest.MissingRateError as error:
            return Claim(missing=error.day, owed=bearer.owed, table=self.table)
        fixed = ZERO
        if self.steps:
            in_time = sum((part for day, part in paid if day <= bearer.due), ZERO)
            fixed = interest.fixed_sum(bearer.owed - in_time, self.steps)
        return Claim(
            accrued.amount,
            fixed,
            accrued.slices,
            owed=bearer.owed,
            paid=paid,
            table=self.table,
        )
