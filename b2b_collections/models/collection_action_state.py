from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..core import reasons

# What can have happened to an item between the making of a message and its leaving.
OBSOLETE = """
    SELECT DISTINCT line.action_id
      FROM collection_action_line line
      JOIN collection_item item ON item.id = line.item_id
      JOIN account_move_line ledger ON ledger.id = item.move_line_id
      JOIN account_move move ON move.id = ledger.move_id
     WHERE line.action_id = ANY(%s)
       AND line.kind = 'item'
       AND (ledger.parent_state != 'posted'
            OR ledger.reconciled
            OR ledger.amount_residual_currency != line.amount_residual
            OR ledger.no_followup
            OR move.payment_state IN ('blocked', 'in_payment'))
"""
OPEN_STATES = ("to_approve", "queued", "planned", "to_print")


class CollectionAction(models.Model):
    """What becomes of an action, and of its items with it."""

    _inherit = "collection.action"

    def _find_obsolete(self):
        """Messages that no longer say the truth: paid, held or changed since."""
        self.env["account.move.line"].flush_model()
        self.env["account.move"].flush_model(["payment_state"])
        levels = self.filtered(lambda action: action.kind in ("level", "manual"))
        rows = self.env.execute_query(SQL(OBSOLETE, levels.ids))
        found = self.browse(row[0] for row in rows) | levels._find_held()
        return found | self._find_obsolete_notices()

    def _reach_debtor(self, day=None):
        """The message got through: its items are on their new level.

        :param day: when it did, if not on the date of the action
        """
        self._note_moment()
        self.write({"state": "done"})
        self._record_reached(day)
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                UPDATE collection_item item
                   SET level_id = line.level_id,
                       level_date = GREATEST(action.date, %(day)s),
                       stage_id = level.stage_id,
                       pending_action_id = NULL,
                       wait_until = NULL,
                       verdict = 'wait',
                       reason_code = %(reached)s,
                       reason_detail = NULL,
                       next_level_id = NULL,
                       next_date = NULL,
                       decided_on = GREATEST(action.date, %(day)s),
                       decision_run = NULL
                  FROM collection_action_line line
                  JOIN collection_action action ON action.id = line.action_id
                  JOIN collection_level level ON level.id = line.level_id
                 WHERE action.id = ANY(%(ids)s)
                   AND item.pending_action_id = action.id
                   AND line.item_id = item.id
                   AND line.climbs
             RETURNING item.case_id
                """,
                reached=reasons.REACHED,
                day=day,
                ids=self.ids,
            )
        )
        self.env["collection.item"].invalidate_model(flush=False)
        self.case_id._note_contact(day or max(self.mapped("date")))
        if not self.env.context.get("collection_publish_later"):
            cases = self.env["collection.case"].browse({row[0] for row in rows})
            cases._publish_levels()

    def _release_items(self):
        """The message did not get through: its items may have it again."""
        self.env["collection.item"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                UPDATE collection_item
                   SET pending_action_id = NULL,
                       cycle = cycle + 1,
                       verdict = 'wait',
                       reason_code = %s,
                       decided_on = %s,
                       decision_run = NULL
                 WHERE pending_action_id = ANY(%s)
                """,
                reasons.FAILED,
                self._get_today(),
                self.ids,
            )
        )
        self.env["collection.item"].invalidate_model(flush=False)

    def _cancel(self, detail):
        """Withdraw what has not left; ``detail`` says why, in words."""
        actions = self.filtered(lambda action: action.state in OPEN_STATES)
        if not actions:
            return
        actions.write({"state": "cancelled", "state_detail": detail})
        actions._record_events("cancelled", detail, actions._find_paid())
        actions._release_items()
        mails = actions.mail_id.filtered(lambda mail: mail.state == "outgoing")
        mails.write({"state": "cancel", "failure_reason": detail})
        actions.sms_id.filtered(lambda s: s.state == "outgoing").state = "canceled"
        actions._close_tasks()
        actions.case_id._forget_message()

    def _fail(self, detail, address_is_bad):
        """It could not be delivered: no contact, and somebody has to know."""
        self.write({"state": "failed", "state_detail": detail})
        self._record_event("failed", detail, {"address_is_bad": bool(address_is_bad)})
        self._release_items()
        self.case_id._forget_message()
        if address_is_bad:
            self._mark_address("failed", detail)
        self._report_failure(detail)

    def _report_failure(self, detail):
        """A task per case; for a breakdown that hits many, one on the run."""
        if len(self) > 20 and self.run_id:
            self.run_id[:1].activity_schedule(
                "b2b_collections.mail_act_error",
                summary=self.env._("%(count)s messages failed", count=len(self)),
                note=detail,
                user_id=self._get_manager().id,
            )
            return
        for action in self:
            action.case_id.activity_schedule(
                "b2b_collections.mail_act_contact_problem",
                summary=self.env._(
                    "Message to %(address)s failed", address=action.address
                ),
                note=detail,
                user_id=action._get_owner().id,
            )
        self.case_id.has_contact_problem = True

    def _get_manager(self):
        return self.company_id[:1]._get_collection_manager()

    def _check_manager(self):
        if not self.env.su and not self.env.user.has_group(
            "b2b_collections.group_collections_manager"
        ):
            raise AccessError(
                self.env._("Only a collections manager may approve or refuse messages.")
            )

    def action_approve(self):
        """Let the messages go, unless the ledger has changed since."""
        self._check_manager()
        waiting = self._as_journal().filtered(lambda a: a.state == "to_approve")
        obsolete = waiting._find_obsolete()
        obsolete._cancel(self.env._("Paid, held or changed before it was approved."))
        waiting -= obsolete
        waiting._close_tasks()
        waiting.write({"state": "planned", "date": self._get_today()})
        waiting._record_event("approved")
        # Time has passed since it was planned: what may not leave at once gets its
        # moment, what may not leave at all is withdrawn.
        waiting._ask_again()
        waiting.filtered(lambda action: action.state == "planned")._dispatch()

    def _refuse(self, reason):
        """Refuse messages; their items rest for the gap of the policy."""
        self._check_manager()
        if not (reason or "").strip():
            raise UserError(self.env._("Give a reason for the refusal."))
        today = self._get_today()
        waiting = self._as_journal().filtered(lambda a: a.state == "to_approve")
        for policy, actions in waiting.grouped(lambda a: a.case_id.policy_id).items():
            items = waiting.env["collection.item"].search(
                [("pending_action_id", "in", actions.ids)]
            )
            items.write(
                {
                    "wait_until": fields.Date.add(
                        today, days=max(1, policy.min_gap_days)
                    ),
                    "wait_code": "refused",
                    "wait_detail": reason,
                }
            )
        waiting._release_items()
        waiting._close_tasks()
        waiting.write({"state": "refused", "state_detail": reason})
        waiting._record_event("refused", reason)
        waiting.case_id._forget_message()

    def action_cancel(self):
        """Withdraw messages and tasks by hand."""
        self.check_access("read")
        self.case_id.check_access("write")
        self._as_journal()._cancel(
            self.env._("Cancelled by %(user)s.", user=self.env.user.name)
        )

    def _done(self, outcome, note=None):
        """A call or visit took place.

        :param outcome: ``reached``, ``not_reached``, ``promised``, ``disputed`` or
            ``wrong_number``
        """
        self.case_id.check_access("write")
        for action in self._as_journal().filtered(lambda a: a.state == "planned"):
            action._note_call(outcome, note)
            action._close_tasks()
            if outcome == "wrong_number":
                action._mark_address("wrong_number")
            if outcome in ("reached", "promised", "disputed"):
                action._reach_debtor()
            else:
                action.state = "done"
                action._record_event("done")
                action._release_items()

    def _note_call(self, outcome, note):
        """What came of a planned call or visit, which takes place now."""
        vals = {"outcome": outcome, "note": note, "moment": self._get_now()}
        if self.gate == "allowed":
            vals |= self.case_id._judge_call(self)
        self.write(vals)
        if self.gate == "breach":
            self._record_event("breach", data={"rule": self.gate_code})

    def _close_tasks(self):
        """Tasks of these actions are settled with them."""
        tasks = self.env["mail.activity"].search(
            [("collection_action_id", "in", self.ids)]
        )
        tasks.with_context(collection_action_settled=True).unlink()
