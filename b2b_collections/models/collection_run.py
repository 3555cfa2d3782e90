from odoo import api, fields, models


class CollectionRun(models.Model):
    """One pass over the ledger of one company for one date."""

    _name = "collection.run"
    _description = "Collection Run"
    _inherit = ["mail.thread"]
    _order = "create_date desc, id desc"

    name = fields.Char(compute="_compute_name", store=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    is_preview = fields.Boolean(readonly=True)
    is_automatic = fields.Boolean(readonly=True)
    state = fields.Selection(
        [
            ("draft", "New"),
            ("running", "Running"),
            ("done", "Done"),
            ("failed", "Failed"),
        ],
        default="draft",
        required=True,
        readonly=True,
        index=True,
    )
    case_count = fields.Integer(readonly=True, help="Cases to act on.")
    case_done = fields.Integer(readonly=True)
    case_failed = fields.Integer(readonly=True)
    progress = fields.Float(compute="_compute_progress")
    summary = fields.Json(readonly=True)
    line_ids = fields.One2many("collection.run.line", "run_id")
    action_ids = fields.One2many("collection.action", "run_id")
