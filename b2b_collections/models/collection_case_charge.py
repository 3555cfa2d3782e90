from odoo import fields, models


class CollectionCase(models.Model):
    """Interest and fees of the debtor of a case."""

    _inherit = "collection.case"

    charge_count = fields.Integer(
        compute="_compute_charge_count", string="Interest and Fees"
    )

    def _compute_charge_count(self):
        counts = {
            (partner, company): count
            for partner, company, count in self.env["collection.charge"]._read_group(
                [("partner_id", "in", self.partner_id.ids)],
                ["partner_id", "company_id"],
                ["__count"],
            )
        }
        for case in self:
            case.charge_count = counts.get((case.partner_id, case.company_id), 0)

    def action_view_charges(self):
        self.ensure_one()
        return self.env["collection.charge"]._action_list(
            [
                ("partner_id", "=", self.partner_id.id),
                ("company_id", "=", self.company_id.id),
            ]
        )

    def action_draft_debit_notes(self):
        """Choose up to when, look at what it comes to, and draft."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "b2b_collections.collection_charge_wizard_action"
        )
        action["context"] = {"default_case_ids": self.ids}
        return action
