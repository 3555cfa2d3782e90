from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    collection_writeoff_journal_id = fields.Many2one(
        related="company_id.collection_writeoff_journal_id", readonly=False
    )
    collection_writeoff_account_id = fields.Many2one(
        related="company_id.collection_writeoff_account_id", readonly=False
    )
    collection_recovery_account_id = fields.Many2one(
        related="company_id.collection_recovery_account_id", readonly=False
    )
    collection_writeoff_small = fields.Monetary(
        related="company_id.collection_writeoff_small", readonly=False
    )
    collection_writeoff_relief = fields.Selection(
        related="company_id.collection_writeoff_relief", readonly=False
    )
    collection_writeoff_relief_months = fields.Integer(
        related="company_id.collection_writeoff_relief_months", readonly=False
    )
    collection_writeoff_relief_note = fields.Html(
        related="company_id.collection_writeoff_relief_note", readonly=False
    )
