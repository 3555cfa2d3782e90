from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    collection_complaint_name = fields.Char(
        related="company_id.collection_complaint_name", readonly=False
    )
    collection_complaint_email = fields.Char(
        related="company_id.collection_complaint_email", readonly=False
    )
    collection_complaint_phone = fields.Char(
        related="company_id.collection_complaint_phone", readonly=False
    )
    collection_complaint_address = fields.Char(
        related="company_id.collection_complaint_address", readonly=False
    )
    collection_answer_days = fields.Integer(
        related="company_id.collection_answer_days", readonly=False
    )
