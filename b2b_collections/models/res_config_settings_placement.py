from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    collection_placement_ack_days = fields.Integer(
        related="company_id.collection_placement_ack_days", readonly=False
    )
