from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import format_amount


class CollectionPlan(models.Model):
    """How plans end, and what becomes of their items."""

    _inherit = "collection.plan"

    step = fields.Selection(
        [("completed", "Say thank you"), ("defaulted", "Say that it has ended")],
        string="To Be Said",
        readonly=True,
        copy=False,
        help="With the next run.",
    )

    def _complete(self, day):
        """Everything was paid as agreed: the debtor gets what he was promised."""
        if not self:
            return
        self._set_state("completed", date_ended=day, step="completed", end_reason=False)
        # What is granted as a discount must not be asked for until it is credited.
        granted = self.filtered(
            lambda p: p.currency_id.compare_amounts(p.amount_discount, 0) > 0
        )
        granted._draft_credit_note(day)
        (self - granted)._release_holds(self.env._("The plan was completed."))
        self._record("plan_completed")
        self.case_id._publish_agreements()

    def _default(self, day):
        """The plan is over; its items are back in dunning, all that is open of them."""
        if not self:
            return
        words = self.env._("Instalments were not paid in spite of a warning.")
        self._set_state("defaulted", date_ended=day, step="defaulted", end_reason=words)
        self._let_go(day, words)
        self._record("plan_defaulted", words)
        tasks = {
            plan: self.env._(
                "%(plan)s is in default: %(amount)s is open",
                plan=plan.name,
                amount=format_amount(self.env, plan.amount_rest, plan.currency_id),
            )
            for plan in self
        }
        self._plan_tasks_on_cases(tasks, day)
        self.case_id._publish_agreements()

    def action_default(self):
        """Declare a default by hand, for example where no warning gets through."""
        self._check_may_end()
        self._check_state("active")
        # Managers only, see above.
        self.sudo()._default(self.env["collection.action"]._get_today())

    def _end(self, state, words):
        """End plans by a person's decision."""
        today = self.env["collection.action"]._get_today()
        active = self.filtered(lambda plan: plan.state == "active")
        self._set_state(state, date_ended=today, end_reason=words)
        active._let_go(today, words)
        self._record(f"plan_{state}", words)
        self.case_id._publish_agreements()

    def _let_go(self, day, words):
        """Items come back into dunning by the rule of their plan."""
        self.line_ids.write({"step": False})
        for rule, plans in self.grouped("default_rule").items():
            items = plans.item_ids.item_id.filtered(lambda item: item.state == "open")
            items.write({"comeback": rule, "comeback_on": day})
        self._release_holds(words)
        self._drop_draft_moves()

    def _reopen(self, day):
        """A payment was reversed after the end: the plan is in force again.

        Not where its items are in another plan by now: then a person has to decide.
        """
        for plan in self:
            if plan._find_rival():
                plan._note_reversal(day, is_reopened=False)
                continue
            plan._set_state("active", date_ended=False, step=False)
            plan.credit_move_id = plan._drop_draft(plan.credit_move_id)
            plan._set_missing_holds()
            plan._record("plan_reopened")
            plan._note_reversal(day)
        self.case_id._publish_agreements()

    def _find_rival(self):
        return self.env["collection.plan.item"].search(
            Domain("item_id", "in", self.item_ids.item_id.ids)
            & Domain("is_live", "=", True)
            & Domain("plan_id", "!=", self.id),
            limit=1,
        )

    def _note_reversal(self, day, is_reopened=True):
        words = (
            self.env._(
                "%(plan)s: a payment was reversed after it had been completed. It is "
                "in force again",
                plan=self.name,
            )
            if is_reopened
            else self.env._(
                "%(plan)s: a payment was reversed after it had been completed, and its "
                "items are in another plan. Look at both",
                plan=self.name,
            )
        )
        self._plan_tasks_on_cases({self: words}, day)
