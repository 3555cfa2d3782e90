from odoo import Command, api, fields, models


class CollectionPromiseChangeWizard(models.TransientModel):
    """Postpone promises, or withdraw them."""

    _name = "collection.promise.change.wizard"
    _description = "Change Promises"

    promise_ids = fields.Many2many("collection.promise", required=True)
    promise_count = fields.Integer(compute="_compute_promise_count")
    mode = fields.Selection(
        [("postpone", "Postpone"), ("withdraw", "Withdraw")],
        required=True,
        default="postpone",
    )
    date = fields.Date(string="New Day")
    reason = fields.Char(help="It is kept with the promise and in the journal.")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        context = self.env.context
        if context.get("active_model") == "collection.promise":
            ids = context.get("active_ids", [])
            values.setdefault("promise_ids", [Command.set(ids)])
        return values

    @api.depends("promise_ids")
    def _compute_promise_count(self):
        for wizard in self:
            wizard.promise_count = len(wizard.promise_ids)

    def action_apply(self):
        self.ensure_one()
        if self.mode == "postpone":
            self.promise_ids._postpone(self.date, self.reason)
        else:
            self.promise_ids._withdraw(self.reason)
        return {"type": "ir.actions.act_window_close"}
