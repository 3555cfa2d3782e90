from odoo import fields, models


class CollectionCase(models.Model):
    """The visits of a case."""

    _inherit = "collection.case"

    visit_ids = fields.One2many("collection.visit", "case_id", readonly=True)
    visit_count = fields.Integer(compute="_compute_visit_count", string="Visits")

    def _compute_visit_count(self):
        counts = dict(
            self.env["collection.visit"]._read_group(
                [("case_id", "in", self.ids)], ["case_id"], ["__count"]
            )
        )
        for case in self:
            case.visit_count = counts.get(case, 0)

    def action_new_visit(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Plan a Visit"),
            "res_model": "collection.visit",
            "views": [(False, "form")],
            "context": {"default_case_id": self.id},
        }

    def action_view_visits(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "b2b_collections.collection_visit_action"
        )
        return {
            **action,
            "domain": [("case_id", "=", self.id)],
            "context": {"default_case_id": self.id},
        }

    def _get_planned_call(self):
        """Visits that are planned as such are reported on their own form."""
        planned = super()._get_planned_call()
        # Only whether there is a visit; the action is the user's to see.
        if not planned.sudo().visit_ids:
            return planned
        return self.action_ids.filtered(
            lambda action: (
                action.channel in ("call", "visit")
                and action.state == "planned"
                and not action.sudo().visit_ids
            )
        )[:1]
