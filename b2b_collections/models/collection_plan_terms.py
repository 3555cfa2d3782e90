from odoo import fields, models

from ..core.ladder import ANNOUNCE, NEXT, RAISE, RESTART, RESUME

DEFAULT_RULES = [
    (RESUME, "Resume: the next level, the days between levels later"),
    (ANNOUNCE, "Same: the last level once more"),
    (NEXT, "Next: the next level at once"),
    (RAISE, "Raise: one level is skipped, the one after it comes at once"),
    (RESTART, "First: with the first reminder"),
]
# What a plan takes over from its terms, and may change as a draft.
COPIED = (
    "reminder_days",
    "overdue_days",
    "grace_days",
    "warning_days",
    "default_days",
    "default_rule",
)


class CollectionPlanTerms(models.Model):
    """The small policy of payment plans: when we write, and when a plan is over.

    Plans copy it when they are made, so that what a debtor signed stays as it was.
    """

    _name = "collection.plan.terms"
    _description = "Terms of Payment Plans"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: for all companies."
    )
    reminder_days = fields.Integer(
        string="Remind Before",
        default=5,
        required=True,
        help="Days before each instalment; 0: no reminder.",
    )
    overdue_days = fields.Integer(
        string="Remind After",
        default=1,
        required=True,
        help="Days after an instalment that is not paid; 0: no reminder.",
    )
    grace_days = fields.Integer(
        string="Days of Grace",
        default=3,
        required=True,
        help="Working days where the debtor is. After them an instalment is missed.",
    )
    warning_days = fields.Integer(
        string="Warning After",
        default=0,
        required=True,
        help="Days from the day on which an instalment is missed.",
    )
    default_days = fields.Integer(
        string="Default After",
        default=7,
        required=True,
        help="Days from the warning. Is the instalment still missing, the plan ends.",
    )
    default_rule = fields.Selection(
        DEFAULT_RULES,
        string="Dunning After a Default",
        default=NEXT,
        required=True,
        help="How the items of the plan come back into dunning.",
    )

    _days_positive = models.Constraint(
        """CHECK (reminder_days >= 0 AND overdue_days >= 0 AND grace_days >= 0
            AND warning_days >= 0 AND default_days >= 1)""",
        "Days cannot be negative, and between warning and default there must be at "
        "least one.",
    )
