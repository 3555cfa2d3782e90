from odoo import api, fields, models

from ..core import commission as core
from ..core.amounts import exact
from .collection_agency_fee import HUNDRED

SOURCES = [
    ("history", "Own history with the agency"),
    ("register", "Entered for the agency"),
    ("hand", "Entered by hand"),
]


class CollectionPlacement(models.Model):
    """What a placement is worth: expected recovery less commission."""

    _inherit = "collection.placement"

    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    fee_terms = fields.Json(
        readonly=True,
        copy=False,
        help="The fee schedule of the agency as it was when approval was asked for.",
    )
    expected_rate = fields.Float(
        string="Expected Recovery (%)",
        compute="_compute_expected_rate",
        store=True,
        readonly=False,
        precompute=True,
        aggregator="avg",
    )
    expected_source = fields.Selection(
        SOURCES,
        string="Expectation From",
        compute="_compute_expected_source",
        store=True,
        help="History counts from five placements that have ended.",
    )
    expected_value = fields.Monetary(
        compute="_compute_expected_value",
        store=True,
        help="Expected recovery less commission, before VAT.",
    )
    amount_placed_company = fields.Monetary(
        string="Placed (Company)",
        compute="_compute_company_amounts",
        store=True,
        currency_field="company_currency_id",
        help="At the rate of the day on which it was placed.",
    )
    amount_agency_company = fields.Monetary(
        string="By the Agency (Company)",
        compute="_compute_company_amounts",
        store=True,
        currency_field="company_currency_id",
        help="At the rate of the day on which it was placed.",
    )

    @api.depends("agency_id", "case_id")
    def _compute_expected_rate(self):
        for (agency, company), placements in self.grouped(
            lambda one: (one.agency_id, one.company_id)
        ).items():
            placements.expected_rate = agency._get_expected(company)[0]

    @api.depends("agency_id", "expected_rate")
    def _compute_expected_source(self):
        for (agency, company), placements in self.grouped(
            lambda one: (one.agency_id, one.company_id)
        ).items():
            rate, source = agency._get_expected(company)
            for placement in placements:
                is_same = abs(placement.expected_rate - rate) < 0.005
                placement.expected_source = source if is_same else "hand"

    @api.depends(
        "agency_id",
        "expected_rate",
        "fee_terms",
        "previous_id",
        "line_ids.amount_placed",
        "line_ids.days_overdue",
    )
    def _compute_expected_value(self):
        for placement in self:
            placement.expected_value = placement._estimate()

    @api.depends("amount_placed", "amount_agency", "date_placed", "company_id")
    def _compute_company_amounts(self):
        for placement in self:
            placement.amount_placed_company = placement._to_company(
                placement.amount_placed
            )
            placement.amount_agency_company = placement._to_company(
                placement.amount_agency
            )

    def _estimate(self):
        """Expected recovery less commission; the same share of each item."""
        if not (self.agency_id and self.line_ids and self.currency_id):
            return 0.0
        claims = self._get_claims()
        share = exact(self.expected_rate) / HUNDRED
        recovered = [claim.amount * share for claim in claims]
        fees = self.agency_id._read_fees(self._get_fees())
        earned = core.commission(fees, claims, recovered, bool(self.previous_id))
        return self.currency_id.round(float(sum(recovered) - earned))

    def _get_fees(self):
        """The fee schedule as plain values: what was approved, else that of today."""
        self.ensure_one()
        return self.fee_terms or self.agency_id._freeze_fees(
            self.currency_id,
            self.company_id or self.env.company,
            self.env["collection.action"]._get_today(),
        )

    def _get_claims(self):
        """List of core.commission.Claim in the order of the lines, the oldest first."""
        return [
            core.Claim(exact(line.amount_placed), max(0, line.days_overdue))
            for line in self.line_ids
        ]

    def _to_company(self, amount):
        """In company currency, at the rate of the day on which it was placed."""
        self.ensure_one()
        if not self.currency_id or not self.company_id:
            return 0.0
        return self.currency_id._convert(
            amount,
            self.company_id.currency_id,
            self.company_id,
            self.date_placed or self.env["collection.action"]._get_today(),
        )
