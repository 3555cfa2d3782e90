from odoo import fields, models


class CollectionItem(models.Model):
    """Debit notes over interest and fees are items as well, and bear no interest."""

    _inherit = "collection.item"

    is_charge = fields.Boolean(
        string="Interest and Fees",
        readonly=True,
        help="Debit note over interest, compensation or fees.",
    )
