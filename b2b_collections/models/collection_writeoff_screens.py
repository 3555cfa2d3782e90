from odoo import api, fields, models


class CollectionWriteoff(models.Model):
    """What the screens of a write-off need beside its own fields."""

    _inherit = "collection.writeoff"

    collector_id = fields.Many2one(related="case_id.user_id", string="Collector")
    disputed_hint = fields.Char(compute="_compute_disputed_hint")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        case = self.env["collection.case"].browse(values.get("case_id") or ())
        if case and "line_ids" in fields and not values.get("line_ids"):
            currency, values["line_ids"] = case._prepare_writeoff_lines()
            values["currency_id"] = currency.id
            values["tax_relief"] = case.company_id.collection_writeoff_relief
        return values

    @api.depends("line_ids.item_id", "state")
    def _compute_disputed_hint(self):
        waiting = self.filtered(
            lambda one: one.state in ("draft", "submitted", "approved")
        )
        disputed = waiting.line_ids.item_id._find_disputed()
        for writeoff in self:
            items = writeoff.line_ids.item_id & disputed
            if not items or writeoff not in waiting:
                writeoff.disputed_hint = False
                continue
            writeoff.disputed_hint = self.env._(
                "In dispute: %(items)s. If the debtor is right, a credit note is due, "
                "and not a write-off.",
                items=", ".join(items.mapped("name")),
            )

    def action_open_collection_case(self):
        self.ensure_one()
        return self.case_id._action_open()

    def action_view_entries(self):
        """The journal entries of the write-off, for those who may read them."""
        moves = self.env["account.move"].search(
            [("collection_writeoff_id", "in", self.ids)]
        )
        return moves._get_records_action(
            name=self.env._("Journal Entries"), context={"create": False}
        )

    def action_view_recoveries(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "b2b_collections.collection_writeoff_recovery_action"
        )
        return action | {"domain": [("writeoff_id", "in", self.ids)], "context": {}}
