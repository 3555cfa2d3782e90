from odoo import fields, models


class CollectionChecklistWizard(models.TransientModel):
    """A manager accepts that evidence is missing, or takes that back."""

    _name = "collection.checklist.wizard"
    _description = "Accept Missing Evidence"

    checklist_id = fields.Many2one(
        "collection.checklist", required=True, ondelete="cascade"
    )
    purpose = fields.Selection(
        [("accept", "Accept"), ("revoke", "Take back")],
        required=True,
        default="accept",
    )
    missing = fields.Char(related="checklist_id.missing")
    reason = fields.Text(required=True)

    def action_confirm(self):
        self.ensure_one()
        if self.purpose == "accept":
            self.checklist_id._accept(self.reason)
        else:
            self.checklist_id._revoke(self.reason)
        return {"type": "ir.actions.act_window_close"}
