from odoo import models

from ..core.consolidate import MessagePlan


class CollectionCase(models.Model):
    """Calls: those that took place, and those that are agreed upon."""

    _inherit = "collection.case"

    def _log_call(self, contact, outcome, note, incoming=False):
        """Journal a conversation that took place without having been planned.

        One that a contact rule forbids is not hidden: it is journalled as such.

        :param incoming: the debtor called; no rule of ours applies
        """
        self.ensure_one()
        self.check_access("write")
        contact = contact or self.partner_id
        Action = self.env["collection.action"]
        action = Action._as_journal().create(
            {
                "company_id": self.company_id.id,
                "case_id": self.id,
                "partner_id": self.partner_id.id,
                "contact_id": contact.id,
                "address": contact.phone or self.partner_id.phone,
                "date": Action._get_today(),
                "moment": Action._get_now(),
                "kind": "manual",
                "channel": "call",
                "state": "planned",
                "user_id": self.env.uid,
                "is_incoming": incoming,
                "gate": "incoming" if incoming else "allowed",
            }
        )
        action.with_env(self.env)._done(outcome, note)
        return action

    def _judge_call(self, action):
        """Values that say whether a call of this moment keeps the contact rules."""
        self.ensure_one()
        answer, _debtor = self._ask_gate(
            self._new_hand_run(),
            "call",
            self.env["collection.level"],
            action.contact_id,
            without=action.ids,
        )
        if answer.allowed:
            return {"gate": "allowed"}
        return {"gate": "breach", "gate_code": answer.code}

    def _plan_next_call(self, contact, date):
        """Plan a call that was agreed upon, on the first day that the rules allow.

        :return: the new collection.action
        """
        self.ensure_one()
        self.check_access("write")
        run = self._new_hand_run(date)
        no_level = self.env["collection.level"]
        answer, debtor = self._ask_gate(run, "call", no_level, contact, asked_for=True)
        self._check_answer(answer, contact, debtor, "call")
        plan = MessagePlan(contact.id, None, ("call",), {}, ())
        actions = (
            self.env["collection.action"]
            ._as_journal()
            ._create_messages(
                run, [(self.id, debtor, plan)], kind="manual", asked_for=True
            )
        )
        return actions._dispatch()
