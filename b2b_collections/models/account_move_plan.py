from odoo import models
from odoo.fields import Domain


class AccountMove(models.Model):
    """A credit note that a payment plan has granted is matched when it is posted."""

    _inherit = "account.move"

    def _post(self, soft=True):
        posted = super()._post(soft)
        refunds = posted.filtered(lambda move: move.move_type == "out_refund")
        if refunds:
            # Accountants need not be in collections; they post what it has drafted.
            plans = self.env["collection.plan"].sudo()
            plans.search(Domain("credit_move_id", "in", refunds.ids))._match_discount()
        return posted
