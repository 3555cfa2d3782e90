from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    collection_matter_rest = fields.Boolean(
        related="company_id.collection_matter_rest", readonly=False
    )
    collection_matter_grace_days = fields.Integer(
        related="company_id.collection_matter_grace_days", readonly=False
    )
