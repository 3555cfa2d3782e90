from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Where imported open items are booked."""

    _inherit = "res.config.settings"

    collection_opening_account_id = fields.Many2one(
        related="company_id.collection_opening_account_id", readonly=False
    )
    collection_opening_journal_id = fields.Many2one(
        related="company_id.collection_opening_journal_id", readonly=False
    )
    collection_opening_payment_journal_id = fields.Many2one(
        related="company_id.collection_opening_payment_journal_id", readonly=False
    )
