from odoo import Command, api, fields, models
from odoo.exceptions import UserError

# Numbers of instalments that are compared; people add their own.
COUNTS = (3, 6, 12)


class CollectionPlanCompare(models.TransientModel):
    """Alternatives side by side; the one that is chosen becomes the schedule."""

    _name = "collection.plan.compare"
    _description = "Alternatives of a Payment Plan"

    plan_id = fields.Many2one("collection.plan", required=True, ondelete="cascade")
    currency_id = fields.Many2one(related="plan_id.currency_id")
    means_monthly = fields.Monetary(
        related="plan_id.means_monthly", string="Means a Month"
    )
    own_count = fields.Integer(string="Other Number", default=24)
    line_ids = fields.One2many("collection.plan.compare.line", "compare_id")

    @api.model_create_multi
    def create(self, vals_list):
        compares = super().create(vals_list)
        for compare in compares:
            compare._fill(COUNTS)
        return compares

    def _fill(self, counts):
        self.plan_id.check_access("read")
        self.line_ids = [
            Command.clear(),
            *(Command.create(self._prepare_line(count)) for count in sorted(counts)),
        ]

    def _prepare_line(self, count):
        try:
            lines = self.plan_id._make_instalments(count)
        except UserError as error:
            return {"count": count, "problem": str(error)}
        # A down-payment comes first and is none of the instalments.
        regular = lines[-count:]
        return {
            "count": count,
            "amount": float(max(line.amount for line in regular)),
            "amount_last": float(lines[-1].amount),
            "date_end": lines[-1].day,
            "amount_interest": float(sum(line.interest for line in lines)),
            "amount_total": float(sum(line.amount for line in lines)),
        }

    def action_add(self):
        """Compare with a number of the user's own."""
        self.ensure_one()
        counts = {*self.line_ids.mapped("count"), self.own_count}
        self._fill(counts)
        return self._action_open()

    def _action_open(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Alternatives"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }


class CollectionPlanCompareLine(models.TransientModel):
    _name = "collection.plan.compare.line"
    _description = "Alternative of a Payment Plan"
    _order = "count"

    compare_id = fields.Many2one(
        "collection.plan.compare", required=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="compare_id.currency_id")
    count = fields.Integer(string="Instalments")
    amount = fields.Monetary(string="Highest Instalment")
    amount_last = fields.Monetary(string="Last Instalment")
    date_end = fields.Date(string="Last On")
    amount_interest = fields.Monetary(string="Interest")
    amount_total = fields.Monetary(string="Total Cost")
    problem = fields.Char(string="Why Not")
    is_affordable = fields.Boolean(compute="_compute_is_affordable")

    @api.depends("amount", "compare_id.means_monthly")
    def _compute_is_affordable(self):
        for line in self:
            means = line.compare_id.means_monthly
            line.is_affordable = not means or line.amount <= means

    def action_choose(self):
        """Make the instalments of the plan anew in this number."""
        self.ensure_one()
        plan = self.compare_id.plan_id
        plan.count = self.count
        plan.action_generate()
        return {"type": "ir.actions.act_window_close"}
