from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL, split_every

from .collection_action_notice import Notice

# Plans whose instalments are in memory at a time.
PLANS_AT_A_TIME = 1000
# What each step of an instalment leaves behind once the debtor was told.
TOLD = {"reminder": "reminded_on", "overdue": "overdue_on", "warning": "warned_on"}
FOLLOWED = ("state", "currency_id", "case_id", "partner_id", "company_id")


class CollectionRun(models.Model):
    """Payment plans in a run: followed before decisions, spoken of when it acts."""

    _inherit = "collection.run"

    def _follow_agreements(self):
        super()._follow_agreements()
        # What holds change is decided upon afterwards, by this run.
        self = self.with_context(collection_hold_batch=True)
        for ids in split_every(PLANS_AT_A_TIME, self._find_followed_plans(), list):
            plans = self.env["collection.plan"].search_fetch(
                [("id", "in", ids)], FOLLOWED
            )
            self._follow_safely(plans, self._follow_plans)

    def _follow_plans(self, plans):
        plans._follow_cases()
        plans._set_missing_holds()
        plans.filtered("debit_move_id")._hold_debit_notes()
        plans._follow(self.date)
        plans._release_undiscounted()

    def _find_followed_plans(self):
        """Ids of plans in force, and of completed ones of which something is open:
        a payment was reversed, the discount is not credited, a debit note was posted
        only now.
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT plan.id FROM collection_plan plan
                 WHERE plan.company_id = %(company)s
                   AND (plan.state = 'active'
                        OR plan.state = 'completed'
                       AND (EXISTS (
                           SELECT 1 FROM collection_plan_item part
                             JOIN collection_item item ON item.id = part.item_id
                            WHERE part.plan_id = plan.id AND item.state = 'open')
                        OR EXISTS (
                           SELECT 1 FROM account_move debit
                            WHERE debit.id = plan.debit_move_id
                              AND debit.state = 'posted'
                              AND debit.payment_state IN ('not_paid', 'partial'))))
                 ORDER BY plan.id
                """,
                company=self.company_id.id,
            )
        )
        return [row[0] for row in rows]

    def _get_cases_with_notices(self):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT plan.case_id FROM collection_plan plan
                 WHERE plan.company_id = %(company)s
                   AND (plan.step IS NOT NULL
                        OR plan.state = 'active'
                       AND EXISTS (
                           SELECT 1 FROM collection_plan_line line
                            WHERE line.plan_id = plan.id
                              AND line.step IN ('reminder', 'overdue', 'warning')))
                """,
                company=self.company_id.id,
            )
        )
        return super()._get_cases_with_notices() | {row[0] for row in rows}

    def _act_on_agreements(self, cases):
        super()._act_on_agreements(cases)
        plans = self.env["collection.plan"].search(
            Domain("case_id", "in", cases.ids)
            & (
                Domain("step", "!=", False)
                | Domain("state", "=", "active")
                & Domain("line_ids.step", "in", list(TOLD))
            ),
            order="id",
        )
        notices = [plan._prepare_step_notice() for plan in plans]
        sent = self.env["collection.action"]._send_notices(notices)
        for plan, notice, result in zip(plans, notices, sent, strict=True):
            plan._note_said(notice, result, self.date)


class CollectionPlan(models.Model):
    _inherit = "collection.plan"

    def _follow_cases(self):
        """Items that were opened again may have a new case."""
        for plan in self.filtered(lambda plan: plan.case_id.state == "closed"):
            items = plan.item_ids.item_id | plan._get_debit_items()
            case = items.filtered(lambda item: item.state == "open").case_id
            if len(case) == 1:
                plan.case_id = case

    def _prepare_step_notice(self):
        """The one notice of today: the gravest, about the oldest instalment."""
        if self.step:
            open_items = self.item_ids.item_id.filtered(
                lambda item: item.state == "open"
            )
            items = open_items if self.step == "defaulted" else open_items.browse()
            return Notice(self.case_id, f"plan_{self.step}", self, items)
        due = self.line_ids.filtered(lambda line: line.step in TOLD)
        order = list(TOLD)
        line = due.sorted(lambda one: (-order.index(one.step), one.date))[:1]
        return Notice(self.case_id, f"plan_{line.step}", line)

    def _note_said(self, notice, sent, day):
        """What the gate let pass was said; the rest is tried again tomorrow."""
        if sent.refusal:
            if notice.code in ("plan_warning", "plan_defaulted"):
                self._note_unsaid(sent.refusal, day)
            return
        if notice.source == self:
            self.step = False
            return
        line = notice.source
        vals = {TOLD[line.step]: day, "step": False}
        if line.step == "warning":
            vals["warning_id"] = sent.action[:1].id
        line.write(vals)

    def _note_unsaid(self, refusal, day):
        """A warning that cannot be given: a person has to find another way."""
        task = "b2b_collections.mail_act_plan_unsaid"
        if self.case_id.activity_ids.filtered(
            lambda one: one.activity_type_id == self.env.ref(task)
        ):
            return
        summary = self.env._("%(plan)s: the debtor could not be warned", plan=self.name)
        self.case_id._plan_quietly(task, {self.case_id: (summary, refusal)}, day)
