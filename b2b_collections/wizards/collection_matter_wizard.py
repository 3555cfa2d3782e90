from odoo import api, fields, models

from ..models.collection_matter import RESULTS


class CollectionMatterWizard(models.TransientModel):
    """Close a matter, or undo its last step: both need words."""

    _name = "collection.matter.wizard"
    _description = "Close or Undo a Legal Matter"

    matter_id = fields.Many2one("collection.matter", required=True)
    nature = fields.Selection(related="matter_id.nature")
    state = fields.Selection(related="matter_id.state")
    mode = fields.Selection(
        [("close", "Close"), ("undo", "Undo")], required=True, default="close"
    )
    result = fields.Selection(RESULTS)
    note = fields.Text(string="Why", required=True)
    open_count = fields.Integer(compute="_compute_open_count", string="Open Deadlines")
    drops_deadlines = fields.Boolean(string="Drop Open Deadlines")
    contact = fields.Selection(
        [("keep", "Stays stopped"), ("lift", "Is allowed again")],
        string="Contact With the Debtor",
        default="keep",
        required=True,
        help="Allow it again only where the proceedings are over and the debt is not: "
        "ask your lawyer.",
    )

    @api.depends("matter_id")
    def _compute_open_count(self):
        for wizard in self:
            wizard.open_count = len(
                wizard.matter_id.deadline_ids.filtered(lambda one: one.state == "open")
            )

    def action_confirm(self):
        self.ensure_one()
        lifts = self.contact == "lift"
        if self.mode == "close":
            self.matter_id._close(self.result, self.note, self.drops_deadlines, lifts)
        else:
            self.matter_id._undo(self.note, lifts)
        return {"type": "ir.actions.act_window_close"}
