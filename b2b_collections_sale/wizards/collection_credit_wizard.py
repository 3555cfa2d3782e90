from odoo import fields, models


class CollectionCreditWizard(models.TransientModel):
    _inherit = "collection.credit.wizard"

    order_id = fields.Many2one("sale.order", readonly=True)

    def action_release(self):
        if not self.order_id:
            return super().action_release()
        self.case_id._release_credit(
            self.reason, self.date_until, order_id=self.order_id.id, is_single=True
        )
        return {"type": "ir.actions.act_window_close"}
