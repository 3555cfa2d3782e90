from odoo import fields, models


class ResPartner(models.Model):
    """What the screens of a partner show of its case."""

    _inherit = "res.partner"

    collection_amount_overdue = fields.Monetary(
        related="collection_case_id.amount_overdue", string="Overdue"
    )
