from decimal import Decimal

from odoo import fields, models

from ..reports.document import HeldAmount


class CollectionActionLine(models.Model):
    """What a document says of the part of an item that is not asked for, and why."""

    _inherit = "collection.action.line"

    held_parts = fields.Json(
        help="Amount on hold by the code of its reason, as text: exact decimals."
    )

    def _get_held_parts(self):
        """``{words for the debtor: Decimal}`` of these lines of one currency.

        Lines from before reasons were kept are on hold, whatever for.
        """
        labels = self.env["collection.hold.reason"]._get_debtor_labels()
        found = {}
        for line in self.filtered("amount_held"):
            parts = line.held_parts or {"": str(line.amount_held)}
            for code, amount in parts.items():
                label = labels.get(code) or self.env._("on hold")
                found[label] = found.get(label, Decimal(0)) + Decimal(amount)
        return found

    def _prepare_held_rows(self, formatter):
        """Under an item: what of it is not asked for."""
        return [
            HeldAmount(
                self.env._("of which %(why)s", why=label),
                formatter.number(amount, self.currency_id),
            )
            for label, amount in self._get_held_parts().items()
        ]

    def _prepare_held_totals(self, formatter, currency):
        """Under the table: what is deducted from the open items."""
        return [
            HeldAmount(
                self.env._("Of which %(why)s, not asked for at present", why=label),
                formatter.money(-amount, currency),
            )
            for label, amount in self._get_held_parts().items()
        ]
