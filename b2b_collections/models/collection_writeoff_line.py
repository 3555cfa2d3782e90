from odoo import api, fields, models


class CollectionWriteoffLine(models.Model):
    """An item of a write-off, and how much of it is given up."""

    _name = "collection.writeoff.line"
    _description = "Item of a Write-Off"
    _order = "date_due, id"
    _check_company_auto = True

    writeoff_id = fields.Many2one(
        "collection.writeoff", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="writeoff_id.company_id", store=True)
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    currency_id = fields.Many2one(related="writeoff_id.currency_id")
    item_id = fields.Many2one(
        "collection.item",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    name = fields.Char(related="item_id.name", string="Number")
    date_due = fields.Date(related="item_id.date_due", store=True)
    amount_residual = fields.Monetary(
        string="Open",
        compute="_compute_amount_residual",
        help="In the ledger, now: a run may not have seen the last payment yet.",
    )
    amount = fields.Monetary(
        string="To Write Off",
        compute="_compute_amount",
        store=True,
        readonly=False,
        precompute=True,
        help="All that is open, unless you enter less.",
    )
    amount_company = fields.Monetary(
        string="In Company Currency",
        currency_field="company_currency_id",
        compute="_compute_amount_company",
        store=True,
        precompute=True,
        help="At the rate at which the item was booked.",
    )
    amount_tax = fields.Monetary(
        string="Tax Relieved",
        readonly=True,
        copy=False,
        help="Part of it that went back to the tax account.",
    )
    amount_recovered = fields.Monetary(string="Recovered", readonly=True, copy=False)
    is_live = fields.Boolean(
        readonly=True, copy=False, help="The write-off waits to be approved or posted."
    )

    _live_unique = models.UniqueIndex(
        "(item_id) WHERE is_live",
        "An item can be in one write-off at a time. Leave it out of this one, or "
        "cancel the other first.",
    )
    _item_unique = models.UniqueIndex(
        "(writeoff_id, item_id)", "This item is in the write-off already."
    )
    _amount_not_negative = models.Constraint(
        "CHECK (amount >= 0)",
        "To Write Off: enter an amount above 0, or remove the item.",
    )

    @api.depends("item_id.move_line_id.amount_residual_currency")
    def _compute_amount_residual(self):
        for line in self:
            item = line.item_id
            line.amount_residual = item._get_open_residual() if item else 0

    @api.depends("item_id")
    def _compute_amount(self):
        for line in self:
            line.amount = line.item_id._get_open_residual()

    @api.depends("item_id", "amount")
    def _compute_amount_company(self):
        for line in self:
            line.amount_company = line.item_id._get_book_value(line.amount)
