from odoo import models
from odoo.exceptions import UserError


class CollectionWriteoff(models.Model):
    """A write-off or a recovery that was a mistake is undone by Odoo's reversal.

    Nothing is deleted: entry and reversal stay, matched with each other, and the items
    go on where they stood, in the case that they belonged to.
    """

    _inherit = "collection.writeoff"

    def _undo(self, reason, date=None):
        """Reverse write-offs; their items are open again.

        :param reason: why, in words
        :param date: accounting date of the reversal, today when left out
        :raises UserError: no reason, recovered in part, period closed
        """
        self._check_may_post()
        self._check_state("posted")
        self._check_reason(reason)
        date = date or self.env["collection.action"]._get_today()
        for writeoff_sudo in self.sudo():
            # The right was checked; what follows is accounting's own reversal.
            writeoff_sudo._check_not_recovered()
            writeoff_sudo._undo_one(reason, date)
        self._record("writeoff_reversed", reason)
        self.sudo().case_id._after_hold_change(self.env._("The write-off was undone."))

    def _undo_one(self, reason, date):
        if self.relief_move_id:
            self._reverse(self.relief_move_id, date, reason)
        reversal = self._reverse(self.move_id, date, reason)
        self.line_ids.amount_tax = 0
        self._set_state(
            "reversed",
            reversal_id=reversal.id,
            end_reason=reason,
            relief_state="none",
        )
        items = self.line_ids.item_id
        items._reopen_written_off()
        items.case_id._publish_levels()

    def _undo_recovery(self, recovery, reason, date=None):
        """Take the last recovery back; the payment is free again."""
        self.ensure_one()
        self._check_may_post()
        self._check_reason(reason)
        standing = self.recovery_ids.filtered(lambda one: one.state == "posted")
        if recovery not in standing or recovery.id != max(standing.ids):
            raise UserError(
                self.env._(
                    "Recoveries are undone in turn, the last one first, and each only "
                    "once."
                )
            )
        date = date or self.env["collection.action"]._get_today()
        # As above.
        writeoff_sudo, recovery_sudo = self.sudo(), recovery.sudo()
        reversal = writeoff_sudo._reverse(recovery_sudo.move_id, date, reason)
        recovery_sudo.write({"state": "reversed", "reversal_id": reversal.id})
        writeoff_sudo._allot_recovered()
        self._record("writeoff_unrecovered", reason, {"recovery": recovery.id})

    def _reverse(self, move, date, reason):
        """Reverse an entry by Odoo's own method, and free what it was matched with."""
        has_tax = bool(move.line_ids.filtered("tax_tag_ids"))
        self._check_date(date, has_tax, move.journal_id)
        if date < move.date:
            raise UserError(
                self.env._(
                    "Accounting Date: %(entry)s was booked later. Choose its day or a "
                    "later one.",
                    entry=move.name,
                )
            )
        return move._reverse_moves(
            [
                {
                    "date": date,
                    "ref": self.env._(
                        "Reversal of: %(entry)s, %(reason)s",
                        entry=move.name,
                        reason=reason,
                    ),
                    "collection_writeoff_id": self.id,
                }
            ],
            cancel=True,
        )

    def _check_reason(self, reason):
        if not (reason or "").strip():
            raise UserError(
                self.env._("Reason: say why it is undone, for the auditor.")
            )

    def _check_not_recovered(self):
        if self.recovery_ids.filtered(lambda one: one.state == "posted"):
            raise UserError(
                self.env._(
                    "%(writeoff)s was recovered in part. Undo its recoveries first; "
                    "the payments can then be matched with the invoices.",
                    writeoff=self.name,
                )
            )
