from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    collection_accountant_id = fields.Many2one(
        related="company_id.collection_accountant_id", readonly=False
    )
