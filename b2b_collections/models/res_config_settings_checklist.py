from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    collection_validation = fields.Boolean(
        related="company_id.collection_validation", readonly=False
    )
