from odoo import api, fields, models

from ..core.decide import exact
from ..core.plan import Habits
from .collection_plan_terms import COPIED, DEFAULT_RULES


class CollectionPlan(models.Model):
    """The terms of a plan: a copy of its own, which the agreement states."""

    _inherit = "collection.plan"

    terms_id = fields.Many2one(
        "collection.plan.terms",
        required=True,
        ondelete="restrict",
        compute="_compute_terms_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    reminder_days = fields.Integer(
        compute="_compute_terms",
        store=True,
        readonly=False,
        precompute=True,
        string="Remind Before",
        help="Days before each instalment; 0: no reminder.",
    )
    overdue_days = fields.Integer(
        compute="_compute_terms",
        store=True,
        readonly=False,
        precompute=True,
        string="Remind After",
        help="Days after an instalment that is not paid; 0: no reminder.",
    )
    grace_days = fields.Integer(
        compute="_compute_terms",
        store=True,
        readonly=False,
        precompute=True,
        string="Days of Grace",
        help="Working days where the debtor is. After them an instalment is missed.",
    )
    warning_days = fields.Integer(
        compute="_compute_terms",
        store=True,
        readonly=False,
        precompute=True,
        string="Warning After",
        help="Days from the day on which an instalment is missed.",
    )
    default_days = fields.Integer(
        compute="_compute_terms",
        store=True,
        readonly=False,
        precompute=True,
        string="Default After",
        help="Days from the warning to the end of the plan.",
    )
    default_rule = fields.Selection(
        DEFAULT_RULES,
        compute="_compute_terms",
        store=True,
        readonly=False,
        precompute=True,
        string="Dunning After a Default",
    )
    tolerance = fields.Monetary(
        help="What may be missing of an instalment without it being missed, for "
        "example bank charges.",
    )

    _terms_positive = models.Constraint(
        """CHECK (reminder_days >= 0 AND overdue_days >= 0 AND grace_days >= 0
            AND warning_days >= 0 AND default_days >= 1 AND tolerance >= 0)""",
        "Days cannot be negative, and between warning and default there must be at "
        "least one.",
    )

    @api.depends("company_id")
    def _compute_terms_id(self):
        for plan in self:
            if plan.terms_id.company_id in (plan.company_id, plan.env["res.company"]):
                plan.terms_id = plan.terms_id or plan._find_terms()
            else:
                plan.terms_id = plan._find_terms()

    def _find_terms(self):
        """Those of the company before those of all."""
        allowed = [("company_id", "in", [False, self.company_id.id])]
        found = self.env["collection.plan.terms"].search(allowed)
        return found.sorted(lambda terms: not terms.company_id)[:1]

    @api.depends("terms_id")
    def _compute_terms(self):
        for plan in self:
            for name in COPIED:
                plan[name] = plan.terms_id[name]

    def _get_habits(self):
        """The terms as the core takes them."""
        self.ensure_one()
        return Habits(
            self.reminder_days,
            self.overdue_days,
            self.grace_days,
            self.warning_days,
            self.default_days,
            exact(self.tolerance),
        )
