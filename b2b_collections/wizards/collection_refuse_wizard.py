from odoo import api, fields, models


class CollectionRefuseWizard(models.TransientModel):
    """Refuse messages that wait for approval; the reason is kept with each."""

    _name = "collection.refuse.wizard"
    _description = "Refuse Messages"

    action_ids = fields.Many2many("collection.action", required=True)
    action_count = fields.Integer(compute="_compute_action_count")
    reason = fields.Text(required=True)

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        context = self.env.context
        if context.get("active_model") == "collection.action":
            values.setdefault("action_ids", context.get("active_ids"))
        return values

    @api.depends("action_ids")
    def _compute_action_count(self):
        for wizard in self:
            wizard.action_count = len(wizard.action_ids)

    def action_refuse(self):
        self.ensure_one()
        self.action_ids._refuse(self.reason)
        return {"type": "ir.actions.act_window_close"}
