from typing import Any, NamedTuple

from odoo import fields, models
from odoo.fields import Domain

from .collection_checklist import READY
from .collection_placement import PLACED


class Choice(NamedTuple):
    """Which items are looked for.

    :ivar date_due: the last due date, ``None``: any
    :ivar days: of the level that must have been given, ``None``: any
    """

    date_due: Any = None
    days: int | None = None


class Candidate(NamedTuple):
    """The items of a case in one currency.

    :ivar items: that can be placed
    :ivar left_out: ``{item: why}`` of those that cannot
    :ivar why: why nothing of the case can be placed
    """

    case: Any
    currency: Any
    items: Any
    left_out: dict
    why: str | None = None


class CollectionCase(models.Model):
    """The placements of a case, and whether it can be placed."""

    _inherit = "collection.case"

    placement_ids = fields.One2many("collection.placement", "case_id", readonly=True)
    placement_count = fields.Integer(
        compute="_compute_placement_count", string="Placements"
    )
    unplaced_count = fields.Integer(
        compute="_compute_placement_count",
        string="Not Placed",
        help="Open items that are not with the agency while others are.",
    )

    def _compute_placement_count(self):
        counts = dict(
            self.env["collection.placement"]._read_group(
                [("case_id", "in", self.ids)], ["case_id"], ["__count"]
            )
        )
        live = {
            case.id
            for (case,) in self.env["collection.placement"]._read_group(
                [("case_id", "in", self.ids), ("state", "in", PLACED)], ["case_id"]
            )
        }
        unplaced = dict(
            self.env["collection.item"]._read_group(
                Domain("case_id", "in", list(live))
                & Domain("state", "=", "open")
                & Domain("placement_line_ids", "not any", [("is_live", "=", True)]),
                ["case_id"],
                ["__count"],
            )
        )
        for case in self:
            case.placement_count = counts.get(case, 0)
            case.unplaced_count = unplaced.get(case, 0)

    def _get_agreement_stages(self):
        found = super()._get_agreement_stages()
        rows = self.env["collection.placement"]._read_group(
            [("case_id", "in", self.ids), ("state", "in", PLACED)], ["case_id"]
        )
        for (case,) in rows:
            found.setdefault(case.id, set()).add("agency")
        return found

    def _find_unplaceable(self):
        """``{case: why, in words}`` of those that cannot be placed at all."""
        found = {}
        validated = self._find_validated()
        for case in self:
            if case.state != "open":
                found[case] = self.env._("nothing of it is open")
            elif case.partner_id.collection_insolvent_since:
                found[case] = self.env._(
                    "the debtor is insolvent; the claim is filed instead"
                )
            elif case not in validated:
                found[case] = self.env._(
                    "its validation checklist is not complete; complete it on the "
                    "case, or have a manager accept what is missing"
                )
        return found

    def _find_validated(self):
        asked = self.filtered("company_id.collection_validation")
        checklists = self.env["collection.checklist"].search_fetch(
            Domain("case_id", "in", asked.ids) & Domain("state", "in", READY),
            ["case_id"],
        )
        return (self - asked) | checklists.case_id

    def _find_candidates(self, choice=None):
        """List of :class:`Candidate` of these cases, one for each currency.

        A fixed number of queries, whatever the number of cases.

        :param choice: :class:`Choice`; ``None``: all open items
        """
        choice = choice or Choice()
        domain = Domain("case_id", "in", self.ids) & Domain("state", "=", "open")
        if choice.date_due:
            domain &= Domain("date_due", "<=", choice.date_due)
        if choice.days is not None:
            domain &= Domain("level_id.days", ">=", choice.days)
        items = self.env["collection.item"].search(domain)
        why_not = items._find_unplaceable()
        refused = self._find_unplaceable()
        found = []
        for (case, currency), own in items.grouped(
            lambda item: (item.case_id, item.currency_id)
        ).items():
            fitting = own.filtered(lambda item: item not in why_not)
            left_out = {item: why_not[item] for item in own - fitting}
            found.append(
                Candidate(case, currency, fitting, left_out, refused.get(case))
            )
        return found

    def action_view_placements(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "b2b_collections.collection_placement_action"
        )
        action["domain"] = [("case_id", "in", self.ids)]
        action["context"] = {}
        return action

    def action_place(self):
        """Choose an agency for these cases."""
        self.check_access("read")
        wizard = self.env["collection.placement.wizard"].create(
            {"mode": "cases", "case_ids": self.ids}
        )
        return wizard._action_open()


class CollectionItem(models.Model):
    _inherit = "collection.item"

    placement_line_ids = fields.One2many(
        "collection.placement.line", "item_id", readonly=True
    )
