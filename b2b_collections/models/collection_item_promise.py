from odoo import models

from ..core.promise import OPEN


class CollectionItem(models.Model):
    """What is promised of an item."""

    _inherit = "collection.item"

    def _get_unpromised(self):
        """``{item: what is open of it and not promised yet}``, by the ledger.

        What earlier promises still claim is what they came to when they were last
        judged, see ``collection.promise._judge_items``.
        """
        claimed = dict(
            self.env["collection.promise.line"]._read_group(
                [("item_id", "in", self.ids), ("promise_id.state", "=", OPEN)],
                ["item_id"],
                ["amount_left:sum"],
            )
        )
        return {
            item: max(
                0.0,
                item.currency_id.round(
                    item.move_line_id.amount_residual_currency - claimed.get(item, 0.0)
                ),
            )
            for item in self
        }

    def _get_promisable(self):
        """``{item: what of it nobody has promised and no hold keeps back}``.

        What a screen proposes; on hold it may be promised all the same.
        """
        return {
            item: max(0.0, min(free, item.amount_residual - item.amount_held))
            for item, free in self._get_unpromised().items()
        }

    def _overtake_promises(self, reason):
        """End the open promises over these items: a plan takes their place.

        For plans and disputes, which have checked the rights of their user.

        :param reason: what was agreed upon instead, in words
        """
        promises_sudo = (
            # Rights were checked by the caller; nobody has write access to promises.
            self.env["collection.promise"]
            .sudo()
            .search([("state", "=", OPEN), ("line_ids.item_id", "in", self.ids)])
        )
        promises_sudo._overtake(reason)
        return promises_sudo.with_env(self.env)
