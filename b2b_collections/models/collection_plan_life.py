from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .collection_hold_set import MANAGER
from .collection_plan import IN_PREPARATION, LIVE

HOLD_REASON = "b2b_collections.hold_reason_plan"


class CollectionPlan(models.Model):
    """From draft to active: who may take a plan further, and what follows."""

    _inherit = "collection.plan"

    def action_propose(self):
        """It has been offered to the debtor; now it waits for his answer."""
        self._check_may_make()
        self._check_state("draft")
        self._check_ready()
        today = self.env["collection.action"]._get_today()
        # The right to make plans was checked; states are nobody's to write.
        self.sudo()._set_state("proposed", date_proposed=today)
        self._record("plan_proposed")

    def action_submit(self):
        """Ask for approval; below all thresholds it is approved at once."""
        self._check_may_make()
        self._check_state("draft", "proposed")
        self._check_ready()
        # As above.
        self.sudo()._set_state("submitted")
        self._record("plan_submitted")
        self._request_approval()

    def action_draft(self):
        """Take a plan back that is not in force yet, to change it."""
        self._check_may_make()
        self._check_state("proposed", "submitted", "approved")
        self._drop_approval()
        # As above.
        self.sudo()._set_state("draft")

    def action_cancel(self):
        """Give up a plan that is not in force yet, or end one that is."""
        self._check_may_make()
        for plan in self:
            if plan.state not in (*IN_PREPARATION, "active"):
                plan._raise_state()
        active = self.filtered(lambda plan: plan.state == "active")
        active._check_may_end()
        (self - active)._drop_approval()
        # As above.
        self.sudo()._end("cancelled", self.env._("Cancelled by a person"))

    def action_activate(self):
        """Put an approved plan into force that was agreed upon without signature."""
        self._check_may_end()
        self._check_state("approved")
        self._check_approved()
        # Managers only, see above.
        self.sudo()._activate()

    def _sign(self, signed_by, day=None):
        """The debtor has signed: the plan comes into force.

        Whoever calls has seen the signature, or the signed copy.

        :param signed_by: name of who signed
        :raises UserError: not approved, or its items are not open as agreed
        """
        self._check_state("approved")
        self._check_approved()
        # The debtor in the portal, or a person who was checked by the caller.
        plans_sudo = self.sudo()
        day = day or self.env["collection.action"]._get_today()
        plans_sudo._set_state("signed", date_signed=day, signed_by=signed_by)
        plans_sudo._record("plan_signed")
        plans_sudo._activate()

    def _activate(self):
        """Let dunning of the items rest and follow the instalments from now on."""
        self._check_ready(is_signed=True)
        today = self.env["collection.action"]._get_today()
        for plan in self:
            if plan.previous_id:
                plan._take_over()
            plan._set_state("active", date_active=today)
            plan._set_missing_holds()
            plan._draft_debit_note()
        self._overtake_promises()
        self._record("plan_active")
        self.case_id._publish_agreements()
        self._tell_active()

    def _set_missing_holds(self):
        """Each open item of plans in force is held, as a whole and without an end."""
        found = self._find_unheld()
        reason = self.env.ref(HOLD_REASON)
        for case, held in found.grouped(lambda line: line.item_id.case_id).items():
            holds = case._hold(reason, items=held.item_id, source="system")
            by_item = {hold.item_id: hold for hold in holds}
            for line in held:
                line.hold_id = by_item[line.item_id]

    def _find_unheld(self):
        """Lines of collection.plan.item that are open and not held by their plan.

        Payments bounce, so that an item may come back whose hold had ended.
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT part.id
                  FROM collection_plan_item part
                  JOIN collection_plan plan ON plan.id = part.plan_id
                  JOIN collection_item item ON item.id = part.item_id
                  JOIN account_move_line line ON line.id = item.move_line_id
                  LEFT JOIN collection_hold hold ON hold.id = part.hold_id
                 WHERE part.plan_id = ANY(%s)
                   AND plan.state = 'active'
                   AND item.state = 'open'
                   AND item.case_id IS NOT NULL
                   AND line.parent_state = 'posted'
                   AND line.reconciled IS NOT TRUE
                   AND line.amount_residual_currency > 0
                   AND (hold.id IS NULL OR hold.end_kind IS NOT NULL)
                 ORDER BY part.id
                """,
                self.ids,
            )
        )
        return self.env["collection.plan.item"].browse(row[0] for row in rows)

    def _release_holds(self, reason):
        running = (self.item_ids.hold_id | self.debit_hold_id).filtered(
            lambda hold: hold.state in ("planned", "active")
        )
        if running:
            running._release(reason)

    def _overtake_promises(self):
        """What was promised singly is now a part of the plan."""
        for plan in self:
            reason = self.env._("Payment plan %(plan)s", plan=plan.name)
            plan.item_ids.item_id._overtake_promises(reason)

    def _set_state(self, state, **vals):
        self.write({"state": state, **vals})
        # A new version becomes the plan of its items when it comes into force.
        waiting = self.filtered(
            lambda plan: state != "active" and plan.previous_id.state == "active"
        )
        (self - waiting).item_ids.write({"is_live": state in LIVE})
        waiting.item_ids.write({"is_live": False})

    def _check_state(self, *states):
        for plan in self:
            if plan.state not in states:
                plan._raise_state()

    def _raise_state(self):
        states = dict(self._fields["state"]._description_selection(self.env))
        raise UserError(
            self.env._(
                "%(plan)s is %(state)s, so this cannot be done. Reload the page to see "
                "what can.",
                plan=self.name,
                state=states[self.state],
            )
        )

    def _check_may_end(self):
        """Putting into force without signature and ending early is for managers."""
        if not self.env.su and not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._(
                    "Only a collections manager may put a plan into force without a "
                    "signature, or end one that is in force."
                )
            )

    def _record(self, event, detail=None):
        """
        :param detail: text for all of them, or ``{plan: text}``
        """
        details = detail if isinstance(detail, dict) else dict.fromkeys(self, detail)
        self.env["collection.journal.entry"]._record(
            [
                {
                    "company_id": plan.company_id.id,
                    "case_id": plan.case_id.id,
                    "event": event,
                    "detail": details[plan] or plan.name,
                    "data": plan._get_journal_data(),
                }
                for plan in self
            ]
        )

    def _get_journal_data(self):
        return {
            "plan": self.id,
            "number": self.name,
            "version": self.version,
            "state": self.state,
            "currency": self.currency_id.name,
            "total": str(self.amount_total),
            "paid": str(self.amount_paid),
            "discount": str(self.amount_discount),
            "instalments": self.line_count,
            "last": self.date_end or None,
            "items": self.item_ids.item_id.ids,
        }
