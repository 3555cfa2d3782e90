from odoo import fields, models


class AccountMove(models.Model):
    _inherit = "account.move"

    collection_stage_id = fields.Many2one(
        "collection.stage",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="Written by the collection run.",
    )
    collection_level_id = fields.Many2one(
        "collection.level",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="Highest level of the open instalments; written by the collection run.",
    )
    collection_item_ids = fields.One2many("collection.item", "move_id")

    def action_open_collection_case(self):
        self.ensure_one()
        return self.collection_item_ids.case_id[:1]._action_open()
