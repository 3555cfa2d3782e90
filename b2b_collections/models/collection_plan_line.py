from odoo import api, fields, models


class CollectionPlanLine(models.Model):
    """An instalment of a plan."""

    _name = "collection.plan.line"
    _description = "Instalment of a Payment Plan"
    _inherit = ["collection.notice.source"]
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

    missed_on = fields.Date(
        readonly=True, copy=False, help="First day after the days of grace."
    )
    amount_rest = fields.Monetary(
        string="Still to Be Paid", compute="_compute_amount_rest", store=True
    )
    amount_told = fields.Monetary(
        string="Put Down to It",
        readonly=True,
        copy=False,
        help="Part of what the debtor has paid that is meant for this instalment, "
        "as told by a person. The rest goes to the instalments in their order.",
    )
    # Days on which the debtor was told of it.
    reminded_on = fields.Date(readonly=True, copy=False)
    overdue_on = fields.Date(readonly=True, copy=False, string="Reminded After On")
    warned_on = fields.Date(readonly=True, copy=False)
    warning_id = fields.Many2one(
        "collection.action", readonly=True, copy=False, ondelete="set null"
    )
    step = fields.Selection(
        [
            ("reminder", "Remind before the date"),
            ("overdue", "Remind after the date"),
            ("warning", "Warn"),
            ("default", "End the plan"),
        ],
        string="To Be Said",
        readonly=True,
        copy=False,
        help="As of the last run.",
    )

    _step_idx = models.Index("(plan_id) WHERE step IS NOT NULL")
    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "Amount: every instalment must be more than 0."
    )
    _date_unique = models.UniqueIndex(
        "(plan_id, date)", "Date: two instalments fall on one day. Put them together."
    )

    @api.depends("amount", "amount_paid", "amount_reduced")
    def _compute_amount_rest(self):
        for line in self:
            rest = line.amount - line.amount_paid - line.amount_reduced
            line.amount_rest = rest

    @api.depends("plan_id", "date")
    def _compute_display_name(self):
        for line in self:
            line.display_name = self.env._(
                "%(plan)s, %(debtor)s",
                plan=line.plan_id.name,
                debtor=line.partner_id.name,
            )
