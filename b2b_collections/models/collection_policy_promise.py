from odoo import fields, models

from ..core.ladder import ANNOUNCE, NEXT, RAISE

AS_HOLD = "hold"


class CollectionPolicy(models.Model):
    """What a policy says of promises."""

    _inherit = "collection.policy"

    broken_promise_rule = fields.Selection(
        [
            (AS_HOLD, "As after any hold"),
            (ANNOUNCE, "Same: the last level once more"),
            (NEXT, "Next: the next level at once"),
            (RAISE, "Raise: one level is skipped, the one after it comes at once"),
        ],
        string="After a Broken Promise",
        default=NEXT,
        required=True,
        tracking=True,
        help="What follows for the items of a promise that was broken or kept only in "
        "part. “At once” keeps the days between levels to the last one.",
    )
    confirm_promises = fields.Boolean(
        default=True,
        tracking=True,
        help="The debtor gets the promise in writing: amount, day and items.",
    )

    promise_reminder_days = fields.Integer(
        string="Remind of a Promise",
        tracking=True,
        help="Days before the promised day on which the debtor is courteously reminded "
        "of his promise; 0: not at all.",
    )

    _promise_reminder_days_not_negative = models.Constraint(
        "CHECK (promise_reminder_days >= 0)",
        "Days before the promised day must be 0 or more.",
    )

    def _get_comeback(self):
        """Way back in after a broken promise, ``None``: that of any hold."""
        rule = self.broken_promise_rule
        return None if not rule or rule == AS_HOLD else rule
