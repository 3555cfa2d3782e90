from odoo import fields, models


class CollectionPlacementEndWizard(models.TransientModel):
    """Asks why a placement is recalled, or why the agency returns it."""

    _name = "collection.placement.end.wizard"
    _description = "End a Placement"

    placement_ids = fields.Many2many(
        "collection.placement", required=True, readonly=True
    )
    purpose = fields.Selection(
        [("recall", "Recall"), ("return", "Returned by the agency")],
        required=True,
        readonly=True,
        default="recall",
    )
    reason = fields.Char(required=True)

    def action_end(self):
        self.ensure_one()
        if self.purpose == "recall":
            self.placement_ids._recall(self.reason)
        else:
            self.placement_ids._return(self.reason)
        return {"type": "ir.actions.act_window_close"}
