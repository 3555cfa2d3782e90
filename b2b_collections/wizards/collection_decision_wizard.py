from odoo import fields, models

from ..models.collection_decision_sheet import WAYS


class CollectionDecisionWizard(models.TransientModel):
    """A person decides: which way, and why."""

    _name = "collection.decision.wizard"
    _description = "Decide on a Case"

    sheet_id = fields.Many2one("collection.decision.sheet", required=True)
    recommended = fields.Selection(related="sheet_id.recommended")
    way = fields.Selection(WAYS, required=True, string="Decision")
    reason = fields.Text(required=True, string="Why")

    def action_confirm(self):
        self.ensure_one()
        self.sheet_id._decide(self.way, self.reason)
        return {"type": "ir.actions.act_window_close"}
