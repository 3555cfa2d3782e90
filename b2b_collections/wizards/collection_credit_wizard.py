from dateutil.relativedelta import relativedelta

from odoo import fields, models


class CollectionCreditWizard(models.TransientModel):
    """Collects why and until when a credit hold is released, or why not any more."""

    _name = "collection.credit.wizard"
    _description = "Release Credit Hold"

    case_id = fields.Many2one("collection.case", required=True, readonly=True)
    partner_id = fields.Many2one(related="case_id.partner_id")
    stage_id = fields.Many2one(related="case_id.stage_id")
    currency_id = fields.Many2one(related="case_id.currency_id")
    amount_overdue = fields.Monetary(related="case_id.amount_overdue")
    release_id = fields.Many2one("collection.credit.release", readonly=True)
    date_until = fields.Date(
        string="Until",
        default=lambda self: (
            self.env["collection.action"]._get_today() + relativedelta(days=14)
        ),
    )
    amount_max = fields.Monetary(
        string="Up To", help="Largest single order, tax included. 0: any."
    )
    reason = fields.Text()

    def action_release(self):
        self.case_id._release_credit(self.reason, self.date_until, self.amount_max)
        return {"type": "ir.actions.act_window_close"}

    def action_revoke(self):
        self.release_id._revoke(self.reason)
        return {"type": "ir.actions.act_window_close"}
