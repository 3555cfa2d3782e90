from odoo import fields, models


class ResPartner(models.Model):
    """What the screens of a contact show of its disputes."""

    _inherit = "res.partner"

    collection_dispute_count = fields.Integer(
        compute="_compute_collection_dispute_count", string="Disputes"
    )

    def _compute_collection_dispute_count(self):
        counts = dict(
            self.env["collection.dispute"]._read_group(
                [("partner_id", "in", self.commercial_partner_id.ids)],
                ["partner_id"],
                ["__count"],
            )
        )
        for partner in self:
            partner.collection_dispute_count = counts.get(
                partner.commercial_partner_id, 0
            )

    def action_view_collection_disputes(self):
        self.ensure_one()
        return self.env["collection.dispute"]._action_list(
            [("partner_id", "=", self.commercial_partner_id.id)]
        )
