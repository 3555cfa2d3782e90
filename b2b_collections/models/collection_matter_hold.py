from odoo import fields, models
from odoo.fields import Domain

from .collection_matter import RUNNING

HOLD_REASON = "b2b_collections.hold_reason_matter"


class CollectionMatter(models.Model):
    """While a court decides, our own dunning of the items rests, by setting."""

    _inherit = "collection.matter"

    is_resting = fields.Boolean(
        readonly=True,
        copy=False,
        string="Our Dunning Rests",
        help="As it was set when the matter was filed.",
    )

    def _rest(self):
        for matter in self:
            if (
                matter.kind_id.rests_dunning
                and matter.company_id.collection_matter_rest
            ):
                matter.is_resting = True
        self._set_missing_holds()

    def _set_missing_holds(self):
        """Each open item of resting matters is held, as a whole and without an end.

        Payments bounce, so that an item may come back whose hold had ended; what a
        manager released on purpose stays released.
        """
        parts = (
            self.env["collection.matter.item"]
            .search(
                Domain("matter_id", "in", self.ids)
                & Domain("matter_id.is_resting", "=", True)
                & Domain("matter_id.state", "in", RUNNING)
                & Domain("item_id.state", "=", "open")
                & Domain("item_id.case_id.state", "=", "open")
                & (
                    Domain("hold_id", "=", False)
                    | Domain("hold_id.end_kind", "in", ("settled", "expired"))
                )
            )
            .filtered(lambda part: not part.item_id.move_line_id.reconciled)
        )
        reason = self.env.ref(HOLD_REASON)
        for case, held in parts.grouped(lambda part: part.item_id.case_id).items():
            holds = case._hold(reason, items=held.item_id, source="system")
            by_item = {hold.item_id: hold for hold in holds}
            for part in held:
                part.hold_id = by_item[part.item_id]

    def _release(self, reason):
        """Let dunning go on, where nothing else stands in its way."""
        self.filtered("is_resting").is_resting = False
        running = self.item_ids.hold_id.filtered(
            lambda hold: hold.state in ("planned", "active")
        )
        if running:
            running._release(reason)
