from odoo import fields, models
from odoo.fields import Command


class AccountMove(models.Model):
    """Credit notes that settle disputes: what becomes of them concerns the dispute."""

    _inherit = "account.move"

    collection_dispute_line_id = fields.Many2one(
        "collection.dispute.line",
        string="Settles Contested Item",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    collection_dispute_id = fields.Many2one(
        related="collection_dispute_line_id.dispute_id",
        string="Settles Dispute",
        store=True,
        index="btree_not_null",
    )
    collection_dispute_ids = fields.Many2many(
        "collection.dispute", compute="_compute_collection_disputes"
    )
    collection_dispute_count = fields.Integer(compute="_compute_collection_disputes")

    def _compute_collection_disputes(self):
        lines = self.env["collection.dispute.line"].search(
            [("move_id", "in", self.ids)]
        )
        by_move = lines.grouped("move_id")
        for move in self:
            own = by_move.get(move, lines.browse()).dispute_id
            move.collection_dispute_ids = own | move.collection_dispute_id
            move.collection_dispute_count = len(move.collection_dispute_ids)

    def _post(self, soft=True):
        posted = super()._post(soft)
        # Whoever may post credit notes settles with them what they were made for.
        posted.sudo().collection_dispute_id._follow_credits()
        return posted

    def button_draft(self):
        result = super().button_draft()
        self.sudo().collection_dispute_id._follow_credits()
        return result

    def button_cancel(self):
        result = super().button_cancel()
        self.sudo().collection_dispute_id._follow_credits()
        return result

    def unlink(self):
        disputes_sudo = self.sudo().collection_dispute_id
        result = super().unlink()
        disputes_sudo._follow_credits()
        return result

    def _reconcile_reversed_moves(self, reverse_moves, move_reverse_cancel):
        """A credit note goes to the instalment that was contested.

        Odoo would settle the oldest one; what is left over it still allocates.
        """
        for credit in reverse_moves.filtered("collection_dispute_line_id"):
            # Whoever posts the credit note need not be able to read the dispute.
            contested = credit.sudo().collection_dispute_line_id.item_id.move_line_id
            lines = credit.line_ids.filtered(
                lambda line, contested=contested: (
                    line.account_id == contested.account_id
                )
            )
            lines += lines.browse(contested.ids)
            if len(lines) > 1 and not any(lines.mapped("reconciled")):
                lines.with_context(move_reverse_cancel=move_reverse_cancel).reconcile()
        return super()._reconcile_reversed_moves(reverse_moves, move_reverse_cancel)

    def action_new_collection_dispute(self):
        """The form of a new dispute about this invoice."""
        self.ensure_one()
        items = self.collection_item_ids.filtered(lambda item: item.state == "open")
        action = items.case_id[:1].action_new_dispute()
        action["context"]["default_line_ids"] = [
            Command.create({"item_id": item.id}) for item in items
        ]
        return action

    def action_view_collection_disputes(self):
        self.ensure_one()
        return self.env["collection.dispute"]._action_list(
            [("id", "in", self.collection_dispute_ids.ids)]
        )
