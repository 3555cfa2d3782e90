from odoo import models
from odoo.fields import Domain


class CollectionItem(models.Model):
    """Which items are with an agency."""

    _inherit = "collection.item"

    def _get_live_placements(self):
        """``{item id: collection.placement}`` of those with an agency, or on the way.

        As superuser: whoever may see an item may know that it is placed.
        """
        # See the docstring; the items were given by the caller.
        lines_sudo = (
            self.env["collection.placement.line"]
            .sudo()
            .search_fetch(
                Domain("item_id", "in", self.ids) & Domain("is_live", "=", True),
                ["item_id", "placement_id"],
            )
        )
        return {
            line.item_id.id: line.placement_id.with_env(self.env) for line in lines_sudo
        }
