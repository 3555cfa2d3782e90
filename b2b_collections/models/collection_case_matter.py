from odoo import fields, models
from odoo.fields import Domain

from .collection_matter import OPEN


class CollectionCase(models.Model):
    """The legal matters of a case."""

    _inherit = "collection.case"

    matter_ids = fields.One2many("collection.matter", "case_id", readonly=True)
    matter_count = fields.Integer(
        compute="_compute_matter_count", string="Legal Matters"
    )

    def _compute_matter_count(self):
        counts = dict(
            self.env["collection.matter"]._read_group(
                [("case_id", "in", self.ids)], ["case_id"], ["__count"]
            )
        )
        for case in self:
            case.matter_count = counts.get(case, 0)

    def _get_agreement_stages(self):
        found = super()._get_agreement_stages()
        rows = self.env["collection.matter"]._read_group(
            Domain("case_id", "in", self.ids) & Domain("state", "in", OPEN),
            ["case_id"],
        )
        for (case,) in rows:
            found.setdefault(case.id, set()).add("legal")
        return found

    def action_view_matters(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "b2b_collections.collection_matter_action"
        )
        action["domain"] = [("case_id", "in", self.ids)]
        action["context"] = {}
        return action

    def action_new_matter(self):
        """A new matter over all that is open and not claimed elsewhere."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Legal Matter"),
            "res_model": "collection.matter",
            "views": [(False, "form")],
            "context": {"default_case_id": self.id},
        }
