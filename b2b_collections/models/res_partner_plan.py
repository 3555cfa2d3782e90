from odoo import fields, models


class ResPartner(models.Model):
    """The payment plans of a debtor, in all his cases."""

    _inherit = "res.partner"

    collection_plan_count = fields.Integer(
        compute="_compute_collection_plan_count",
        string="Payment Plans",
        groups="b2b_collections.group_collections_reader",
    )

    def _compute_collection_plan_count(self):
        debtors = self.commercial_partner_id
        counts = dict(
            self.env["collection.plan"]._read_group(
                [("partner_id", "in", debtors.ids)], ["partner_id"], ["__count"]
            )
        )
        for partner in self:
            partner.collection_plan_count = counts.get(partner.commercial_partner_id, 0)

    def action_view_collection_plans(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "b2b_collections.collection_plan_action"
        )
        action["domain"] = [("partner_id", "in", self.commercial_partner_id.ids)]
        action["context"] = {}
        return action
