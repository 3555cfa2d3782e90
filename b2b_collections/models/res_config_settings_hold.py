from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    collection_hold_max_days = fields.Integer(
        related="company_id.collection_hold_max_days", readonly=False
    )
