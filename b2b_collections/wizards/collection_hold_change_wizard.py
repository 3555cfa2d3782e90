from odoo import Command, api, fields, models


class CollectionHoldChangeWizard(models.TransientModel):
    """Release holds, or give them another review date."""

    _name = "collection.hold.change.wizard"
    _description = "Change Holds"

    hold_ids = fields.Many2many("collection.hold", required=True)
    hold_count = fields.Integer(compute="_compute_hold_count")
    mode = fields.Selection(
        [("release", "Release"), ("extend", "New review date")],
        required=True,
        default="release",
    )
    date_until = fields.Date(string="Review Date")
    reason = fields.Char(help="It is kept with the hold and in the journal.")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        context = self.env.context
        if context.get("active_model") == "collection.hold":
            holds = self.env["collection.hold"].browse(context.get("active_ids", []))
            values.setdefault("hold_ids", [Command.set(holds.ids)])
            dates = [hold.date_until for hold in holds if hold.date_until]
            values.setdefault("date_until", max(dates, default=False))
        return values

    @api.depends("hold_ids")
    def _compute_hold_count(self):
        for wizard in self:
            wizard.hold_count = len(wizard.hold_ids)

    def action_apply(self):
        self.ensure_one()
        if self.mode == "release":
            self.hold_ids._release(self.reason)
        else:
            self.hold_ids._extend(self.date_until, self.reason)
        return {"type": "ir.actions.act_window_close"}
