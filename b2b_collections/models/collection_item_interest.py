from decimal import Decimal
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import format_date

from ..core import interest
from ..core.decide import exact

ZERO = Decimal(0)


class Claim(NamedTuple):
    """Late interest on an item, in its currency.

    :ivar interest: up to the day asked for
    :ivar fixed: fixed compensation
    :ivar slices: how the interest came about, see :class:`..core.interest.Slice`
    :ivar missing: first day without a rate: nothing was computed
    """

    interest: Decimal = ZERO
    fixed: Decimal = ZERO
    slices: tuple = ()
    missing: object = None


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
        found = {}
        for company, items in self.grouped("company_id").items():
            by_country = self.env["collection.interest.table"]._find_tables(company)
            for item in items:
                table = item.case_id.policy_id.interest_table_id or by_country.get(
                    item.partner_id.country_id.id
                )
                if table:
                    found[item.id] = table
        return found

    def _get_claims(self, until):
        """``{item id: Claim}`` up to a day, of items that are or were late.

        From what was open on each day, so that it stays when the item is paid.
        """
        late = self.filtered(lambda item: item.date_due < until)
        tables = late._get_interest_tables()
        late = late.filtered(lambda item: item.id in tables)
        settlements = late._load_settlements()
        terms = {}
        claims = {}
        for item in late:
            table = tables[item.id]
            key = table, item.company_id, item.currency_id
            if key not in terms:
                terms[key] = table._get_terms(*key[1:])
            paid = [(one.day, one.amount) for one in settlements.get(item.id, ())]
            claims[item.id] = item._claim(table, terms[key], paid, until)
        return claims

    def _claim(self, table, terms, paid, until):
        """The :class:`Claim` of one item.

        :param terms: of the table, see :class:`..core.interest.Terms`
        :param paid: ``[(day, amount)]`` of all that reduced it
        """
        currency = self.currency_id
        amount = exact(currency.round(self.amount_original))
        try:
            accrued = interest.accrue(
                self.date_due, amount, paid, terms, until, currency.decimal_places
            )
        except interest.MissingRateError as error:
            return Claim(missing=error.day)
        in_time = sum((part for day, part in paid if day <= self.date_due), ZERO)
        fixed = table._get_fixed_sum(amount - in_time, currency)
        return Claim(accrued.amount, fixed, accrued.slices)
