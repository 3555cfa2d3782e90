from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain


class CollectionWriteoffRecoveryWizard(models.TransientModel):
    """Money came in of a debt that was written off."""

    _name = "collection.writeoff.recovery.wizard"
    _description = "Record a Recovery"

    writeoff_id = fields.Many2one(
        "collection.writeoff", string="Write-Off", required=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="writeoff_id.company_id")
    currency_id = fields.Many2one(related="writeoff_id.currency_id")
    amount_lost = fields.Monetary(related="writeoff_id.amount_lost")
    kind = fields.Selection(
        [
            ("known", "A payment that is booked and not matched"),
            ("new", "A payment that is not booked yet"),
        ],
        string="What Came In",
        required=True,
        default="known",
    )
    free_line_ids = fields.Many2many(
        "account.move.line", compute="_compute_free_line_ids"
    )
    payment_line_id = fields.Many2one(
        "account.move.line",
        string="Payment",
        domain="[('id', 'in', free_line_ids)]",
        compute="_compute_payment_line_id",
        store=True,
        readonly=False,
    )
    journal_id = fields.Many2one(
        "account.journal",
        string="Bank or Cash",
        domain="[('type', 'in', ('bank', 'cash')), ('company_id', '=', company_id)]",
    )
    amount = fields.Monetary(compute="_compute_amount", store=True, readonly=False)
    date = fields.Date(
        string="Accounting Date",
        required=True,
        default=lambda self: self.env["collection.action"]._get_today(),
    )
    note = fields.Char(string="Remark")

    @api.depends("writeoff_id")
    def _compute_free_line_ids(self):
        for wizard in self:
            wizard.free_line_ids = wizard.writeoff_id._find_free_payments()

    @api.depends("writeoff_id", "kind")
    def _compute_payment_line_id(self):
        for wizard in self:
            free = wizard.free_line_ids
            wizard.payment_line_id = free[:1] if wizard.kind == "known" else False

    @api.depends("payment_line_id", "kind", "writeoff_id")
    def _compute_amount(self):
        for wizard in self:
            free = -wizard.payment_line_id.amount_residual_currency
            lost = wizard.writeoff_id.amount_lost
            wizard.amount = min(free, lost) if wizard.payment_line_id else lost

    def action_record(self):
        self.ensure_one()
        line = (
            self.payment_line_id if self.kind == "known" else self._register_payment()
        )
        if not line:
            raise UserError(
                self.env._("Payment: choose which payment or credit it is.")
            )
        self.writeoff_id._record_recovery(line, self.amount, self.date, self.note)
        return {"type": "ir.actions.act_window_close"}

    def _register_payment(self):
        """A payment of Odoo's own, with the rights of the user."""
        if not self.env["account.payment"].has_access("create"):
            raise AccessError(
                self.env._(
                    "Only accountants may register payments. Ask one of them, and "
                    "choose the payment here once it is booked."
                )
            )
        if not self.journal_id:
            raise UserError(self.env._("Bank or Cash: choose where the money came in."))
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.writeoff_id.partner_id.id,
                "amount": self.amount,
                "currency_id": self.currency_id.id,
                "date": self.date,
                "journal_id": self.journal_id.id,
                "memo": self.writeoff_id.name,
            }
        )
        payment.action_post()
        return payment.move_id.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        )


class CollectionWriteoff(models.Model):
    _inherit = "collection.writeoff"

    def _find_free_payments(self):
        """Unmatched credits of the debtor in the currency of the write-off."""
        return self.env["account.move.line"].search(
            Domain("partner_id.commercial_partner_id", "=", self.partner_id.id)
            & Domain("company_id", "=", self.company_id.id)
            & Domain("currency_id", "=", self.currency_id.id)
            & Domain("account_type", "=", "asset_receivable")
            & Domain("parent_state", "=", "posted")
            & Domain("reconciled", "=", False)
            & Domain("amount_residual_currency", "<", 0),
            order="date desc, id desc",
        )

    def action_record_recovery(self):
        self.ensure_one()
        self._check_may_post()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Record Recovery"),
            "res_model": "collection.writeoff.recovery.wizard",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_writeoff_id": self.id},
        }
