from odoo import api, fields, models
from odoo.fields import Domain

from ..core.promise import BROKEN, OPEN


class ResPartner(models.Model):
    """How a debtor keeps his promises, in the company of the user."""

    _inherit = "res.partner"

    collection_promise_count = fields.Integer(
        string="Promises",
        compute="_compute_collection_promises",
        groups="b2b_collections.group_collections_reader",
    )
    collection_promise_open_count = fields.Integer(
        string="Open Promises",
        compute="_compute_collection_promises",
        groups="b2b_collections.group_collections_reader",
    )
    collection_promise_broken_count = fields.Integer(
        string="Broken Promises",
        compute="_compute_collection_promises",
        groups="b2b_collections.group_collections_reader",
    )
    collection_promise_kept_rate = fields.Float(
        string="Promises Kept",
        compute="_compute_collection_promises",
        groups="b2b_collections.group_collections_reader",
        help="Average of the promises that ended: kept 1, broken 0, partly kept the "
        "part that was paid.",
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("company")
    def _compute_collection_promises(self):
        own = Domain("partner_id", "in", self.commercial_partner_id.ids)
        rows = self.env["collection.promise"]._read_group(
            own & Domain("company_id", "=", self.env.company.id),
            ["partner_id", "state"],
            ["__count", "kept_rate:avg", "kept_rate:count"],
        )
        counts, kept = {}, {}
        for partner, state, count, rate, rated in rows:
            counts.setdefault(partner, {})[state] = count
            total, number = kept.get(partner, (0.0, 0))
            kept[partner] = total + (rate or 0.0) * rated, number + rated
        for partner in self:
            debtor = partner.commercial_partner_id
            states = counts.get(debtor, {})
            total, number = kept.get(debtor, (0.0, 0))
            partner.collection_promise_count = sum(states.values())
            partner.collection_promise_open_count = states.get(OPEN, 0)
            partner.collection_promise_broken_count = states.get(BROKEN, 0)
            partner.collection_promise_kept_rate = total / number if number else 0.0

    def action_view_collection_promises(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "b2b_collections.collection_promise_action"
        )
        action["domain"] = [("partner_id", "=", self.commercial_partner_id.id)]
        action["context"] = {}
        return action
