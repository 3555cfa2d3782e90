from odoo import fields, models


class CollectionItem(models.Model):
    """What is contested of an item."""

    _inherit = "collection.item"

    dispute_line_ids = fields.One2many(
        "collection.dispute.line", "item_id", readonly=True
    )

    def _get_open_residual(self):
        """Open amount in the currency of the item, as the ledger has it now."""
        self.ensure_one()
        # Who may read an item may know what is open of it.
        ledger = self.sudo().move_line_id
        if self.state != "open" or ledger.reconciled or ledger.parent_state != "posted":
            return 0.0
        return max(0.0, ledger.amount_residual_currency)

    def _refresh_amounts(self):
        """Take over what the ledger has become, without waiting for the next run.

        Items that are closed by it are left to the run, which closes all there is.
        """
        for item in self:
            ledger = item.move_line_id
            if item.state == "open" and not ledger.reconciled:
                item.write(
                    {
                        "amount_residual": ledger.amount_residual_currency,
                        "amount_residual_company": ledger.amount_residual,
                    }
                )
