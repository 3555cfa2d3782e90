from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    collection_interest_missing = fields.Selection(
        related="company_id.collection_interest_missing", readonly=False
    )
