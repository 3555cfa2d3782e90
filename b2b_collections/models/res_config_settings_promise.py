from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    collection_promise_max_days = fields.Integer(
        related="company_id.collection_promise_max_days", readonly=False
    )
    collection_promise_manager_days = fields.Integer(
        related="company_id.collection_promise_manager_days", readonly=False
    )
    collection_promise_postpone_max = fields.Integer(
        related="company_id.collection_promise_postpone_max", readonly=False
    )
    collection_promise_manager_postpone_max = fields.Integer(
        related="company_id.collection_promise_manager_postpone_max", readonly=False
    )
    collection_promise_tolerance_days = fields.Integer(
        related="company_id.collection_promise_tolerance_days", readonly=False
    )
    collection_promise_tolerance_percent = fields.Float(
        related="company_id.collection_promise_tolerance_percent", readonly=False
    )
    collection_promise_tolerance_amount = fields.Monetary(
        related="company_id.collection_promise_tolerance_amount", readonly=False
    )
