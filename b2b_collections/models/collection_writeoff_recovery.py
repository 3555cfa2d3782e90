from odoo import fields, models


class CollectionWriteoffRecovery(models.Model):
    """Money that came in of a write-off, as it was booked.

    Made and taken back by the write-off alone (collection_writeoff_recover.py).
    """

    _name = "collection.writeoff.recovery"
    _description = "Recovery of a Write-Off"
    _order = "date desc, id desc"
    _check_company_auto = True

    writeoff_id = fields.Many2one(
        "collection.writeoff",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        string="Write-Off",
    )
    company_id = fields.Many2one(
        related="writeoff_id.company_id", store=True, index=True
    )
    partner_id = fields.Many2one(
        related="writeoff_id.partner_id", store=True, string="Debtor"
    )
    reason_id = fields.Many2one(related="writeoff_id.reason_id", store=True)
    currency_id = fields.Many2one(related="writeoff_id.currency_id", store=True)
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    date = fields.Date(required=True, readonly=True)
    amount = fields.Monetary(required=True, readonly=True)
    amount_company = fields.Monetary(
        string="In Company Currency",
        currency_field="company_currency_id",
        readonly=True,
        help="As the payment was booked.",
    )
    amount_tax = fields.Monetary(
        string="Tax Owed Again",
        readonly=True,
        help="Tax that went back with the write-off and is owed again, or that is owed "
        "now that it was paid.",
    )
    payment_line_id = fields.Many2one(
        "account.move.line",
        string="Payment",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    move_id = fields.Many2one(
        "account.move", string="Journal Entry", readonly=True, ondelete="restrict"
    )
    reversal_id = fields.Many2one("account.move", readonly=True, ondelete="restrict")
    state = fields.Selection(
        [("posted", "Posted"), ("reversed", "Reversed")],
        default="posted",
        required=True,
        readonly=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Recorded By",
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    note = fields.Char(readonly=True)

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "Amount: enter what came in, above 0."
    )
