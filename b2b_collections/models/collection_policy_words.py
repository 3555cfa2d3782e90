from dataclasses import replace

from odoo import api, fields, models


class CollectionPolicy(models.Model):
    """A level whose texts wait for a manager is not sent by the run."""

    _inherit = "collection.policy"

    wording_waiting = fields.Char(
        compute="_compute_wording",
        string="Texts to Confirm",
        help="Levels that are not sent until a manager confirms their texts.",
    )
    findings_html = fields.Html(
        compute="_compute_wording", sanitize=False, string="Wording"
    )

    @api.depends("level_ids")
    @api.depends_context("company", "lang")
    def _compute_wording(self):
        for policy in self:
            company = policy.company_id or self.env.company
            waiting = policy.level_ids._get_waiting(company)
            policy.wording_waiting = ", ".join(waiting.mapped("short_name"))
            policy.findings_html = policy.level_ids._render_findings(company)

    def action_confirm_wording(self):
        return self.level_ids.action_confirm_wording()

    def _get_rules(self, book):
        waiting = self.level_ids._get_waiting(self.env.company)
        return replace(super()._get_rules(book), unconfirmed=frozenset(waiting.ids))
