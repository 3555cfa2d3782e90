from odoo import api, fields, models

from ..core.promise import OPEN


class CollectionPromise(models.Model):
    """What the screens of a promise show beside its own fields."""

    _inherit = "collection.promise"

    item_names = fields.Char(compute="_compute_item_names", string="Items Promised")
    is_due = fields.Boolean(compute="_compute_is_late", help="Promised for today.")
    is_late = fields.Boolean(
        compute="_compute_is_late",
        help="The promised day has passed, the days granted after it have not.",
    )

    @api.depends("line_ids.item_id.name")
    def _compute_item_names(self):
        for promise in self:
            names = promise.line_ids.item_id.mapped("name")
            promise.item_names = ", ".join(filter(None, names))

    @api.depends("state", "date_promised")
    @api.depends_context("collection_date", "tz")
    def _compute_is_late(self):
        today = self.env["collection.action"]._get_today()
        for promise in self:
            is_open = promise.state == OPEN
            promise.is_due = is_open and promise.date_promised == today
            promise.is_late = is_open and promise.date_promised < today

    def action_open_collection_case(self):
        self.ensure_one()
        return self.case_id._action_open()
