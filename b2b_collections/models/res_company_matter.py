from odoo import fields, models


class ResCompany(models.Model):
    """How legal matters are dealt with."""

    _inherit = "res.company"

    collection_matter_rest = fields.Boolean(
        string="Own Dunning Rests in Court",
        default=True,
        help="From the filing of a court claim until it is closed, our own messages "
        "about its items rest. Changes count for what is filed from then on.",
    )
    collection_matter_grace_days = fields.Integer(
        string="Days After an Instalment",
        default=5,
        help="Working days after the day of an instalment under a judgement; then it "
        "counts as missed.",
    )

    _collection_matter_grace = models.Constraint(
        "CHECK (collection_matter_grace_days BETWEEN 0 AND 60)",
        "Days granted for instalments under a judgement: 0 to 60.",
    )
