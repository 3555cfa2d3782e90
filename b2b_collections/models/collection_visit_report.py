from odoo import models
from odoo.exceptions import UserError

from .collection_visit_plan import TASK

# What the journal calls the outcome of a call or visit.
IN_JOURNAL = {
    "met": "reached",
    "absent": "not_reached",
    "closed": "not_reached",
    "moved": "not_reached",
    "promise": "promised",
    "dispute": "disputed",
    "refused": "reached",
    "paid": "reached",
}
# Nobody lives at the address any more: letters go astray as well.
GONE = ("closed", "moved")


class CollectionVisit(models.Model):
    """The report: what came of it, where, when, with whom."""

    _inherit = "collection.visit"

    def action_report(self):
        """Close the visit with its outcome; go on with the promise or dispute."""
        self.ensure_one()
        self._check_may_work()
        self._check_report()
        self._report()
        return self._get_next_step()

    def _check_report(self):
        now = self.env["collection.action"]._get_now()
        _ = self.env._
        if self.state != "planned":
            raise UserError(
                _("%(visit)s: only a planned visit can be reported.", visit=self.name)
            )
        if not self.outcome:
            raise UserError(_("Outcome: say what came of the visit."))
        if not self.date_visited:
            raise UserError(_("Visited At: say when the visit took place."))
        if self.date_visited > now:
            raise UserError(
                _("Visited At: lies in the future. Report it when you were there.")
            )
        if not (self.place or self.position):
            raise UserError(_("Took Place At: say where, or let your device tell it."))
        self._check_pair()
        missing = self.check_ids.filtered(lambda check: check._is_open())
        if missing:
            raise UserError(
                _(
                    "Procedure: not ticked are: %(steps)s. Tick what was done, or say "
                    "beside it why it was not.",
                    steps=", ".join(missing.mapped("name")),
                )
            )

    def _report(self):
        # Rights and report were checked; the journal is written by what happens.
        visit_sudo = self.sudo()
        visit_sudo.write(
            {
                "state": "done",
                "reported_on": self.env["collection.action"]._get_now(),
            }
        )
        action = visit_sudo.action_id
        action.with_user(self.env.user).sudo()._done(
            IN_JOURNAL[self.outcome], self.note
        )
        if self.outcome in GONE:
            action._as_journal()._mark_address("moved", self._get_outcome_word())
        visit_sudo.activity_feedback([TASK], user_id=None)
        self._record_report()

    def _get_outcome_word(self):
        words = dict(self._fields["outcome"]._description_selection(self.env))
        return words[self.outcome]

    def _record_report(self):
        self.env["collection.journal.entry"]._record(
            [
                {
                    "company_id": self.company_id.id,
                    "case_id": self.case_id.id,
                    "action_id": self.action_id.id,
                    "contact_id": self.contact_id.id,
                    "event": "visit_reported",
                    "detail": self._get_outcome_word(),
                    "data": {
                        "visit": self.id,
                        "outcome": self.outcome,
                        "visited": self.date_visited,
                        "people": len(self._get_people()),
                        "visitors": (self.visitor_id | self.companion_ids).ids,
                        "not_done": self.check_ids.filtered(
                            lambda check: not check.is_done
                        ).step_id.ids,
                    },
                    "personal": {
                        "place": self.place or None,
                        "position": self.position or None,
                        "met": self.met_with or None,
                    },
                }
            ]
        )

    def _judge(self):
        """Values of the action that say whether the visit kept the contact rules."""
        answer, _debtor = self._ask_gate(self.date_visited)
        if answer.allowed:
            return {"gate": "allowed"}
        return {"gate": "breach", "gate_code": answer.code}

    def _get_next_step(self):
        """The wizard that takes down what was promised or disputed."""
        if self.outcome == "promise":
            action = self.env["ir.actions.act_window"]._for_xml_id(
                "b2b_collections.collection_promise_wizard_action"
            )
            return {
                **action,
                "context": {
                    "active_model": "collection.case",
                    "active_id": self.case_id.id,
                    "active_ids": self.case_id.ids,
                    "default_contact_id": self.contact_id.id,
                },
            }
        if self.outcome == "dispute":
            action = self.case_id.action_new_dispute()
            action["context"]["default_contact_id"] = self.contact_id.id
            return action
        return None
