from odoo import fields, models


class ResCompany(models.Model):
    """What is done where a table of late interest ends."""

    _inherit = "res.company"

    collection_interest_missing = fields.Selection(
        [
            ("stop", "Claim no interest, and say which rate is missing"),
            ("extend", "Go on with the last known rate"),
        ],
        string="Where a Rate Is Missing",
        default="stop",
        required=True,
    )
