from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from .collection_hold_set import MANAGER


class ResCompany(models.Model):
    """How long dunning may pause without a manager."""

    _inherit = "res.company"

    collection_hold_max_days = fields.Integer(
        string="Longest Hold",
        default=60,
        required=True,
        help="Days from the first to the last day of a hold set by hand. Only a "
        "collections manager may hold longer.",
    )

    _collection_hold_max_days_positive = models.Constraint(
        "CHECK (collection_hold_max_days > 0)",
        "The longest hold must be at least 1 day.",
    )

    def _check_hold_length(self, start, until):
        """Longer holds are for managers.

        :raises UserError: with the last day that is possible
        """
        if self.env.su or self.env.user.has_group(MANAGER):
            return
        for company in self:
            last = fields.Date.add(start, days=company.collection_hold_max_days)
            if until > last:
                raise UserError(
                    self.env._(
                        "Review date: holds of more than %(days)s days are for "
                        "collections managers. Choose %(last)s or earlier, or ask a "
                        "manager.",
                        days=company.collection_hold_max_days,
                        last=format_date(self.env, last),
                    )
                )
