from typing import NamedTuple

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_amount

from ..core import plan as core
from ..core.decide import exact

LINE_FIELDS = (
    "plan_id",
    "date",
    "amount",
    "amount_interest",
    "amount_rest",
    "amount_told",
    "amount_paid",
    "amount_reduced",
    "state",
    "date_paid",
    "missed_on",
    "reminded_on",
    "overdue_on",
    "warned_on",
    "step",
    "currency_id",
    "warning_id",
)
TASK = "b2b_collections.mail_act_plan"
# A warning that did not get through was none.
LOST = ("failed", "cancelled", "refused")


class Change(NamedTuple):
    """What a look at the ledger has brought for a plan.

    :ivar missed: amount of the instalments that are missed since
    :ivar credited: all that is credited by now, ``None`` if that has not changed
    """

    is_complete: bool
    is_broken: bool
    missed: float
    credited: float | None


class CollectionPlan(models.Model):
    """How plans in force are kept: seen every night, in sets, or by a button."""

    _inherit = "collection.plan"

    def action_update(self):
        """See at once what was paid, instead of in the next run."""
        self._check_may_make()
        today = self.env["collection.action"]._get_today()
        # Rights were checked; what is written follows from the ledger.
        running = self.sudo().filtered(lambda p: p.state in ("active", "completed"))
        for plans in running.grouped("company_id").values():
            plans._follow(today)

    def _put_down(self, line, amount):
        """Put down a part of what was paid to one instalment, as the debtor said.

        :param line: collection.plan.line of this plan
        :param amount: of all that was paid; 0: as the order says
        :raises UserError: the amount is negative or more than the instalment
        """
        self._check_may_make()
        self._check_state("active")
        most = line.amount - line.amount_reduced
        if line.plan_id != self or not 0 <= amount <= most:
            raise UserError(
                self.env._(
                    "Amount: enter at least 0 and at most the %(most)s of an "
                    "instalment of this plan.",
                    most=format_amount(self.env, most, line.currency_id),
                )
            )
        # As above.
        line.sudo().amount_told = line.currency_id.round(amount)
        self.action_update()

    def _follow(self, day):
        """Bring these plans up to date with the ledger, and draw the conclusions.

        :param day: what is judged as of; payments of today are known in any case
        """
        if not self:
            return
        ledger = self._load_ledger()
        lines = self._load_lines()
        book = self.env["collection.contact.rule"]._get_book(self.company_id[:1])
        changes = {
            plan: plan._see_progress(ledger[plan.id], lines[plan], day, book)
            for plan in self
        }
        self._tell_of_credits(
            {plan: change.credited for plan, change in changes.items()}
        )
        self._note_missed(
            {plan: change.missed for plan, change in changes.items()}, day
        )
        complete = self.filtered(lambda plan: changes[plan].is_complete)
        broken = self.filtered(lambda plan: changes[plan].is_broken)
        active = self.filtered(lambda plan: plan.state == "active")
        (active & complete)._complete(day)
        (active & broken)._default(day)
        (self - active - complete)._reopen(day)

    def _load_lines(self):
        """``{plan: instalments}``, with all that is looked at in one query."""
        lines = self.env["collection.plan.line"].search_fetch(
            [("plan_id", "in", self.ids)], LINE_FIELDS, order="plan_id, date, id"
        )
        found = lines.grouped("plan_id")
        return {plan: found.get(plan, lines.browse()) for plan in self}

    def _see_progress(self, ledger, lines, day, book):
        """Write how the instalments of one plan stand; return a :class:`Change`."""
        habits = self._get_habits()
        dues = [line._as_due() for line in lines]
        progress = self._judge(ledger, dues, day, book)
        reduced = sum(lines.mapped("amount_reduced"))
        known = lines.filtered(lambda line: line.state == core.MISSED)
        for line, due, standing in zip(lines, dues, progress.standings, strict=True):
            line._note_standing(due, standing, habits, day, self.state)
        missed = lines.filtered(lambda line: line.state == core.MISSED) - known
        return Change(
            progress.is_complete,
            any(line.step == core.DEFAULT for line in lines),
            sum(missed.mapped("amount_rest")) if self.state == "active" else 0.0,
            self._find_credited(reduced, lines),
        )

    def _find_credited(self, before, lines):
        """What is credited by now, ``None`` if that has not changed."""
        after = sum(lines.mapped("amount_reduced"))
        return after if self.currency_id.compare_amounts(before, after) else None

    def _judge(self, ledger, dues, day, book=None):
        """The :class:`..core.plan.Progress` of this plan; nothing is written."""
        habits, workdays = self._get_habits(), self._get_workdays(book)
        return core.follow(
            dues, ledger.payments, ledger.credited, day, habits, workdays
        )

    def _tell_of_credits(self, credited):
        """Invoices were credited or cancelled: the plan ends earlier than agreed.

        :param credited: ``{plan: amount}``, ``None`` where nothing has changed
        """
        words = {
            plan: self.env._(
                "Credited or cancelled invoices: the instalments are %(amount)s less "
                "than agreed upon, counted from the last one.",
                amount=format_amount(self.env, amount, plan.currency_id),
            )
            for plan, amount in credited.items()
            if amount is not None
        }
        plans = self.browse(plan.id for plan in words)
        plans._message_log_batch({plan.id: text for plan, text in words.items()})
        plans._record("plan_changed", words)

    def _note_missed(self, missed, day):
        """The days of grace are over: a task for the collector.

        :param missed: ``{plan: amount}``
        """
        words = {
            plan: self.env._(
                "%(plan)s: an instalment was missed, %(amount)s is late",
                plan=plan.name,
                amount=format_amount(self.env, amount, plan.currency_id),
            )
            for plan, amount in missed.items()
            if amount
        }
        plans = self.browse(plan.id for plan in words)
        plans._record("instalment_missed", words)
        plans._plan_tasks_on_cases(words, day)

    def _plan_tasks_on_cases(self, words, day, task=TASK):
        """Tasks for the collectors, one for each case.

        :param words: ``{plan: summary}``
        """
        summaries = {}
        for plan, text in words.items():
            summaries.setdefault(plan.case_id, []).append(text)
        tasks = {case: ("; ".join(texts), False) for case, texts in summaries.items()}
        self.env["collection.case"]._plan_quietly(task, tasks, day)


class CollectionPlanLine(models.Model):
    _inherit = "collection.plan.line"

    def _as_due(self):
        return core.Due(self.date, exact(self.amount), exact(self.amount_told))

    def _note_standing(self, due, standing, habits, day, plan_state):
        """Write what changed of an instalment."""
        step = None
        if plan_state == "active":
            step = core.find_step(due, standing, self._get_said(), habits, day)
        if step == core.DEFAULT and self.warning_id.state != "done":
            # The warning is written and waits to be printed or sent.
            step = None
        vals = {
            "amount_paid": float(standing.paid),
            "amount_reduced": float(standing.reduced),
            "state": standing.state,
            "date_paid": standing.date_paid or False,
            "missed_on": standing.missed_on,
            "step": step or False,
        }
        changed = {name: new for name, new in vals.items() if self[name] != new}
        if changed:
            self.write(changed)

    def _is_paid_by_now(self, day):
        """What the ledger says at this moment; a payment may have come since."""
        plan, lines = self.plan_id, self.plan_id.line_ids
        ledger = plan._load_ledger()[plan.id]
        progress = plan._judge(ledger, [line._as_due() for line in lines], day)
        return progress.standings[lines.ids.index(self.id)].state == core.PAID

    def _get_said(self):
        warned = self.warned_on
        if self.warning_id.state in LOST:
            warned = None
        return core.Said(
            self.reminded_on or None, self.overdue_on or None, warned or None
        )
