from odoo import fields, models


class ResCompany(models.Model):
    """What a decision sheet starts from; each sheet can say otherwise."""

    _inherit = "res.company"

    collection_decision_interest = fields.Float(
        string="Time Value of Money (% a Year)", default=10.0
    )
    collection_decision_cost_go_on = fields.Monetary(
        string="Cost of Going On",
        help="Letters, calls and time that are still to come.",
    )
    collection_decision_cost_settle = fields.Monetary(string="Cost of Settling")
    collection_decision_cost_sue = fields.Monetary(
        string="Cost of Suing", help="Court, lawyer and enforcement, beside the share."
    )
    collection_decision_cost_share = fields.Float(
        string="Cost of Suing (% of the Debt)", default=10.0
    )
    collection_decision_win = fields.Float(string="Chance to Win (%)", default=80.0)
    collection_decision_collect = fields.Float(
        string="Paid of a Judgement (%)", default=50.0
    )
    collection_decision_accept = fields.Float(
        string="Chance That a Settlement Is Accepted (%)", default=50.0
    )
    collection_decision_discount = fields.Float(
        string="Discount of a Settlement (%)", default=20.0
    )
    collection_decision_days_settle = fields.Integer(
        string="Days to a Settlement", default=30
    )
    collection_decision_days_sue = fields.Integer(
        string="Days to Money From Court", default=365
    )
    collection_decision_days_go_on = fields.Integer(
        string="Days to Money Without History", default=90
    )
    collection_decision_margin = fields.Float(
        string="Chances May Be Wrong By (Points)", default=15.0
    )
    collection_decision_minimum = fields.Integer(
        string="Debts a Segment Needs",
        default=20,
        help="With fewer, the next wider segment counts.",
    )
    collection_decision_horizon = fields.Integer(
        string="Debts Count After (Days)",
        default=180,
        help="Debts that had fewer days to be paid do not count yet, paid or not.",
    )
    collection_decision_recovery = fields.Float(
        string="Recovered Without History (%)", default=50.0
    )

    _collection_decision_shares = models.Constraint(
        "CHECK (collection_decision_win BETWEEN 0 AND 100"
        " AND collection_decision_collect BETWEEN 0 AND 100"
        " AND collection_decision_accept BETWEEN 0 AND 100"
        " AND collection_decision_discount BETWEEN 0 AND 100"
        " AND collection_decision_recovery BETWEEN 0 AND 100"
        " AND collection_decision_margin BETWEEN 0 AND 100)",
        "Shares and chances of a decision sheet: 0 to 100 per cent.",
    )
    _collection_decision_amounts = models.Constraint(
        "CHECK (collection_decision_interest BETWEEN 0 AND 1000"
        " AND collection_decision_cost_go_on >= 0"
        " AND collection_decision_cost_settle >= 0"
        " AND collection_decision_cost_sue >= 0"
        " AND collection_decision_cost_share BETWEEN 0 AND 100"
        " AND collection_decision_days_settle >= 0"
        " AND collection_decision_days_sue >= 0"
        " AND collection_decision_days_go_on >= 0"
        " AND collection_decision_horizon > 0"
        " AND collection_decision_minimum > 0)",
        "Interest, costs and days of a decision sheet cannot be negative; horizon and "
        "number of debts are at least 1.",
    )
