from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

BILLS = ("in_invoice", "in_refund", "in_receipt")
# What a bill has cost: its lines, and tax that was booked as an expense. A bill that
# was reversed has cost nothing, whoever reversed it; one line is only itself.
COSTS = """
    SELECT cost.id, SUM(line.amount_currency), SUM(line.balance)
      FROM collection_matter_cost cost
      JOIN account_move bill
        ON bill.id = cost.move_id
        OR cost.line_id IS NULL AND bill.reversed_entry_id = cost.move_id
      JOIN account_move_line line
        ON line.move_id = bill.id
       AND (cost.line_id IS NULL OR line.id = cost.line_id)
      JOIN account_account account ON account.id = line.account_id
     WHERE cost.id = ANY(%(costs)s)
       AND bill.state = 'posted'
       AND (line.display_type = 'product'
            OR line.display_type IN ('tax', 'rounding', 'non_deductible_product',
                                     'non_deductible_tax')
           AND account.account_type LIKE 'expense%%')
     GROUP BY cost.id
"""


class CollectionMatterCost(models.Model):
    """A vendor bill, or one line of it, that a matter has cost. Amounts are booked."""

    _name = "collection.matter.cost"
    _description = "Cost of a Legal Matter"
    _inherit = ["collection.matter.part"]
    _order = "id"
    _check_company_auto = True

    move_id = fields.Many2one(
        "account.move",
        string="Bill",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('move_type', 'in', ('in_invoice', 'in_refund', 'in_receipt'))]",
    )
    line_id = fields.Many2one(
        "account.move.line",
        string="Bill Line",
        ondelete="cascade",
        domain="[('move_id', '=', move_id), ('display_type', '=', 'product')]",
        help="Empty: all of the bill.",
    )
    vendor_id = fields.Many2one(related="move_id.commercial_partner_id")
    date = fields.Date(related="move_id.invoice_date")
    move_state = fields.Selection(related="move_id.state", string="Bill State")
    currency_id = fields.Many2one(related="move_id.currency_id")
    company_currency_id = fields.Many2one(related="move_id.company_currency_id")
    amount = fields.Monetary(
        compute="_compute_amount",
        string="Booked",
        help="Without deductible tax; what is a draft is not counted.",
    )
    amount_company = fields.Monetary(
        compute="_compute_amount",
        currency_field="company_currency_id",
        string="Booked (Company)",
    )

    _once = models.UniqueIndex(
        "(move_id, COALESCE(line_id, 0))",
        "Costs: this bill is a cost already, of this matter or of another one.",
    )

    @api.depends("move_id.state", "line_id")
    def _compute_amount(self):
        self.env.flush_all()
        rows = self.env.execute_query(SQL(COSTS, costs=self._origin.ids))
        found = {cost_id: amounts for cost_id, *amounts in rows}
        for cost in self:
            cost.amount, cost.amount_company = found.get(cost._origin.id, (0.0, 0.0))

    @api.constrains("move_id", "line_id")
    def _check_bill(self):
        for cost in self:
            bill = cost.move_id
            if bill.move_type not in BILLS:
                raise ValidationError(
                    self.env._(
                        "Bill: %(bill)s is no vendor bill. Choose a bill or a vendor "
                        "credit note.",
                        bill=bill.display_name,
                    )
                )
            if bill.company_id != cost.matter_id.company_id:
                raise ValidationError(
                    self.env._(
                        "Bill: %(bill)s belongs to another company than %(matter)s. "
                        "Choose one of the same company.",
                        bill=bill.display_name,
                        matter=cost.matter_id.name,
                    )
                )
            if cost.line_id and cost.line_id.move_id != bill:
                raise ValidationError(
                    self.env._(
                        "Bill line: %(line)s is not of %(bill)s. Choose one of its "
                        "lines, or none for all of them.",
                        line=cost.line_id.name or "",
                        bill=bill.display_name,
                    )
                )
            cost._check_not_twice()

    def _check_not_twice(self):
        """A whole bill and a line of it would count that line twice."""
        # Others may be of matters that the user does not see; only that is said.
        others_sudo = self.sudo().search(
            [("move_id", "=", self.move_id.id), ("id", "!=", self.id)]
        )
        if others_sudo and (
            not self.line_id or others_sudo.filtered(lambda one: not one.line_id)
        ):
            raise ValidationError(
                self.env._(
                    "Bill: all of %(bill)s or some of its lines are a cost already. "
                    "Remove that first, or link single lines only.",
                    bill=self.move_id.display_name,
                )
            )
