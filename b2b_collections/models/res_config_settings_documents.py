from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    collection_objection_text = fields.Html(
        related="company_id.collection_objection_text", readonly=False
    )
    collection_payment_text = fields.Html(
        related="company_id.collection_payment_text", readonly=False
    )
    collection_signatory_id = fields.Many2one(
        related="company_id.collection_signatory_id", readonly=False
    )
