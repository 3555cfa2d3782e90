from odoo import api, fields, models
from odoo.fields import Command

from ..core import linter


class CollectionWordingWizard(models.TransientModel):
    """A manager looks at what the check found, and says why it may be sent."""

    _name = "collection.wording.wizard"
    _description = "Confirm Texts"

    level_ids = fields.Many2many("collection.level", required=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    findings_html = fields.Html(compute="_compute_findings_html", sanitize=False)
    reason = fields.Char(required=True)

    @api.model
    def default_get(self, fields):
        """Only what waits: a level of one company is confirmed for that company."""
        values = super().default_get(fields)
        levels = self.env["collection.level"].browse(
            self.env.context.get("default_level_ids", ())
        )
        company = levels.company_id or self.env.company
        values["company_id"] = company.id
        waiting = levels._get_waiting(company)
        values["level_ids"] = [Command.set(waiting.ids)]
        return values

    @api.depends("level_ids", "company_id")
    def _compute_findings_html(self):
        for wizard in self:
            levels = wizard.level_ids._origin
            wizard.findings_html = levels._render_findings(
                wizard.company_id, (linter.WARNING,)
            )

    def action_confirm(self):
        self.ensure_one()
        self.level_ids._confirm_wording(self.company_id, self.reason)
        return {"type": "ir.actions.act_window_close"}
