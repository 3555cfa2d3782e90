from odoo import fields, models

LEVELS = [
    ("bucket_band_country", "Same age, amount and country"),
    ("bucket_band", "Same age and amount"),
    ("bucket_country", "Same age and country"),
    ("bucket", "Same age"),
    ("all", "All debts"),
    ("none", "No history: assumed"),
]


class CollectionDecisionLine(models.Model):
    """Open debt of one currency and age, with what the own history says of it."""

    _name = "collection.decision.line"
    _description = "Debt on a Decision Sheet"
    _order = "currency_id, bucket_key, id"

    sheet_id = fields.Many2one(
        "collection.decision.sheet", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="sheet_id.company_id", store=True, index=True, precompute=True
    )
    company_currency_id = fields.Many2one(related="sheet_id.company_currency_id")
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    bucket_key = fields.Char(required=True, readonly=True)
    bucket = fields.Char(string="Age", readonly=True)
    item_count = fields.Integer(readonly=True, string="Items")
    amount = fields.Monetary(string="Open", readonly=True)
    exchange_rate = fields.Float(
        digits=0,
        readonly=True,
        help="Company currency for one unit, on the day of the sheet.",
    )
    amount_company = fields.Monetary(
        string="Open (Company)", currency_field="company_currency_id", readonly=True
    )
    recovery = fields.Float(string="Recovered (%)", readonly=True, aggregator=None)
    recovery_low = fields.Float(string="From (%)", readonly=True, aggregator=None)
    recovery_high = fields.Float(string="To (%)", readonly=True, aggregator=None)
    days = fields.Integer(
        string="Days to Money", readonly=True, aggregator=None, help="On average."
    )
    count = fields.Integer(string="Debts Before", readonly=True, aggregator=None)
    level = fields.Selection(LEVELS, string="Compared With", readonly=True)
