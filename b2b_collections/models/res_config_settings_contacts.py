from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    collection_unanswered_after = fields.Integer(
        related="company_id.collection_unanswered_after", readonly=False
    )
