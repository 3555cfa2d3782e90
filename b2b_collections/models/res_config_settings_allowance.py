from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    collection_allowance_account_id = fields.Many2one(
        related="company_id.collection_allowance_account_id", readonly=False
    )
    collection_allowance_expense_id = fields.Many2one(
        related="company_id.collection_allowance_expense_id", readonly=False
    )
