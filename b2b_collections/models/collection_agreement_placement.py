from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .collection_dispute import OPEN_STATES
from .collection_placement import PLACED


class CollectionPlan(models.Model):
    """What an agency collects is not agreed upon by us beside it."""

    _inherit = "collection.plan"

    def _check_not_placed(self):
        result = super()._check_not_placed()
        self.item_ids.item_id._check_not_placed(
            self.env._("have the agency agree upon the plan and report it")
        )
        return result


class CollectionItem(models.Model):
    _inherit = "collection.item"

    def _check_not_placed(self, instead):
        """Raise if one of these items is with an agency, or on its way to one.

        :param instead: what can be done instead of recalling it, in words
        """
        placed = self._get_live_placements()
        for item in self:
            if item.id in placed:
                # The number of a placement is no secret, see _get_live_placements.
                placement_sudo = placed[item.id].sudo()
                raise UserError(
                    self.env._(
                        "Items: %(item)s is in placement %(placement)s with "
                        "%(agency)s. Recall it first, or %(instead)s.",
                        item=item.name,
                        placement=placement_sudo.name,
                        agency=placement_sudo.agency_id.name,
                        instead=instead,
                    )
                )


class CollectionCase(models.Model):
    _inherit = "collection.case"

    def _check_promise_items(self, items):
        result = super()._check_promise_items(items)
        items._check_not_placed(
            self.env._("enter on the placement that it was promised to the agency")
        )
        return result


class CollectionDispute(models.Model):
    """A dispute is taken all the same, but the agency has to know of it."""

    _inherit = "collection.dispute"

    def _begin(self):
        result = super()._begin()
        # Whoever may open a dispute may have the collector told of it.
        self.sudo()._tell_of_placements()
        return result

    def _tell_of_placements(self):
        for dispute in self:
            found = dispute.line_ids.item_id._get_live_placements().values()
            placements = self.env["collection.placement"].union(*found)
            placements = placements.filtered(lambda one: one.state in PLACED)
            words = {
                one: self.env._(
                    "%(placement)s: %(dispute)s was opened. Tell %(agency)s, or recall "
                    "the placement.",
                    placement=one.name,
                    dispute=dispute.name,
                    agency=one.agency_id.name,
                )
                for one in placements
            }
            placements._record("placement_disputed", words)
            placements._plan_tasks_on_cases(words)


class CollectionPlacement(models.Model):
    _inherit = "collection.placement"

    is_disputed = fields.Boolean(
        string="In Dispute",
        compute="_compute_is_disputed",
        search="_search_is_disputed",
        help="The debtor contests an item of it; the agency has to know.",
    )

    def _compute_is_disputed(self):
        contested = self.search(
            Domain("id", "in", self.ids) & self._get_disputed_domain()
        )
        for placement in self:
            placement.is_disputed = placement in contested

    def _search_is_disputed(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._get_disputed_domain()

    @api.model
    def _get_disputed_domain(self):
        lines = self.env["collection.dispute.line"]._search(
            Domain("dispute_id.state", "in", OPEN_STATES)
        )
        return Domain("line_ids.item_id", "in", lines.subselect("item_id"))
