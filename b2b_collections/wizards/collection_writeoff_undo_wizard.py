from odoo import fields, models


class CollectionWriteoffUndoWizard(models.TransientModel):
    """Undo a write-off, or a recovery of it."""

    _name = "collection.writeoff.undo.wizard"
    _description = "Undo a Write-Off"

    writeoff_id = fields.Many2one(
        "collection.writeoff", string="Write-Off", required=True, ondelete="cascade"
    )
    recovery_id = fields.Many2one("collection.writeoff.recovery", ondelete="cascade")
    date = fields.Date(
        string="Accounting Date",
        required=True,
        default=lambda self: self.env["collection.action"]._get_today(),
    )
    reason = fields.Char(required=True)

    def action_undo(self):
        self.ensure_one()
        if self.recovery_id:
            self.writeoff_id._undo_recovery(self.recovery_id, self.reason, self.date)
        else:
            self.writeoff_id._undo(self.reason, self.date)
        return {"type": "ir.actions.act_window_close"}
