from odoo import fields, models


class CollectionPlanLine(models.Model):
    """An instalment of a plan."""

    _name = "collection.plan.line"
    _description = "Instalment of a Payment Plan"
    _order = "date, id"
    _check_company_auto = True

    plan_id = fields.Many2one(
        "collection.plan", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="plan_id.partner_id", store=True)
    currency_id = fields.Many2one(
        related="plan_id.currency_id", store=True, precompute=True
    )
    plan_state = fields.Selection(related="plan_id.state", string="Plan State")
    date = fields.Date(required=True)
    amount = fields.Monetary(required=True, help="With interest and fee.")
    amount_interest = fields.Monetary(string="Interest")
    amount_fee = fields.Monetary(string="Fee")
    amount_reduced = fields.Monetary(
        string="Credited",
        readonly=True,
        copy=False,
        help="What does not have to be paid any more: invoices were credited or "
        "cancelled. The last instalments become less first.",
    )
    amount_paid = fields.Monetary(string="Paid", readonly=True, copy=False)
    state = fields.Selection(
        [
            ("open", "Open"),
            ("paid", "Paid"),
            ("late", "Late"),
            ("missed", "Missed"),
        ],
        default="open",
        required=True,
        readonly=True,
        copy=False,
        help="Late: the date has passed. Missed: the days of grace as well.",
    )
    date_paid = fields.Date(
        readonly=True, copy=False, help="Day of the payment that completed it."
    )

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "Amount: every instalment must be more than 0."
    )
    _date_unique = models.UniqueIndex(
        "(plan_id, date)", "Date: two instalments fall on one day. Put them together."
    )
