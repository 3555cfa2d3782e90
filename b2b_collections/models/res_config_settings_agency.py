from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Money from agencies, and what they may see."""

    _inherit = "res.config.settings"

    collection_agency_account_id = fields.Many2one(
        related="company_id.collection_agency_account_id", readonly=False
    )
    collection_agency_journal_id = fields.Many2one(
        related="company_id.collection_agency_journal_id", readonly=False
    )
    collection_commission_account_id = fields.Many2one(
        related="company_id.collection_commission_account_id", readonly=False
    )
    collection_agency_portal_days = fields.Integer(
        related="company_id.collection_agency_portal_days", readonly=False
    )

    def action_create_agency_accounts(self):
        """Make the clearing account and journal where the chart has none."""
        self.check_access("create")
        self.company_id._ensure_agency_accounts()
        return {"type": "ir.actions.client", "tag": "reload"}
