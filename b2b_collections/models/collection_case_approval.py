from odoo import api, fields, models
from odoo.fields import Domain

from .collection_approval import PENDING


class CollectionCase(models.Model):
    """What of a case waits for approval."""

    _inherit = "collection.case"

    approval_ids = fields.One2many("collection.approval", "case_id", readonly=True)
    approval_count = fields.Integer(
        compute="_compute_approval_count", string="Waiting Approvals"
    )

    @api.depends("approval_ids.state")
    def _compute_approval_count(self):
        waiting = Domain("case_id", "in", self.ids) & Domain("state", "=", PENDING)
        counts = dict(
            self.env["collection.approval"]._read_group(
                waiting, ["case_id"], ["__count"]
            )
        )
        for case in self:
            case.approval_count = counts.get(case, 0)

    def action_view_approvals(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "b2b_collections.collection_approval_action"
        )
        return {**action, "domain": [("case_id", "in", self.ids)], "context": {}}
