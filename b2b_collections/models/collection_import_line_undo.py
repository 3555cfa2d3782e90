from odoo import fields, models


class CollectionImportLine(models.Model):
    """Taking back the entries of imported rows; in batches of one company."""

    _inherit = "collection.import.line"

    def _undo_entries(self):
        """Delete what may be deleted, cancel or reverse what may not."""
        moves = self.move_id | self.payment_move_id
        moves.line_ids.remove_move_reconcile()
        final = moves.filtered(lambda move: not move._can_be_unlinked())
        audited = (moves - final).filtered(lambda m: m._is_protected_by_audit_trail())
        self.write({"state": "undone"})
        if final:
            final._reverse_moves(
                [self._prepare_reversal_vals(move) for move in final], cancel=True
            )
        if audited:
            audited.button_cancel()
        gone = moves - final - audited
        gone.filtered(lambda move: move.state != "draft").button_draft()
        # The numbers are the file's: Odoo's care for gaps in sequences is not for them.
        gone.with_context(force_delete=True).unlink()

    def _prepare_reversal_vals(self, move):
        today = fields.Date.context_today(self)
        return {
            "date": today,
            "invoice_date": today if move.is_invoice() else False,
            "name": self.env._("%(number)s undone", number=move.name),
        }
