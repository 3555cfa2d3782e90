from odoo import fields, models
from odoo.exceptions import UserError


class CollectionAction(models.Model):
    """A visit that is planned as such is reported as such."""

    _inherit = "collection.action"

    visit_ids = fields.One2many("collection.visit", "action_id", readonly=True)

    def _note_call(self, outcome, note):
        """At the time of the visit, not at that of the report."""
        # Of the action, which whoever comes here may work on.
        visit_sudo = self.sudo().visit_ids
        if not visit_sudo:
            return super()._note_call(outcome, note)
        self.write(
            {
                "outcome": outcome,
                "note": note,
                "moment": visit_sudo.date_visited,
                **visit_sudo._judge(),
            }
        )
        if self.gate == "breach":
            self._record_event("breach", data={"rule": self.gate_code})
        return None

    def _done(self, outcome, note=None):
        # As above.
        waiting = self.sudo().visit_ids.filtered(lambda visit: visit.state == "planned")
        if waiting:
            raise UserError(
                self.env._(
                    "Report the visit %(visit)s itself: under Recovery, Field Visits.",
                    visit=waiting[0].name,
                )
            )
        return super()._done(outcome, note)

    def _note_moment(self):
        """When a visit took place is known from its report."""
        visits_sudo = self.sudo().visit_ids
        return super(CollectionAction, self - visits_sudo.action_id)._note_moment()

    def _cancel(self, detail):
        result = super()._cancel(detail)
        if not self.env.context.get("collection_visit_withdrawn"):
            # Whoever may withdraw the action calls the visit off with it.
            visits_sudo = self.sudo().visit_ids.filtered(
                lambda visit: (
                    visit.state == "planned" and visit.action_id.state == "cancelled"
                )
            )
            visits_sudo._cancel(detail)
        return result


class CollectionAddressProblem(models.Model):
    """A visitor sees that nobody is there any more."""

    _inherit = "collection.address.problem"

    kind = fields.Selection(
        selection_add=[("moved", "Not there any more")], ondelete={"moved": "cascade"}
    )
