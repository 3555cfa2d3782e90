from odoo import fields, models


class CollectionItem(models.Model):
    """Debit notes over interest and fees are items as well, and bear no interest."""

    _inherit = "collection.item"

    is_charge = fields.Boolean(
        string="Interest and Fees",
        readonly=True,
        help="Debit note over interest, compensation or fees.",
    )
    charge_ids = fields.One2many("collection.charge", "item_id", readonly=True)
    charge_count = fields.Integer(compute="_compute_charge_count", string="Charges")

    def _compute_charge_count(self):
        counts = dict(
            self.env["collection.charge"]._read_group(
                [("item_id", "in", self.ids)], ["item_id"], ["__count"]
            )
        )
        for item in self:
            item.charge_count = counts.get(item, 0)

    def action_view_charges(self):
        return self.env["collection.charge"]._action_list([("item_id", "in", self.ids)])
