from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..core import reasons
from ..core.promise import OPEN
from .collection_matter import OPEN as OPENED

PLACEMENT = "placement"


class CollectionItem(models.Model):
    """Which items are with an agency, and which may be given to one."""

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

    def _find_unplaceable(self, placements=None):
        """``{item: why, in words}`` of those that cannot be placed with an agency.

        A fixed number of queries, whatever the number of items.

        :param placements: in which they are meant to be
        """
        found = {}
        for why in (
            # The later ones say more, or say it more clearly.
            self._find_kept_back(),
            self._find_promised(),
            self._find_planned(),
            self._find_given_up(),
            self._find_in_court(),
            self._find_placed(placements),
            self._find_not_open(),
        ):
            found |= why
        return found

    def _find_not_open(self):
        """By the ledger itself: a payment may have come since the last run."""
        _ = self.env._
        lines = self.move_line_id
        lines.fetch(
            [
                "reconciled",
                "amount_residual",
                "amount_residual_currency",
                "parent_state",
            ]
        )
        found = {}
        for item in self:
            line = item.move_line_id
            if item.state == "cancelled" or line.parent_state != "posted":
                found[item] = _("it is cancelled")
            elif item.state == "paid" or line.reconciled:
                found[item] = _("it is paid")
            elif line.amount_residual_currency <= 0:
                found[item] = _("nothing of it is open")
        return found

    def _find_placed(self, placements):
        own = placements.ids if placements else ()
        return {
            self.browse(item_id): self.env._(
                "it is in placement %(placement)s with %(agency)s; recall that first",
                # The number of a placement is no secret, see _get_live_placements.
                placement=placement.sudo().name,
                agency=placement.sudo().agency_id.name,
            )
            for item_id, placement in self._get_live_placements().items()
            if placement.id not in own
        }

    def _find_planned(self):
        lines = self.env["collection.plan.item"].search_fetch(
            Domain("item_id", "in", self.ids) & Domain("is_live", "=", True),
            ["item_id", "plan_id"],
        )
        return {
            line.item_id: self.env._(
                "it is in payment plan %(plan)s; cancel that first",
                plan=line.plan_id.name,
            )
            for line in lines
        }

    def _find_given_up(self):
        lines = self.env["collection.writeoff.line"].search_fetch(
            Domain("item_id", "in", self.ids) & Domain("is_live", "=", True),
            ["item_id", "writeoff_id"],
        )
        return {
            line.item_id: self.env._(
                "its write-off %(writeoff)s is being decided; take that back first",
                writeoff=line.writeoff_id.name,
            )
            for line in lines
        }

    def _find_in_court(self):
        lines = self.env["collection.matter.item"].search_fetch(
            Domain("item_id", "in", self.ids) & Domain("matter_id.state", "in", OPENED),
            ["item_id", "matter_id"],
        )
        return {
            line.item_id: self.env._(
                "it is in legal matter %(matter)s; close that first",
                matter=line.matter_id.name,
            )
            for line in lines
        }

    def _find_promised(self):
        lines = self.env["collection.promise.line"].search_fetch(
            Domain("item_id", "in", self.ids) & Domain("promise_id.state", "=", OPEN),
            ["item_id", "promise_id"],
        )
        return {
            line.item_id: self.env._(
                "it is promised for %(date)s; withdraw the promise first",
                date=format_date(self.env, line.promise_id.date_promised),
            )
            for line in lines
        }

    def _find_kept_back(self):
        """On hold, as a whole or in part: whatever the reason, we have said we wait."""
        holds = self.env["collection.hold"].search_fetch(
            Domain("case_id", "in", self.case_id.ids)
            & Domain("state", "in", ("planned", "active"))
            & (Domain("item_id", "in", self.ids) | Domain("item_id", "=", False))
            & Domain("reason_id.code", "!=", PLACEMENT),
            ["case_id", "item_id", "reason_id"],
        )
        by_case = holds.filtered(lambda hold: not hold.item_id).grouped("case_id")
        by_item = holds.grouped("item_id")
        found = {}
        for item in self:
            hold = (by_item.get(item) or by_case.get(item.case_id) or holds[:0])[:1]
            if hold.reason_id.code == "dispute":
                found[item] = self.env._("it is in dispute; settle the dispute first")
            elif hold:
                found[item] = self.env._(
                    "it is on hold (%(reason)s); release the hold first",
                    reason=hold.reason_id.name,
                )
        return found

    @api.depends("state")
    def _compute_reason(self):
        """Says which agency, where that is why dunning rests."""
        result = super()._compute_reason()
        resting = self.filtered(
            lambda item: (
                item.reason_code == reasons.ON_HOLD and item.reason_detail == PLACEMENT
            )
        )
        placed = resting._get_live_placements() if resting else {}
        for item in resting:
            placement_sudo = placed.get(item.id, self.env["collection.placement"])
            placement_sudo = placement_sudo.sudo()
            if placement_sudo.date_placed:
                item.reason = self.env._(
                    "with the agency %(agency)s since %(date)s",
                    agency=placement_sudo.agency_id.name,
                    date=format_date(self.env, placement_sudo.date_placed),
                )
        return result

    def _read_reasons(self, known):
        """Of those with an agency the agency tells them apart."""
        found = super()._read_reasons(known)
        placed = self.browse(self._get_live_placements()).filtered(
            lambda item: item.reason_detail == PLACEMENT
        )
        return found | {item.id: item.reason for item in placed}
