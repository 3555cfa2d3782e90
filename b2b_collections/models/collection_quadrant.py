from odoo import fields, models

from ..core.quadrant import CODES


class CollectionQuadrant(models.Model):
    """How to deal with debtors who can or cannot pay, and want to or do not.

    Four records, whose words and offers people edit. Nothing of it is ever shown to a
    debtor.
    """

    _name = "collection.quadrant"
    _description = "Debtor Quadrant"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    code = fields.Selection("_get_codes", required=True, readonly=True)
    color = fields.Integer()
    approach = fields.Html(
        translate=True, help="What to aim at with such a debtor, for collectors."
    )
    guide = fields.Html(
        string="Talking Guide", translate=True, help="What to ask and say in a call."
    )
    offer_discount = fields.Float(
        string="Settlement Discount Up To",
        help="Part of the debt that may be offered for payment at once.",
    )
    offer_instalments = fields.Integer(
        string="Instalments Up To", help="0: no payment plan is offered."
    )
    offer_down_payment = fields.Float(
        string="First Payment From", help="Part of the debt."
    )
    offer_text = fields.Char(
        string="Offer in Words",
        translate=True,
        help="E.g. full payment within 7 days; a plan only with a first payment.",
    )

    _code_unique = models.UniqueIndex("(code)", "There is one quadrant of each kind.")
    _offers_sane = models.Constraint(
        """CHECK (offer_discount BETWEEN 0 AND 1 AND offer_instalments >= 0
                  AND offer_down_payment BETWEEN 0 AND 1)""",
        "Discount and first payment are parts of the debt, from 0 to 100 %, and "
        "instalments cannot be negative.",
    )

    def _get_codes(self):
        labels = (
            self.env._("Can pay, wants to"),
            self.env._("Can pay, does not want to"),
            self.env._("Cannot pay, wants to"),
            self.env._("Cannot pay, does not want to"),
        )
        return list(zip(CODES, labels, strict=True))
