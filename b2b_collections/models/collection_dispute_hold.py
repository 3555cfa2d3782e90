from odoo import models

HOLD_REASON = "b2b_collections.hold_reason_dispute"
RUNNING = ("planned", "active")


class CollectionDisputeLine(models.Model):
    """What is contested is held, and nothing else."""

    _inherit = "collection.dispute.line"

    def _get_held_amount(self):
        """What has to be held now: contested, or accepted and not credited yet."""
        self.ensure_one()
        dispute = self.dispute_id
        if dispute._is_open():
            amount = self.amount
        elif dispute._waits_for_credit():
            amount = self.amount_accepted
        else:
            return 0.0
        return min(amount, self.item_id._get_open_residual())

    def _is_held_wrong(self):
        """Whether something else is held than should be, as far as the ledger goes.

        An item that was paid or credited has lost its hold by itself.
        """
        amount = self._get_held_amount()
        held = self.hold_id.amount if self.hold_id.state in RUNNING else 0.0
        return bool(self.currency_id.compare_amounts(amount, held))

    def _follow_amounts(self):
        """Set, resize and release holds, so that they are what has to be held.

        The rights to the dispute were checked by whoever changed it; its holds
        follow from that, also where its owner does not belong to collections.
        """
        lines_sudo = self.sudo().with_context(collection_hold_batch=True)
        resized, released = {}, lines_sudo.browse()
        for line in lines_sudo:
            amount = line._get_held_amount()
            if line.currency_id.is_zero(amount):
                released |= line
            elif line.hold_id.state not in RUNNING:
                line._set_hold(amount)
            elif line.currency_id.compare_amounts(line.hold_id.amount, amount):
                resized[line.hold_id] = amount
        released._release_holds(self.env._("The dispute is over"))
        if resized:
            lines_sudo.env["collection.hold"]._resize(resized)
        self._decide_again()

    def _set_hold(self, amount):
        dispute = self.dispute_id
        self.hold_id = dispute.case_id._hold(
            self.env.ref(HOLD_REASON),
            items=self.item_id,
            amount=amount,
            note=dispute.name,
            source="system",
        )

    def _release_holds(self, why):
        holds = self.hold_id.filtered(lambda hold: hold.state in RUNNING)
        if holds:
            holds._release(why)

    def _decide_again(self):
        """Decisions and messages follow the holds, once for all of them."""
        if self.env.context.get("collection_hold_batch"):
            return
        # As above: what follows from a change that was allowed.
        cases_sudo = self.sudo().dispute_id.case_id
        cases_sudo._after_hold_change(self.env._("A dispute was opened or decided."))
