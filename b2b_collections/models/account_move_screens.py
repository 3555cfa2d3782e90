from odoo import api, fields, models


class AccountMove(models.Model):
    """What the screens of an invoice show of its case."""

    _inherit = "account.move"

    collection_case_id = fields.Many2one(
        "collection.case", compute="_compute_collection_case_id"
    )
    collection_info = fields.Char(
        compute="_compute_collection_info",
        help="Stage, level, and why the open instalments are, or are not, chased.",
    )

    @api.depends("collection_item_ids.case_id")
    def _compute_collection_case_id(self):
        for move in self:
            move.collection_case_id = move.sudo().collection_item_ids.case_id[:1]

    @api.depends(
        "collection_item_ids.reason_code",
        "collection_item_ids.state",
        "collection_item_ids.amount_held",
        "collection_stage_id",
        "collection_level_id",
    )
    @api.depends_context("lang")
    def _compute_collection_info(self):
        for move in self:
            # Shown to those who may read the invoice; the view asks for the group.
            items_sudo = move.sudo().collection_item_ids
            reasons = items_sudo.filtered(lambda item: item.state == "open").mapped(
                "reason"
            )
            words = [move.collection_stage_id.name, move.collection_level_id.name]
            words.append(items_sudo._describe_held())
            move.collection_info = bool(reasons) and " · ".join(
                dict.fromkeys(filter(None, [*words, *reasons]))
            )
