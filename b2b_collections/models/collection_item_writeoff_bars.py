from odoo import models
from odoo.fields import Domain

from .collection_writeoff import LIVE


class CollectionItem(models.Model):
    """What stands in the way of writing an item off."""

    _inherit = "collection.item"

    def _find_writeoff_bars(self, ignore=None):
        """``{item: why}`` of those that cannot be written off now, in words.

        The words name what has to be done first. In a fixed number of queries.

        :param ignore: a write-off that is not in its own way
        """
        found = self._find_live_writeoffs(ignore)
        found |= self._find_live_plans()
        found |= self._find_with_agency()
        return found

    def _find_live_writeoffs(self, ignore):
        lines = self.env["collection.writeoff.line"].search(
            Domain("item_id", "in", self.ids)
            & Domain("writeoff_id.state", "in", LIVE)
            & Domain("writeoff_id", "not in", ignore.ids if ignore else [])
        )
        return {
            line.item_id: self.env._(
                "%(item)s is in %(writeoff)s already. Leave it out, or cancel the "
                "other write-off first.",
                item=line.item_id.name,
                writeoff=line.writeoff_id.name,
            )
            for line in lines
        }

    def _find_live_plans(self):
        parts = self.env["collection.plan.item"].search(
            Domain("item_id", "in", self.ids) & Domain("is_live", "=", True)
        )
        return {
            part.item_id: self.env._(
                "%(item)s is in the payment plan %(plan)s. Cancel the plan or declare "
                "its default first.",
                item=part.item_id.name,
                plan=part.plan_id.name,
            )
            for part in parts
        }

    def _find_with_agency(self):
        placed = self._get_live_placements()
        items = self.filtered(lambda item: item.id in placed)
        return {
            item: self.env._(
                "%(item)s is placed with %(agency)s (%(placement)s). Recall it first.",
                item=item.name,
                agency=placed[item.id].agency_id.display_name,
                placement=placed[item.id].display_name,
            )
            for item in items
        }

    def _find_disputed(self):
        """Those of these items of which something is contested and not decided."""
        holds = self.env["collection.hold"].search(
            Domain("item_id", "in", self.ids)
            & Domain("reason_id.code", "=", "dispute")
            & Domain("state", "in", ("planned", "active"))
        )
        return holds.item_id
