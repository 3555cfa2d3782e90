from odoo import fields, models

from ..core.charges import FEE, FIXED, INTEREST
from .res_company_charge import USES


class CollectionPolicy(models.Model):
    """What a policy claims for late payment, where it differs from its company."""

    _inherit = "collection.policy"

    charge_interest = fields.Selection(
        USES,
        string="Interest Is Claimed",
        tracking=True,
        help="Empty: as the company does.",
    )
    charge_fixed = fields.Selection(
        USES,
        string="Compensation Is Claimed",
        tracking=True,
        help="Empty: as the company does.",
    )
    charge_fee = fields.Selection(
        USES,
        string="Fees Are Claimed",
        tracking=True,
        help="Empty: as the company does.",
    )

    charge_chased = fields.Selection(
        [("yes", "Chased like other items"), ("no", "Only shown")],
        string="Debit Notes Are",
        tracking=True,
        help="Those over interest and fees. Empty: as the company does.",
    )

    def _get_charge_uses(self, company):
        """``{kind: use}``; also for no policy at all."""
        return {
            INTEREST: self.charge_interest or company.collection_charge_interest,
            FIXED: self.charge_fixed or company.collection_charge_fixed,
            FEE: self.charge_fee or company.collection_charge_fee,
        }
