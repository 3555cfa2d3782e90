from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core.charges import Fee
from ..core.decide import exact

AMOUNTS = ("amount", "percent", "minimum", "maximum", "cap_item", "cap_year")


class CollectionLevelFee(models.Model):
    """What a level costs the debtor, in one currency; never converted."""

    _name = "collection.level.fee"
    _description = "Fee of a Level"
    _order = "level_id, currency_id"

    level_id = fields.Many2one(
        "collection.level", required=True, index=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
        help="Only what is overdue in this currency bears the fee.",
    )
    amount = fields.Monetary(help="Fixed part of the fee.")
    percent = fields.Float(
        digits=(7, 4), help="Of what is overdue, in addition to the amount."
    )
    minimum = fields.Monetary(help="The fee is at least this much.")
    maximum = fields.Monetary(help="0: no limit.")
    cap_item = fields.Monetary(
        string="Limit per Document",
        help="What all fees on one document may come to; 0: no limit.",
    )
    cap_year = fields.Monetary(
        string="Limit per Year",
        help="What all fees of a case may come to in a calendar year; 0: no limit.",
    )

    _once = models.UniqueIndex(
        "(level_id, currency_id)",
        "A level has one fee for each currency. Change the one that is there.",
    )
    _not_negative = models.Constraint(
        "CHECK (amount >= 0 AND percent >= 0 AND percent <= 100 AND minimum >= 0"
        " AND maximum >= 0 AND cap_item >= 0 AND cap_year >= 0)",
        "Fees and their limits cannot be negative, nor more than 100 %.",
    )

    @api.constrains("minimum", "maximum")
    def _check_limits(self):
        for fee in self:
            if fee.maximum and fee.minimum > fee.maximum:
                raise ValidationError(
                    self.env._(
                        "Fee of %(level)s: the minimum is above the maximum.",
                        level=fee.level_id.name,
                    )
                )

    def _get_terms(self):
        return Fee(*(exact(self[name]) for name in AMOUNTS))


class CollectionLevel(models.Model):
    _inherit = "collection.level"

    fee_ids = fields.One2many("collection.level.fee", "level_id", copy=True)
