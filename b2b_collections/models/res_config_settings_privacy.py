from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    collection_retention_months = fields.Integer(
        related="company_id.collection_retention_months", readonly=False
    )
    collection_retention_automatic = fields.Boolean(
        related="company_id.collection_retention_automatic", readonly=False
    )
    collection_forget_contacts = fields.Boolean(
        related="company_id.collection_forget_contacts", readonly=False
    )
    collection_privacy_text = fields.Html(
        related="company_id.collection_privacy_text", readonly=False
    )
