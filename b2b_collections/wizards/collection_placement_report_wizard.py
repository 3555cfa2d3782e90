from odoo import api, fields, models


class CollectionPlacementReportWizard(models.TransientModel):
    """Enter what the agency reported by phone or mail."""

    _name = "collection.placement.report.wizard"
    _description = "Report of an Agency"

    placement_id = fields.Many2one(
        "collection.placement",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    currency_id = fields.Many2one(related="placement_id.currency_id")
    kind = fields.Selection(
        [
            ("working", "It works on it"),
            ("promised", "The debtor has promised to pay"),
            ("plan", "A payment plan was agreed upon"),
        ],
        string="What",
        required=True,
        default="working",
    )
    date = fields.Date(
        string="By When", help="The promised day, or the last instalment."
    )
    amount = fields.Monetary(
        compute="_compute_amount", store=True, readonly=False, precompute=True
    )
    note = fields.Text(string="What It Said")

    @api.depends("placement_id")
    def _compute_amount(self):
        for wizard in self:
            wizard.amount = wizard.placement_id.amount_open

    def action_report(self):
        self.ensure_one()
        placement = self.placement_id
        if self.kind == "promised":
            placement._report_promise(self.date, self.amount, self.note)
        elif self.kind == "plan":
            placement._report_plan(self.date, self.amount, self.note)
        else:
            placement._set_working(self.note)
        return {"type": "ir.actions.act_window_close"}
