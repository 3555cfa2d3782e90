from odoo import fields, models


class CollectionItem(models.Model):
    """What the screens of an item show beside its own fields."""

    _inherit = "collection.item"

    action_line_ids = fields.One2many(
        "collection.action.line", "item_id", readonly=True, string="What Was Said"
    )

    level_short_name = fields.Char(related="level_id.short_name", string="Short Level")

    def action_open_move(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "views": [(False, "form")],
        }

    def action_open_collection_case(self):
        self.ensure_one()
        return self.case_id._action_open()
