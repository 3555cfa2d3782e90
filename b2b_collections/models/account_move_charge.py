from odoo import fields, models


class AccountMove(models.Model):
    """Debit notes over late interest, compensation and fees."""

    _inherit = "account.move"

    collection_is_charge = fields.Boolean(
        string="Interest and Fees",
        readonly=True,
        copy=False,
        help="Debit note over interest, compensation or fees: it ages as others do, "
        "but bears no interest itself.",
    )
