from odoo import fields, models

from .collection_decision_sheet import ASSUMPTIONS


class CollectionCase(models.Model):
    """The decision sheets of a case."""

    _inherit = "collection.case"

    decision_ids = fields.One2many(
        "collection.decision.sheet", "case_id", readonly=True
    )
    decision_count = fields.Integer(
        compute="_compute_decision_count", string="Decision Sheets"
    )

    def _compute_decision_count(self):
        counts = dict(
            self.env["collection.decision.sheet"]._read_group(
                [("case_id", "in", self.ids)], ["case_id"], ["__count"]
            )
        )
        for case in self:
            case.decision_count = counts.get(case, 0)

    def _get_decision_defaults(self):
        company = self.company_id
        return {
            name: company[f"collection_decision_{setting}"]
            for name, setting in ASSUMPTIONS.items()
        }

    def action_new_decision(self):
        """A sheet with the figures of today; drafts of other days stay."""
        self.ensure_one()
        sheet = self.env["collection.decision.sheet"].create([{"case_id": self.id}])
        return sheet._action_open()

    def action_view_decisions(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "b2b_collections.collection_decision_sheet_action"
        )
        action["domain"] = [("case_id", "in", self.ids)]
        action["context"] = {}
        return action
