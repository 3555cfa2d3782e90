from odoo import api, fields, models


class CollectionPolicy(models.Model):
    """What the screens of a policy show beside its own fields."""

    _inherit = "collection.policy"

    ladder = fields.Char(compute="_compute_ladder", help="Days and short names.")
    case_count = fields.Integer(compute="_compute_case_count", string="Open Cases")

    @api.depends("level_ids.days", "level_ids.short_name")
    def _compute_ladder(self):
        for policy in self:
            policy.ladder = " → ".join(
                f"{level.days:+d} {level.short_name}"
                for level in policy.level_ids.sorted("days")
            )

    def _compute_case_count(self):
        counts = dict(
            self.env["collection.case"]._read_group(
                [("policy_id", "in", self.ids), ("state", "=", "open")],
                ["policy_id"],
                ["__count"],
            )
        )
        for policy in self:
            policy.case_count = counts.get(policy, 0)

    def action_view_cases(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "b2b_collections.collection_case_action"
        )
        action["domain"] = [("policy_id", "in", self.ids)]
        return action
