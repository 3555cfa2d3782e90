from odoo import api, fields, models


class CollectionApprovalRefuseWizard(models.TransientModel):
    """Refuse what was to be approved; the reason goes to whoever asked."""

    _name = "collection.approval.refuse.wizard"
    _description = "Refuse Approval"

    approval_ids = fields.Many2many("collection.approval", required=True)
    approval_count = fields.Integer(compute="_compute_approval_count")
    reason = fields.Text(required=True)

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        context = self.env.context
        if context.get("active_model") == "collection.approval":
            values.setdefault("approval_ids", context.get("active_ids"))
        return values

    @api.depends("approval_ids")
    def _compute_approval_count(self):
        for wizard in self:
            wizard.approval_count = len(wizard.approval_ids)

    def action_refuse(self):
        self.ensure_one()
        self.approval_ids._refuse(self.reason)
        return {"type": "ir.actions.act_window_close"}
