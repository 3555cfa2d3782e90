from odoo import fields, models

MONTHS = range(1, 13)


def _weight(name):
    return fields.Integer(
        string=name,
        default=100,
        help="Weight of instalments in that month, 100 being usual; 0: none.",
    )


class CollectionPlan(models.Model):
    """The seasons of a debtor: how much he can pay in which month."""

    _inherit = "collection.plan"

    weight_1 = _weight("January")
    weight_2 = _weight("February")
    weight_3 = _weight("March")
    weight_4 = _weight("April")
    weight_5 = _weight("May")
    weight_6 = _weight("June")
    weight_7 = _weight("July")
    weight_8 = _weight("August")
    weight_9 = _weight("September")
    weight_10 = _weight("October")
    weight_11 = _weight("November")
    weight_12 = _weight("December")

    _weights_positive = models.Constraint(
        " AND ".join(f"weight_{month} >= 0" for month in MONTHS).join(("CHECK (", ")")),
        "The weight of a month cannot be negative.",
    )

    def _get_seasons(self):
        """``{number of the month: weight}``."""
        return {month: self[f"weight_{month}"] for month in MONTHS}
