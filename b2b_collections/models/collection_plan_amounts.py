from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CollectionPlan(models.Model):
    """What a plan comes to: items, less a discount, with interest and fee."""

    _inherit = "collection.plan"

    amount_items = fields.Monetary(
        string="Open Items",
        compute="_compute_amount_items",
        store=True,
        help="What was open when the plan was made.",
    )
    discount_type = fields.Selection(
        [("none", "None"), ("percent", "Percent"), ("amount", "Amount")],
        string="Settlement Discount",
        default="none",
        required=True,
        help="Granted when the plan has been completed, as a credit note that an "
        "accountant posts.",
    )
    discount_percent = fields.Float(string="Discount %", digits=(6, 3))
    discount_value = fields.Monetary(string="Discount Amount")
    amount_discount = fields.Monetary(
        string="Discount", compute="_compute_amount_discount", store=True
    )
    interest_rate = fields.Float(
        string="Interest % a Year",
        digits=(6, 3),
        help="Simple interest on what is not yet paid by schedule, actual days over "
        "365. It stands in the agreement and in each instalment.",
    )
    fee = fields.Monetary(help="Paid once, with the first instalment.")
    amount_principal = fields.Monetary(
        string="To Be Paid of the Items",
        compute="_compute_amount_discount",
        store=True,
    )
    amount_interest = fields.Monetary(
        string="Interest", compute="_compute_amounts", store=True
    )
    amount_total = fields.Monetary(
        string="Total",
        compute="_compute_amounts",
        store=True,
        help="Sum of the instalments.",
    )
    amount_paid = fields.Monetary(string="Paid", compute="_compute_amounts", store=True)
    amount_reduced = fields.Monetary(
        string="Credited", compute="_compute_amounts", store=True
    )
    amount_rest = fields.Monetary(
        string="Still to Be Paid", compute="_compute_amounts", store=True
    )
    amount_gap = fields.Monetary(
        string="Not in the Instalments",
        compute="_compute_amount_gap",
        help="What the instalments lack, or have too much if it is negative.",
    )
    line_count = fields.Integer(
        string="Instalments",
        compute="_compute_amounts",
        store=True,
        aggregator="avg",
    )
    date_end = fields.Date(
        string="Last Instalment", compute="_compute_amounts", store=True
    )
    date_next = fields.Date(
        string="Next Instalment",
        compute="_compute_amounts",
        store=True,
        help="Date of the first instalment that is not paid.",
    )
    progress = fields.Float(
        compute="_compute_progress", help="Paid or credited, percent of the total."
    )

    _percent_sane = models.Constraint(
        "CHECK (discount_percent >= 0 AND discount_percent < 100)",
        "Discount %: enter at least 0 and less than 100.",
    )
    _charges_positive = models.Constraint(
        "CHECK (interest_rate >= 0 AND fee >= 0 AND discount_value >= 0)",
        "Interest, fee and discount cannot be negative.",
    )

    @api.depends("item_ids.amount")
    def _compute_amount_items(self):
        for plan in self:
            plan.amount_items = sum(plan.item_ids.mapped("amount"))

    @api.depends("amount_items", "discount_type", "discount_percent", "discount_value")
    def _compute_amount_discount(self):
        for plan in self:
            discount = {
                "percent": plan.amount_items * plan.discount_percent / 100,
                "amount": plan.discount_value,
            }.get(plan.discount_type, 0.0)
            if plan.currency_id:
                discount = plan.currency_id.round(discount)
            plan.amount_discount = discount
            plan.amount_principal = plan.amount_items - discount

    @api.depends(
        "line_ids.date",
        "line_ids.amount",
        "line_ids.amount_interest",
        "line_ids.amount_paid",
        "line_ids.amount_reduced",
        "line_ids.state",
    )
    def _compute_amounts(self):
        for plan in self:
            lines = plan.line_ids
            plan.amount_total = sum(lines.mapped("amount"))
            plan.amount_interest = sum(lines.mapped("amount_interest"))
            plan.amount_paid = sum(lines.mapped("amount_paid"))
            plan.amount_reduced = sum(lines.mapped("amount_reduced"))
            done = plan.amount_paid + plan.amount_reduced
            plan.amount_rest = plan.amount_total - done
            plan.line_count = len(lines)
            dates = [line.date for line in lines if line.date]
            plan.date_end = max(dates, default=False)
            ahead = [line.date for line in lines if line.state != "paid" and line.date]
            plan.date_next = min(ahead, default=False)

    @api.depends("amount_principal", "amount_interest", "fee", "amount_total")
    def _compute_amount_gap(self):
        for plan in self:
            owed = plan.amount_principal + plan.amount_interest + plan.fee
            gap = owed - plan.amount_total
            plan.amount_gap = plan.currency_id.round(gap) if plan.currency_id else gap

    @api.depends("amount_paid", "amount_reduced", "amount_total")
    def _compute_progress(self):
        for plan in self:
            done = plan.amount_paid + plan.amount_reduced
            plan.progress = 100 * done / plan.amount_total if plan.amount_total else 0

    @api.constrains("amount_principal")
    def _check_discount(self):
        for plan in self:
            if plan.item_ids and plan.amount_principal <= 0:
                raise ValidationError(
                    self.env._(
                        "Discount: it leaves nothing to be paid in %(plan)s. Enter "
                        "less than what is open.",
                        plan=plan.name,
                    )
                )

    def _get_fraction(self):
        """The discount as a fraction of what is open."""
        return self.amount_discount / self.amount_items if self.amount_items else 0.0
