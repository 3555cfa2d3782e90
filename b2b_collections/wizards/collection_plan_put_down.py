from odoo import api, fields, models


class CollectionPlanPutDown(models.TransientModel):
    """Says which instalment a payment is for; otherwise the order decides."""

    _name = "collection.plan.put.down"
    _description = "Put a Payment Down to an Instalment"

    plan_id = fields.Many2one("collection.plan", required=True, ondelete="cascade")
    currency_id = fields.Many2one(related="plan_id.currency_id")
    line_id = fields.Many2one(
        "collection.plan.line",
        string="Instalment",
        required=True,
        domain="[('plan_id', '=', plan_id)]",
        ondelete="cascade",
    )
    amount = fields.Monetary(
        compute="_compute_amount",
        store=True,
        readonly=False,
        precompute=True,
        help="Of all that was paid; 0: as the order says.",
    )

    @api.depends("line_id")
    def _compute_amount(self):
        for wizard in self:
            wizard.amount = wizard.line_id.amount - wizard.line_id.amount_reduced

    def action_put_down(self):
        self.ensure_one()
        self.plan_id._put_down(self.line_id, self.amount)
        return {"type": "ir.actions.act_window_close"}
