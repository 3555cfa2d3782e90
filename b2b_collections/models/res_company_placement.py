from odoo import fields, models


class ResCompany(models.Model):
    """What agencies are expected to do."""

    _inherit = "res.company"

    collection_placement_ack_days = fields.Integer(
        string="Days to Acknowledge",
        default=5,
        help="An agency that has not acknowledged a placement after that many days is "
        "asked about: the collector gets a task. 0: never.",
    )

    _collection_placement_ack_days = models.Constraint(
        "CHECK (collection_placement_ack_days >= 0)",
        "Days to acknowledge a placement cannot be negative.",
    )
