from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    collection_decision_interest = fields.Float(
        related="company_id.collection_decision_interest", readonly=False
    )
    collection_decision_cost_go_on = fields.Monetary(
        related="company_id.collection_decision_cost_go_on", readonly=False
    )
    collection_decision_cost_settle = fields.Monetary(
        related="company_id.collection_decision_cost_settle", readonly=False
    )
    collection_decision_cost_sue = fields.Monetary(
        related="company_id.collection_decision_cost_sue", readonly=False
    )
    collection_decision_cost_share = fields.Float(
        related="company_id.collection_decision_cost_share", readonly=False
    )
    collection_decision_win = fields.Float(
        related="company_id.collection_decision_win", readonly=False
    )
    collection_decision_collect = fields.Float(
        related="company_id.collection_decision_collect", readonly=False
    )
    collection_decision_accept = fields.Float(
        related="company_id.collection_decision_accept", readonly=False
    )
    collection_decision_discount = fields.Float(
        related="company_id.collection_decision_discount", readonly=False
    )
    collection_decision_days_settle = fields.Integer(
        related="company_id.collection_decision_days_settle", readonly=False
    )
    collection_decision_days_sue = fields.Integer(
        related="company_id.collection_decision_days_sue", readonly=False
    )
    collection_decision_days_go_on = fields.Integer(
        related="company_id.collection_decision_days_go_on", readonly=False
    )
    collection_decision_margin = fields.Float(
        related="company_id.collection_decision_margin", readonly=False
    )
    collection_decision_minimum = fields.Integer(
        related="company_id.collection_decision_minimum", readonly=False
    )
    collection_decision_horizon = fields.Integer(
        related="company_id.collection_decision_horizon", readonly=False
    )
    collection_decision_recovery = fields.Float(
        related="company_id.collection_decision_recovery", readonly=False
    )
