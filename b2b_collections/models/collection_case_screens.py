from odoo import fields, models
from odoo.fields import Domain


class CollectionCase(models.Model):
    """What the screens of a case show beside its own fields."""

    _inherit = "collection.case"

    partner_ref = fields.Char(related="partner_id.ref", string="Customer Number")
    partner_email = fields.Char(related="partner_id.email")
    partner_phone = fields.Char(related="partner_id.phone")
    country_id = fields.Many2one(related="partner_id.country_id")
    level_short_name = fields.Char(related="level_id.short_name", string="Level")
    level_tone = fields.Selection(related="level_id.tone")
    open_item_ids = fields.One2many(
        "collection.item", "case_id", domain=[("state", "=", "open")]
    )
    move_count = fields.Integer(compute="_compute_counts", string="Invoices")
    action_count = fields.Integer(compute="_compute_counts", string="Journal Entries")
    letter_count = fields.Integer(compute="_compute_counts", string="Letters")

    def _compute_counts(self):
        moves = dict(
            self.env["collection.item"]._read_group(
                self._get_items_domain(), ["case_id"], ["move_id:count_distinct"]
            )
        )
        actions = self.env["collection.action"]
        by_case = Domain("case_id", "in", self.ids)
        totals = dict(actions._read_group(by_case, ["case_id"], ["__count"]))
        letters = dict(
            actions._read_group(
                by_case & Domain("channel", "=", "letter"), ["case_id"], ["__count"]
            )
        )
        for case in self:
            case.move_count = moves.get(case, 0)
            case.action_count = totals.get(case, 0)
            case.letter_count = letters.get(case, 0)

    def _get_items_domain(self):
        return Domain("case_id", "in", self.ids) & Domain("state", "=", "open")

    def _get_suggested_contact(self):
        """Who reads a message sent by hand: the contact of the oldest item."""
        self.ensure_one()
        oldest = self.open_item_ids.sorted(lambda item: (item.date_due, item.id))
        return oldest[:1].contact_id or self.partner_id

    def _get_planned_call(self):
        self.ensure_one()
        return self.action_ids.filtered(
            lambda action: (
                action.channel in ("call", "visit") and action.state == "planned"
            )
        )[:1]

    def _notify_contacted(self, actions):
        """Tell what became of a message sent by hand, with the way to it."""
        states = dict(actions._fields["state"]._description_selection(self.env))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": ", ".join(
                    self.env._(
                        "%(channel)s: %(state)s",
                        channel=dict(
                            action._fields["channel"]._description_selection(self.env)
                        )[action.channel],
                        state=action.moment_local
                        if action._waits()
                        else states[action.state],
                    )
                    for action in actions
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def action_view_items(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "b2b_collections.collection_item_action"
        )
        action["domain"] = [("case_id", "in", self.ids)]
        action["context"] = {"search_default_open": 1, "hide_partner": len(self) == 1}
        return action

    def action_view_journal(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "b2b_collections.collection_action_action"
        )
        action["domain"] = [("case_id", "in", self.ids)]
        return action

    def action_view_letters(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "b2b_collections.collection_action_action_letter"
        )
        action["domain"] = [("case_id", "in", self.ids), ("channel", "=", "letter")]
        action["context"] = {}
        return action

    def action_view_moves(self):
        moves = self.env["collection.item"].search(self._get_items_domain()).move_id
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "account.action_move_out_invoice_type"
        )
        action["domain"] = [("id", "in", moves.ids)]
        action["context"] = {"default_move_type": "out_invoice", "create": False}
        return action

    def action_open_partner(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": self.partner_id.id,
            "views": [(False, "form")],
        }
