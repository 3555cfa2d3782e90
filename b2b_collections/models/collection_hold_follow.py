from odoo import models


class CollectionHold(models.Model):
    """What becomes of holds while the ledger goes on."""

    _inherit = "collection.hold"

    def _follow_items(self):
        """An item that has changed hands takes its holds along."""
        for hold in self:
            case = hold.item_id.case_id
            if case and case != hold.case_id:
                hold.case_id = case

    def _report_payments(self, day):
        """Tell the author what was paid or credited while he waits for it.

        Payments go against the free part of an item first, so a credit note for what
        is held leaves it held: a person has to say that it is settled.
        """
        paid = self.filtered(
            lambda hold: (
                hold.item_id
                and hold.source == "manual"
                and hold.currency_id.compare_amounts(
                    hold.item_id.amount_residual, hold.amount_open
                )
                < 0
            )
        )
        if not paid:
            return
        self.env["mail.activity"].create(
            [
                {
                    **hold._prepare_review_vals(hold.case_id, day, hold.user_id),
                    "summary": self.env._(
                        "Paid or credited in part while on hold: look again"
                    ),
                }
                for hold in paid
            ]
        )
        for hold in paid:
            hold.amount_open = hold.item_id.amount_residual
