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
    collection_charge_count = fields.Integer(
        compute="_compute_collection_charge_count",
        groups="b2b_collections.group_collections_reader",
    )

    def _compute_collection_charge_count(self):
        Charge = self.env["collection.charge"]
        late = Charge._read_group(
            [("move_id", "in", self.ids)], ["move_id"], ["__count"]
        )
        noted = Charge._read_group(
            [("debit_move_id", "in", self.ids)], ["debit_move_id"], ["__count"]
        )
        counts = {**dict(late), **dict(noted)}
        for move in self:
            move.collection_charge_count = counts.get(move._origin, 0)

    def _post(self, soft=True):
        posted = super()._post(soft)
        notes = posted.filtered("collection_is_charge")
        if notes:
            # Whoever posts debit notes need not be in collections.
            charges = self.env["collection.charge"].sudo()
            charges.search([("debit_move_id", "in", notes.ids)])._follow_notes()
        return posted

    def button_cancel(self):
        result = super().button_cancel()
        charges = self.env["collection.charge"].sudo()
        # What is on no debit note waits for the next one.
        charges.search([("debit_move_id", "in", self.ids)]).debit_move_id = False
        return result

    def action_view_collection_charges(self):
        self.ensure_one()
        return self.env["collection.charge"]._action_list(
            ["|", ("move_id", "=", self.id), ("debit_move_id", "=", self.id)]
        )


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    collection_charge_id = fields.Many2one(
        "collection.charge",
        string="Interest or Fee",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )


class CollectionCharge(models.Model):
    _inherit = "collection.charge"

    def _follow_notes(self):
        """What an accountant changed on the draft before it was posted counts."""
        for charge in self:
            lines = charge.debit_move_id.invoice_line_ids.filtered(
                lambda line, own=charge: line.collection_charge_id == own
            )
            if not lines:
                charge.debit_move_id = False
                continue
            noted = sum(line.price_unit * line.quantity for line in lines)
            rounded = charge.currency_id.round
            if charge.currency_id.compare_amounts(noted, charge.amount_net):
                charge.amount_forgone = rounded(
                    charge.amount - charge.amount_reversed - noted
                )
