from odoo import api, models
from odoo.exceptions import AccessError, UserError

from .collection_hold_set import MANAGER

# Written by what happens to a visit, never by hand.
RESULTS = {"name", "state", "action_id", "reported_on", "cancel_reason"}
# Agreed upon with the visitors and let through by the contact rules.
AGREED = {
    "case_id",
    "placement_id",
    "date_start",
    "date_stop",
    "contact_id",
    "place_id",
    "visitor_id",
    "companion_ids",
    "others",
}
# States in which the visitors may still tick steps and write their report.
WORKED = ("draft", "planned")


class CollectionVisit(models.Model):
    """Who may change visits, and what of them.

    Held here and not by the screens: as superuser acts only what has checked rights.
    """

    _inherit = "collection.visit"

    def write(self, vals):
        if not self.env.su and self._touches_own(vals):
            self._check_may_work()
            self._check_open(vals)
        return super().write(vals)

    def _touches_own(self, vals):
        """Whether more is written than what belongs to the chatter."""
        return any(not name.startswith(("message_", "activity_")) for name in vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        self._check_may_work()
        if any(visit.state != "draft" for visit in self):
            raise UserError(
                self.env._(
                    "Visits that were planned are part of the journal and cannot be "
                    "deleted. Cancel them instead."
                )
            )

    def _check_may_work(self):
        """A collector works on his own cases and those of nobody, visitors on their
        visits, a manager on all.
        """
        if self.env.su:
            return
        self.check_access("write")
        if self.env.user.has_group(MANAGER):
            return
        for visit in self:
            people = visit.case_id.user_id | visit.visitor_id | visit.companion_ids
            if visit.case_id.user_id and self.env.user not in people:
                raise AccessError(
                    self.env._(
                        "%(debtor)s is the case of %(collector)s. Only its collector, "
                        "the visitors or a collections manager may work on its visits.",
                        debtor=visit.partner_id.name,
                        collector=visit.case_id.user_id.name,
                    )
                )

    def _check_open(self, vals):
        results = RESULTS & vals.keys()
        if results:
            raise AccessError(
                self.env._(
                    "%(field)s follows from what happens to the visit and cannot be "
                    "entered.",
                    field=self._fields[min(results)].get_description(self.env)[
                        "string"
                    ],
                )
            )
        for visit in self:
            if visit.state not in WORKED:
                raise UserError(
                    self.env._(
                        "%(visit)s is closed. Its report is part of the journal and "
                        "cannot be changed.",
                        visit=visit.display_name,
                    )
                )
            if visit.state == "planned" and AGREED & vals.keys():
                raise UserError(
                    self.env._(
                        "%(visit)s is planned: its time was let through by the contact "
                        "rules. Take it back to draft to change it.",
                        visit=visit.display_name,
                    )
                )


class CollectionVisitCheck(models.Model):
    """Steps are ticked by whoever may work on the visit, until it is reported."""

    _inherit = "collection.visit.check"

    @api.model_create_multi
    def create(self, vals_list):
        checks = super().create(vals_list)
        checks._check_open()
        return checks

    def write(self, vals):
        self._check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_open(self):
        self._check_open()

    def _check_open(self):
        if not self.env.su:
            self.visit_id._check_may_work()
            self.visit_id._check_open({})
