from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    collection_visit_pairs = fields.Selection(
        related="company_id.collection_visit_pairs", readonly=False
    )
    collection_visit_pair_amount = fields.Monetary(
        related="company_id.collection_visit_pair_amount",
        readonly=False,
        currency_field="currency_id",
    )
