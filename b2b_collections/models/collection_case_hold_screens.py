from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import formatLang


class CollectionCase(models.Model):
    """What the screens of a case show of its holds."""

    _inherit = "collection.case"

    hold_ids = fields.One2many("collection.hold", "case_id", readonly=True)
    hold_count = fields.Integer(compute="_compute_holds", string="Running Holds")
    hold_until = fields.Date(
        compute="_compute_holds",
        search="_search_hold_until",
        string="Hold Ends",
        help="Earliest review date of the holds in force.",
    )
    amount_held = fields.Monetary(
        compute="_compute_amount_held",
        string="On Hold",
        help="What is not asked for at present, company currency.",
    )

    @api.depends("hold_ids.end_kind", "hold_ids.date_from", "hold_ids.date_until")
    @api.depends_context("collection_date", "tz")
    def _compute_holds(self):
        running = Domain("case_id", "in", self.ids) & Domain(
            "state", "in", ("planned", "active")
        )
        Hold = self.env["collection.hold"]
        counts = dict(Hold._read_group(running, ["case_id"], ["__count"]))
        active = Domain("state", "=", "active") & Domain("case_id", "in", self.ids)
        ends = dict(Hold._read_group(active, ["case_id"], ["date_until:min"]))
        for case in self:
            case.hold_count = counts.get(case, 0)
            case.hold_until = ends.get(case, False)

    def _search_hold_until(self, operator, value):
        if operator not in ("<", "<=", ">", ">="):
            return NotImplemented
        return Domain(
            "hold_ids",
            "any",
            Domain("state", "=", "active") & Domain("date_until", operator, value),
        )

    @api.depends("item_ids.amount_held_company", "item_ids.state")
    def _compute_amount_held(self):
        held = dict(
            self.env["collection.item"]._read_group(
                self._get_items_domain() & Domain("amount_held", ">", 0),
                ["case_id"],
                ["amount_held_company:sum"],
            )
        )
        for case in self:
            case.amount_held = held.get(case, 0.0)

    def _get_held_by_currency(self):
        """``{(case id, currency id): what is on hold, formatted}``."""
        rows = self.env["collection.item"]._read_group(
            self._get_items_domain() & Domain("amount_held", ">", 0),
            ["case_id", "currency_id"],
            ["amount_held:sum"],
        )
        return {
            (case.id, currency.id): formatLang(self.env, held, currency_obj=currency)
            for case, currency, held in rows
        }

    def action_view_holds(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "b2b_collections.collection_hold_action"
        )
        action["domain"] = [("case_id", "in", self.ids)]
        action["context"] = {}
        return action
