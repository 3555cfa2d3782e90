from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    collection_bucket_days = fields.Char(
        related="company_id.collection_bucket_days", readonly=False
    )
    collection_ageing_basis = fields.Selection(
        related="company_id.collection_ageing_basis", readonly=False
    )
