from odoo import api, fields, models
from odoo.exceptions import ValidationError

AGREED, NOTHING = "agreed", "none"


class ResPartner(models.Model):
    """What was agreed upon with a debtor about late interest."""

    _inherit = "res.partner"

    collection_interest_mode = fields.Selection(
        [
            (AGREED, "An agreed rate"),
            (NOTHING, "No interest and no compensation"),
        ],
        string="Late Interest Agreed",
        company_dependent=True,
        groups="b2b_collections.group_collections_reader",
        help="Empty: as the policy says, else as in the debtor's country.",
    )
    collection_interest_rate = fields.Float(
        string="Agreed Rate",
        digits=(7, 4),
        company_dependent=True,
        groups="b2b_collections.group_collections_reader",
        help="In % a year, in place of the rates of the table. How days are counted, "
        "and the compensation, are still those of the table.",
    )

    @api.constrains("collection_interest_rate")
    def _check_collection_interest_rate(self):
        if any(not 0 <= partner.collection_interest_rate <= 100 for partner in self):
            raise ValidationError(
                self.env._("Agreed Rate: enter a rate between 0 and 100 % a year.")
            )
