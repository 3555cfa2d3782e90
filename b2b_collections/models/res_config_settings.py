from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    collection_mode = fields.Selection(
        related="company_id.collection_mode", readonly=False, required=True
    )
    collection_daily_run = fields.Boolean(
        related="company_id.collection_daily_run", readonly=False
    )
    collection_default_user_id = fields.Many2one(
        related="company_id.collection_default_user_id", readonly=False
    )
    collection_approver_id = fields.Many2one(
        related="company_id.collection_approver_id", readonly=False
    )
