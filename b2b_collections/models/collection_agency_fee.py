from odoo import api, fields, models
from odoo.tools import format_amount

from ..core import commission as core
from ..core.amounts import exact

HUNDRED = 100


class CollectionAgencyFee(models.Model):
    """A rate of commission, and for which claims it is."""

    _name = "collection.agency.fee"
    _description = "Commission of an Agency"
    _order = "agency_id, is_again, days_from, amount_from, share_from, id"

    agency_id = fields.Many2one(
        "collection.agency", required=True, index=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="agency_id.currency_id")
    # None of them may be empty: lines for the same claims are found by comparing.
    days_from = fields.Integer(
        default=0,
        string="Days Overdue From",
        help="On the day on which the item is placed. The highest one that an item "
        "reaches counts.",
    )
    amount_from = fields.Monetary(
        default=0.0,
        help="Sum of the placement. Among equal ages the highest one counts.",
    )
    share_from = fields.Float(
        default=0.0,
        string="Recovered From (%)",
        help="A success tier: the rate from that part of the placement on. 0: from "
        "the first payment.",
    )
    rate = fields.Float(
        string="Commission (%)", required=True, help="Of what is recovered, net of VAT."
    )
    is_again = fields.Boolean(
        default=False,
        string="Second Placement",
        help="Only for what was placed before, with this or another agency.",
    )

    _band_unique = models.UniqueIndex(
        "(agency_id, is_again, days_from, amount_from, share_from)",
        "Two lines of the commission are for the same claims. Change one of them.",
    )
    _values = models.Constraint(
        "CHECK (rate BETWEEN 0 AND 100 AND share_from >= 0 AND share_from <= 100"
        " AND days_from >= 0 AND amount_from >= 0)",
        "Commission and shares are from 0 to 100 %, days and amounts not negative.",
    )

    def _as_band(self, convert):
        """
        :param convert: function of an amount, into the currency wanted
        """
        return {
            "rate": str(exact(self.rate) / HUNDRED),
            "days": self.days_from,
            "amount": str(exact(convert(self.amount_from))),
            "share": str(exact(self.share_from) / HUNDRED),
            "again": self.is_again,
        }


class CollectionAgency(models.Model):
    """What an agency costs. The sums are those of core/commission.py."""

    _inherit = "collection.agency"

    currency_id = fields.Many2one(
        "res.currency",
        string="Currency of the Fees",
        required=True,
        default=lambda self: self.env.company.currency_id,
        help="Fixed fee, minimum and amounts below. Placements in another currency use "
        "the rate of the day on which approval is asked for.",
    )
    fee_ids = fields.One2many("collection.agency.fee", "agency_id", copy=True)
    fee_fixed = fields.Monetary(
        string="Fixed Fee", help="Once for each placement, with the first money."
    )
    fee_minimum = fields.Monetary(
        string="Minimum",
        help="At least that much for a placement once something is recovered, and "
        "never more than was recovered.",
    )
    fee_tiers = fields.Selection(
        [
            ("slices", "Only what is recovered beyond it"),
            ("whole", "All that is recovered"),
        ],
        string="A Success Tier Counts For",
        default="slices",
        required=True,
    )
    expected_rate = fields.Float(
        string="Expected Recovery (%)",
        default=30.0,
        help="Share of a placement that is expected to come back. Used until there "
        "are enough placements of your own.",
    )
    example_amount = fields.Monetary(
        string="Amount", compute="_compute_example_claim", readonly=False
    )
    example_days = fields.Integer(
        string="Days Overdue", compute="_compute_example_claim", readonly=False
    )
    example_share = fields.Float(
        string="Recovered (%)", compute="_compute_example_claim", readonly=False
    )
    example = fields.Text(compute="_compute_example")

    _fees_positive = models.Constraint(
        "CHECK (fee_fixed >= 0 AND fee_minimum >= 0"
        " AND expected_rate BETWEEN 0 AND 100)",
        "Fees cannot be negative, and the expected recovery is from 0 to 100 %.",
    )

    def _compute_example_claim(self):
        """What an example starts from; to be changed on the screen, never stored."""
        self.example_amount, self.example_days, self.example_share = 1000.0, 120, 100.0

    @api.depends(
        "fee_ids.days_from",
        "fee_ids.amount_from",
        "fee_ids.share_from",
        "fee_ids.rate",
        "fee_ids.is_again",
        "fee_fixed",
        "fee_minimum",
        "fee_tiers",
        "currency_id",
        "example_amount",
        "example_days",
        "example_share",
    )
    @api.depends_context("lang")
    def _compute_example(self):
        for agency in self:
            fees = agency._read_fees(agency._freeze_fees(agency.currency_id))
            agency.example = "\n".join(
                words
                for again in (False, True)
                if not again or any(agency.fee_ids.mapped("is_again"))
                for words in [agency._word_example(fees, again)]
            )

    def _word_example(self, fees, again):
        claims = [core.Claim(exact(self.example_amount), self.example_days)]
        recovered = exact(self.example_amount) * exact(self.example_share) / HUNDRED
        earned = core.commission(fees, claims, [recovered], again)
        words = self.env._(
            "%(amount)s, %(days)s days overdue, %(recovered)s recovered: commission "
            "%(commission)s, left for us %(rest)s",
            amount=format_amount(self.env, self.example_amount, self.currency_id),
            days=self.example_days,
            recovered=format_amount(self.env, float(recovered), self.currency_id),
            commission=format_amount(self.env, float(earned), self.currency_id),
            rest=format_amount(self.env, float(recovered - earned), self.currency_id),
        )
        return self.env._("Placed again: %(words)s", words=words) if again else words

    def _freeze_fees(self, currency, company=None, day=None):
        """The fee schedule of today as plain values, in a currency.

        A placement keeps it, so that what was approved stays what is paid.
        """
        self.ensure_one()

        def convert(amount):
            if currency == self.currency_id or not amount:
                return amount
            return self.currency_id._convert(amount, currency, company, day)

        return {
            "bands": [fee._as_band(convert) for fee in self.fee_ids],
            "fixed": str(exact(convert(self.fee_fixed))),
            "minimum": str(exact(convert(self.fee_minimum))),
            "whole": self.fee_tiers == "whole",
            "unit": str(exact(currency.rounding)),
        }

    @api.model
    def _read_fees(self, values):
        """core.commission.Fees of what :meth:`_freeze_fees` gave."""
        return core.Fees(
            bands=tuple(
                core.Band(
                    rate=exact(band["rate"]),
                    days=band["days"],
                    amount=exact(band["amount"]),
                    share=exact(band["share"]),
                    again=band["again"],
                )
                for band in values["bands"]
            ),
            fixed=exact(values["fixed"]),
            minimum=exact(values["minimum"]),
            whole=values["whole"],
            unit=exact(values["unit"]),
        )

    def _compute_commission(self, placement, receipts):
        """What the agency earns with each of these receipts.

        :param placement: collection.placement of this agency
        :param receipts: all receipts of the placement, the oldest first: gross
            amounts in its currency, or ``{collection.placement.line: amount}`` where
            it is known for which items they are
        :return: list of amounts, rounded, in the order of the receipts; their sum is
            the commission of all, and no commission is taken back by a later one
        """
        lines = placement.line_ids
        return [
            float(earned)
            for earned in core.charge(
                self._read_fees(placement._get_fees()),
                placement._get_claims(),
                [
                    tuple(exact(receipt.get(line, 0)) for line in lines)
                    if isinstance(receipt, dict)
                    else exact(receipt)
                    for receipt in receipts
                ],
                bool(placement.previous_id),
            )
        ]
