from odoo import Command, fields, models


class CollectionReceiptRejectWizard(models.TransientModel):
    """Asks why receipts are rejected."""

    _name = "collection.receipt.reject.wizard"
    _description = "Reject Receipt"

    receipt_ids = fields.Many2many(
        "collection.placement.receipt",
        "collection_receipt_reject_rel",
        required=True,
        default=lambda self: [Command.set(self.env.context.get("active_ids", []))],
    )
    reason = fields.Char(required=True, help="The agency reads it.")

    def action_reject(self):
        self.receipt_ids._reject(self.reason)
        return {"type": "ir.actions.act_window_close"}
