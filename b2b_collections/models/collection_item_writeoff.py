from odoo import fields, models
from odoo.fields import Domain

from ..core import reasons
from ..core.decide import exact
from ..core.writeoff import book_value


class CollectionItem(models.Model):
    """What was given up of an item."""

    _inherit = "collection.item"

    state = fields.Selection(
        selection_add=[("written_off", "Written off")],
        ondelete={"written_off": "set default"},
    )
    writeoff_line_ids = fields.One2many(
        "collection.writeoff.line", "item_id", readonly=True
    )

    def _get_book_value(self, amount):
        """What ``amount`` of the item is worth in company currency, as it was booked.

        :param amount: in the currency of the item; what exceeds what is open counts as
            all of it, and is refused elsewhere
        """
        if not self or not amount:
            return 0.0
        self.ensure_one()
        # Who may read an item may know what is open of it.
        ledger = self.sudo().move_line_id
        residual = exact(ledger.amount_residual_currency), exact(ledger.amount_residual)
        original = exact(ledger.amount_currency), exact(ledger.balance)
        step = exact(self.company_currency_id.rounding)
        value = book_value(min(exact(amount), residual[0]), residual, original, step)
        return float(value)

    def _close_written_off(self):
        """Items of which nothing is left end as written off and not as paid.

        At once and not by the next run, which would thank the debtor for them.
        """
        settled = self.filtered(lambda item: item.move_line_id.reconciled)
        settled.write(
            {
                "state": "written_off",
                "date_closed": self.env["collection.action"]._get_today(),
                "amount_residual": 0.0,
                "amount_residual_company": 0.0,
                "verdict": "none",
                "reason_code": reasons.WRITTEN_OFF,
                "reason_detail": False,
                "next_level_id": False,
                "next_date": False,
                "wait_until": False,
                "thanks_due": False,
            }
        )
        (self - settled)._refresh_amounts()

    def _withdraw_messages(self, why):
        """Take back what has not left yet and asks for more than is left of these."""
        lines = self.env["collection.action.line"].search(
            Domain("item_id", "in", self.ids)
            & Domain("action_id.kind", "in", ("level", "manual"))
            & Domain(
                "action_id.state", "in", ("to_approve", "queued", "planned", "to_print")
            )
        )
        lines.action_id._cancel(why)

    def _reopen_written_off(self):
        """What is open again goes on at its level, in a new cycle, in its old case.

        As the sync does with an item whose payment bounced; but the case that was
        closed is opened again, so that its history goes on.
        """
        # Paid in the end, as far as it was not written off, it is open again as well.
        closed = self.filtered(
            lambda item: item.state != "open" and not item.move_line_id.reconciled
        )
        closed.case_id._reopen()
        for item in closed:
            item.write(
                {
                    "state": "open",
                    "cycle": item.cycle + 1,
                    "date_closed": False,
                    "case_id": item.case_id._get_open_one().id,
                }
            )
        self._refresh_amounts()
