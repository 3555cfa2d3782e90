from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    collection_charge_interest = fields.Selection(
        related="company_id.collection_charge_interest", readonly=False
    )
    collection_charge_fixed = fields.Selection(
        related="company_id.collection_charge_fixed", readonly=False
    )
    collection_charge_fee = fields.Selection(
        related="company_id.collection_charge_fee", readonly=False
    )
    collection_charge_when = fields.Selection(
        related="company_id.collection_charge_when", readonly=False
    )
    collection_charge_minimum = fields.Monetary(
        related="company_id.collection_charge_minimum", readonly=False
    )
    collection_charge_post = fields.Boolean(
        related="company_id.collection_charge_post", readonly=False
    )
    collection_charge_credit_post = fields.Boolean(
        related="company_id.collection_charge_credit_post", readonly=False
    )
    collection_charge_closed_days = fields.Integer(
        related="company_id.collection_charge_closed_days", readonly=False
    )
    collection_charge_waive_max = fields.Monetary(
        related="company_id.collection_charge_waive_max", readonly=False
    )
    collection_charge_chased = fields.Boolean(
        related="company_id.collection_charge_chased", readonly=False
    )
    collection_charge_journal_id = fields.Many2one(
        related="company_id.collection_charge_journal_id", readonly=False
    )
    collection_charge_interest_account_id = fields.Many2one(
        related="company_id.collection_charge_interest_account_id", readonly=False
    )
    collection_charge_fixed_account_id = fields.Many2one(
        related="company_id.collection_charge_fixed_account_id", readonly=False
    )
    collection_charge_fee_account_id = fields.Many2one(
        related="company_id.collection_charge_fee_account_id", readonly=False
    )
    collection_charge_interest_tax_ids = fields.Many2many(
        related="company_id.collection_charge_interest_tax_ids", readonly=False
    )
    collection_charge_fixed_tax_ids = fields.Many2many(
        related="company_id.collection_charge_fixed_tax_ids", readonly=False
    )
    collection_charge_fee_tax_ids = fields.Many2many(
        related="company_id.collection_charge_fee_tax_ids", readonly=False
    )
