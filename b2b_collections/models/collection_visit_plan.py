from datetime import UTC, timedelta

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..core import gate
from ..core.channels import VISIT
from ..core.consolidate import MessagePlan
from ..core.decide import make_request
from ..core.zones import find_zone

TASK = "b2b_collections.mail_act_field_visit"
PLACED = ("placed", "acknowledged", "working", "promised", "plan")


class CollectionVisit(models.Model):
    """Planning: in pairs where the company wants it, and only what the gate allows."""

    _inherit = "collection.visit"

    def action_plan(self):
        for visit in self:
            visit._plan()

    def _plan(self):
        """Ask the gate for that very time, and put the visit into the journal.

        :raises UserError: something is missing, or a contact rule forbids it
        """
        self.ensure_one()
        self._check_may_work()
        if self.state != "draft":
            raise UserError(
                self.env._("%(visit)s is planned already.", visit=self.display_name)
            )
        self._check_plan()
        self._check_pair()
        for moment in (self.date_start, self.date_stop - timedelta(minutes=1)):
            answer, debtor = self._ask_gate(moment)
            if not answer.allowed:
                raise UserError(
                    self.case_id._describe_refusal(answer, self.contact_id, debtor)
                )
        # The gate said yes to somebody who may plan visits.
        self.sudo().write({"state": "planned", "action_id": self._make_action().id})
        self._plan_tasks_of_visitors()

    def _check_plan(self):
        now = self.env["collection.action"]._get_now()
        if self.case_id.state != "open":
            raise UserError(self.env._("The case is closed: nothing is open."))
        if self.date_start < now:
            raise UserError(
                self.env._("From: lies in the past. Choose a time to come.")
            )
        if not self.place_id or not self.place_id._has_own_address():
            raise UserError(
                self.env._(
                    "Business Address: %(name)s has no address. Enter it on the "
                    "contact, or choose another one.",
                    name=self.place_id.display_name or self.partner_id.name,
                )
            )
        if self.placement_id and self.placement_id.state not in PLACED:
            raise UserError(
                self.env._(
                    "Placement: %(placement)s is not with the agency now.",
                    placement=self.placement_id.name,
                )
            )
        if not self._get_items():
            raise UserError(
                self.env._(
                    "%(debtor)s cannot be visited: nothing is due, or all of it is on "
                    "hold.",
                    debtor=self.partner_id.name,
                )
            )

    def _get_items(self):
        """What the visit is about: the placed items, else all that is not on hold.

        A placement holds its items, so that we do not remind of them; its own visits
        are not stopped by that.
        """
        items = self.case_id.item_ids.filtered(lambda item: item.state == "open")
        if self.placement_id:
            return items & self.placement_id.line_ids.item_id
        whole = {key for key, held in items._get_held().items() if held.whole}
        return items.filtered(lambda item: item.id not in whole)

    def _check_pair(self):
        """Two people, where the company demands it."""
        if not self._needs_pair() or len(self._get_people()) > 1:
            return
        raise UserError(
            self.env._(
                "Accompanied By: %(company)s lets nobody visit alone here. Say who "
                "else goes.",
                company=self.company_id.name,
            )
        )

    def _needs_pair(self):
        company = self.company_id
        if company.collection_visit_pairs == "above":
            limit = company.collection_visit_pair_amount
            owed = self.case_id.amount_overdue
            return company.currency_id.compare_amounts(owed, limit) > 0
        return company.collection_visit_pairs == "always"

    def _get_people(self):
        """Names of all who go."""
        own = (self.visitor_id | self.companion_ids).mapped("name")
        return own + [
            name.strip() for name in (self.others or "").split(",") if name.strip()
        ]

    def _get_local_day(self, moment):
        """Day of a moment by the clock of our company, as the journal counts."""
        zone = find_zone(self.company_id._get_collection_zone()) or UTC
        return moment.replace(tzinfo=UTC).astimezone(zone).date()

    def _ask_gate(self, moment):
        """What the gate says of a visit at that moment: ``(Answer, Debtor)``."""
        case, contact = self.case_id, self.contact_id
        run = case._new_hand_run(self._get_local_day(moment))
        rules = case._get_contact_rules(run)
        debtor = case._get_debtor_facts(run, contact, rules, self.action_id.ids)
        reach = debtor.reach[contact.id]
        request = make_request(contact.id, None, VISIT, reach, rules)
        terms = rules.get_terms(reach)
        return gate.check(request, terms, debtor.past, moment, run.date), debtor

    def _describe_gate(self):
        """Why the contact rules forbid it, in words; ``False`` if they do not."""
        answer, debtor = self._ask_gate(self.date_start)
        if answer.allowed:
            return False
        return self.case_id._describe_refusal(answer, self.contact_id, debtor)

    def _make_action(self):
        """The visit as a planned action of the journal, with the items it is about."""
        case, contact = self.case_id, self.contact_id
        run = case._new_hand_run(self._get_local_day(self.date_start))
        _answer, debtor = self._ask_gate(self.date_start)
        plan = MessagePlan(contact.id, None, (VISIT,), {}, tuple(self._get_items().ids))
        Action_own = self.env["collection.action"]._as_journal()
        lines = Action_own._prepare_item_lines(run, plan)
        return Action_own.create(
            {
                "company_id": self.company_id.id,
                "case_id": case.id,
                "partner_id": self.partner_id.id,
                "contact_id": contact.id,
                "address": ", ".join((self.address or "").split("\n")),
                "date": run.date,
                "moment": self.date_start,
                "zone": case._get_contact_zone(debtor.reach[contact.id]),
                "kind": "manual",
                "channel": VISIT,
                "state": "planned",
                "user_id": self.env.uid,
                "gate": "allowed",
                "subject": self.env._("Visit %(number)s", number=self.name),
                "line_ids": [
                    Command.create(dict(line, channel=VISIT)) for line in lines
                ],
            }
        )

    def _plan_tasks_of_visitors(self):
        for user in self.visitor_id | self.companion_ids:
            # Whoever plans a visit asks the visitors to go; they are our people.
            self.sudo().activity_schedule(
                TASK,
                self._get_local_day(self.date_start),
                summary=self.partner_id.name,
                user_id=user.id,
            )

    def action_draft(self):
        """Take a visit back to change it; the journal keeps that it was planned."""
        for visit in self:
            visit._check_may_work()
            if visit.state not in ("planned", "cancelled"):
                raise UserError(
                    self.env._(
                        "%(visit)s was reported and cannot be changed.",
                        visit=visit.display_name,
                    )
                )
            visit._withdraw(self.env._("Taken back to be changed."))
            # Checked above; the state is never written by hand.
            visit.sudo().write(
                {"state": "draft", "action_id": False, "cancel_reason": False}
            )

    def action_cancel(self):
        for visit in self:
            visit._check_may_work()
            if visit.state not in ("draft", "planned"):
                raise UserError(
                    self.env._("%(visit)s is closed already.", visit=visit.display_name)
                )
            visit._cancel(self.env._("Cancelled by %(user)s.", user=self.env.user.name))

    def _cancel(self, reason):
        """Call the visit off. Whoever calls has checked the rights."""
        self._withdraw(reason)
        self.sudo().write({"state": "cancelled", "cancel_reason": reason})

    def _withdraw(self, reason):
        # The rights for the visit were checked; its action and tasks follow it.
        visits_sudo = self.sudo()
        visits_sudo.action_id._as_journal().with_context(
            collection_visit_withdrawn=True
        )._cancel(reason)
        visits_sudo.activity_unlink([TASK])
