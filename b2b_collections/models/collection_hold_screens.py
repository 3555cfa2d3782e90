from odoo import api, fields, models

# Days before the review date on which the screens begin to point at it.
SOON = 3


class CollectionHold(models.Model):
    """What the screens of a hold show beside its own fields."""

    _inherit = "collection.hold"

    scope_name = fields.Char(compute="_compute_scope_name", string="What Is Held")
    is_ending = fields.Boolean(compute="_compute_is_ending")

    @api.depends("item_id.name")
    @api.depends_context("lang")
    def _compute_scope_name(self):
        for hold in self:
            hold.scope_name = hold.item_id.name or self.env._("Whole case")

    @api.depends("state", "date_until")
    def _compute_is_ending(self):
        today = self.env["collection.action"]._get_today()
        soon = fields.Date.add(today, days=SOON)
        for hold in self:
            hold.is_ending = bool(
                hold.state == "active" and hold.date_until and hold.date_until <= soon
            )

    def action_open_collection_case(self):
        self.ensure_one()
        return self.case_id._action_open()
