from odoo import fields, models
from odoo.fields import Domain

from .collection_plan import IN_PREPARATION


class CollectionCase(models.Model):
    """The payment plans of a case."""

    _inherit = "collection.case"

    plan_ids = fields.One2many("collection.plan", "case_id", readonly=True)
    plan_count = fields.Integer(compute="_compute_plan_count", string="Payment Plans")

    def _compute_plan_count(self):
        counts = dict(
            self.env["collection.plan"]._read_group(
                [("case_id", "in", self.ids)], ["case_id"], ["__count"]
            )
        )
        for case in self:
            case.plan_count = counts.get(case, 0)

    def _get_agreement_stages(self):
        found = super()._get_agreement_stages()
        rows = self.env["collection.plan"]._read_group(
            Domain("case_id", "in", self.ids)
            & Domain("state", "in", ("active", *IN_PREPARATION[1:])),
            ["case_id", "state"],
        )
        for case, state in rows:
            code = "plan" if state == "active" else "negotiation"
            found.setdefault(case.id, set()).add(code)
        return found

    def action_view_plans(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "b2b_collections.collection_plan_action"
        )
        action["domain"] = [("case_id", "in", self.ids)]
        action["context"] = {}
        return action

    def action_new_plan(self):
        """A new plan over all that is open and fits into one."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Payment Plan"),
            "res_model": "collection.plan",
            "views": [(False, "form")],
            "context": {"default_case_id": self.id},
        }
