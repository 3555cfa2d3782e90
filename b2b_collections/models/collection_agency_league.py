from odoo import api, fields, models
from odoo.tools import SQL

from .collection_placement import PLACED

# Ratios of sums: numerator and denominator, of which 100 times the first is taken.
RATES = {
    "recovered_rate": ("amount_agency", "amount_placed"),
    "total_rate": ("amount_recovered", "amount_placed"),
    "cost_rate": ("commission", "amount_agency"),
}
AMOUNTS = (
    "amount_placed",
    "amount_agency",
    "amount_direct",
    "amount_recovered",
    "amount_open",
    "commission",
)


class CollectionAgencyLeague(models.Model):
    """How agencies compare: a row for each placement that was ever placed.

    Groups show sums only where all of it is in one currency, and rates as ratios of
    these sums, never as averages of rates. Days to the money are weighted by it.
    """

    _name = "collection.agency.league"
    _description = "League Table of Agencies"
    _auto = False
    _order = "date_placed desc, id desc"
    _rec_name = "placement_id"
    _depends = {
        "collection.placement": [
            "agency_id",
            "amount_agency",
            "amount_direct",
            "amount_open",
            "amount_placed",
            "company_id",
            "currency_id",
            "date_ended",
            "date_placed",
            "state",
        ],
        "collection.placement.receipt": [
            "bill_id",
            "commission",
            "commission_due",
            "date",
            "gross",
            "placement_id",
            "state",
        ],
        "collection.placement.complaint": ["placement_id", "state"],
    }

    placement_id = fields.Many2one("collection.placement", readonly=True)
    agency_id = fields.Many2one("collection.agency", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    date_placed = fields.Date(string="Placed On", readonly=True)
    state = fields.Selection(
        lambda self: self.env["collection.placement"]._fields["state"].selection,
        readonly=True,
    )
    amount_placed = fields.Monetary(string="Placed", readonly=True)
    amount_agency = fields.Monetary(string="Recovered by It", readonly=True)
    amount_direct = fields.Monetary(string="Paid to Us", readonly=True)
    amount_recovered = fields.Monetary(string="Came Back", readonly=True)
    amount_open = fields.Monetary(string="Open", readonly=True)
    commission = fields.Monetary(
        readonly=True,
        help="As billed, without taxes; what is not billed yet, as kept by the agency.",
    )
    recovered_rate = fields.Float(
        string="Recovered (%)",
        readonly=True,
        aggregator="avg",
        help="By the agency, of what was placed.",
    )
    total_rate = fields.Float(
        string="Came Back (%)",
        readonly=True,
        aggregator="avg",
        help="Over the agency or directly to us, of what was placed.",
    )
    cost_rate = fields.Float(
        string="Cost (%)",
        readonly=True,
        aggregator="avg",
        help="Commission of what the agency recovered.",
    )
    days_first = fields.Integer(
        string="Days to First Money",
        readonly=True,
        aggregator="avg",
        help="From placement to the first accepted receipt.",
    )
    days_money = fields.Float(
        string="Days to the Money",
        readonly=True,
        aggregator="avg",
        help="From placement to each receipt, weighted by its amount.",
    )
    complaint_count = fields.Integer(string="Complaints", readonly=True)
    recalled_count = fields.Integer(string="Recalled", readonly=True)
    returned_count = fields.Integer(string="Returned", readonly=True)
    live_count = fields.Integer(string="With It", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT placement.id, placement.id AS placement_id, placement.agency_id,
                   placement.company_id, placement.currency_id, placement.date_placed,
                   placement.state, placement.amount_placed, placement.amount_agency,
                   placement.amount_direct, placement.amount_open,
                   placement.amount_agency + placement.amount_direct
                       AS amount_recovered,
                   COALESCE(money.commission, 0) AS commission,
                   100 * placement.amount_agency
                       / NULLIF(placement.amount_placed, 0) AS recovered_rate,
                   100 * (placement.amount_agency + placement.amount_direct)
                       / NULLIF(placement.amount_placed, 0) AS total_rate,
                   100 * money.commission
                       / NULLIF(placement.amount_agency, 0) AS cost_rate,
                   money.first_day - placement.date_placed AS days_first,
                   money.weighted / NULLIF(money.gross, 0) AS days_money,
                   COALESCE(complaints.count, 0) AS complaint_count,
                   (placement.state = 'recalled')::int AS recalled_count,
                   (placement.state = 'returned')::int AS returned_count,
                   (placement.state IN %(placed)s)::int AS live_count
              FROM collection_placement placement
              LEFT JOIN (
                    SELECT receipt.placement_id, MIN(receipt.date) AS first_day,
                           SUM(receipt.gross) AS gross,
                           SUM(receipt.gross * (receipt.date - own.date_placed))
                               AS weighted,
                           SUM(CASE WHEN receipt.bill_id IS NULL
                                    THEN receipt.commission
                                    ELSE receipt.commission_due END) AS commission
                      FROM collection_placement_receipt receipt
                      JOIN collection_placement own ON own.id = receipt.placement_id
                     WHERE receipt.state = 'accepted'
                     GROUP BY receipt.placement_id
                   ) money ON money.placement_id = placement.id
              LEFT JOIN (
                    SELECT placement_id, COUNT(*) AS count
                      FROM collection_placement_complaint
                     WHERE state != 'unfounded'
                     GROUP BY placement_id
                   ) complaints ON complaints.placement_id = placement.id
             WHERE placement.date_placed IS NOT NULL
            """,
            placed=PLACED,
        )

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        name, _colon, function = aggregate_spec.partition(":")
        if name in RATES and function == "avg":
            above, below = RATES[name]
            value = SQL(
                "100 * SUM(%s) / NULLIF(SUM(%s), 0)",
                self._field_to_sql(self._table, above, query),
                self._field_to_sql(self._table, below, query),
            )
        elif name == "days_money" and function == "avg":
            days = self._field_to_sql(self._table, "days_money", query)
            amount = self._field_to_sql(self._table, "amount_agency", query)
            value = SQL(
                "SUM(%(days)s * %(amount)s)"
                " / NULLIF(SUM(%(amount)s) FILTER (WHERE %(days)s IS NOT NULL), 0)",
                days=days,
                amount=amount,
            )
        elif name in AMOUNTS and function == "sum":
            value = super()._read_group_select(aggregate_spec, query)
        else:
            return super()._read_group_select(aggregate_spec, query)
        return self._within_one_currency(value, query)

    def _within_one_currency(self, value, query):
        """Nothing, where it would be made of several currencies."""
        currency = self._field_to_sql(self._table, "currency_id", query)
        return SQL(
            "CASE WHEN MIN(%(currency)s) = MAX(%(currency)s) THEN %(value)s END",
            currency=currency,
            value=value,
        )
