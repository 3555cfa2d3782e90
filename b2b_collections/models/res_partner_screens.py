from odoo import fields, models


class ResPartner(models.Model):
    """What the screens of a partner show of its case."""

    _inherit = "res.partner"

    collection_amount_overdue = fields.Monetary(
        related="collection_case_id.amount_overdue", string="Overdue"
    )
    collection_case_policy_id = fields.Many2one(
        related="collection_case_id.policy_id", string="Policy in Force"
    )
