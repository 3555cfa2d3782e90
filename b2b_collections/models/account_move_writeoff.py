from odoo import fields, models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """Entries of write-offs are undone where they were made."""

    _inherit = "account.move"

    collection_writeoff_id = fields.Many2one(
        "collection.writeoff",
        string="Write-Off",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
    )

    def button_draft(self):
        held = self.filtered("collection_writeoff_id")
        if held and not self.env.context.get("move_reverse_cancel"):
            raise UserError(
                self.env._(
                    "%(entry)s belongs to the write-off %(writeoff)s. Undo it there, "
                    "so that items and case go on.",
                    entry=held[0].name,
                    # Accountants need not be in collections; the number is no secret.
                    writeoff=held[0].sudo().collection_writeoff_id.name,
                )
            )
        return super().button_draft()
