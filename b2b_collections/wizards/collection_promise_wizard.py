from odoo import Command, api, fields, models


class CollectionPromiseWizard(models.TransientModel):
    """Collects what is promised and for when; the case takes the promise."""

    _name = "collection.promise.wizard"
    _description = "Take a Promise"
    _inherit = ["collection.promise.choice"]

    partner_id = fields.Many2one(related="case_id.partner_id")
    contact_id = fields.Many2one(
        "res.partner",
        string="Promised By",
        domain="[('commercial_partner_id', '=', partner_id)]",
        help="Who gave the word; the confirmation goes to him.",
    )
    made_by = fields.Selection(
        [("collector", "Said or written to us"), ("call", "Agreed in a call")],
        string="How",
        required=True,
        default="collector",
    )
    note = fields.Text(help="For your colleagues; debtors never see it.")
    confirm = fields.Boolean(
        string="Confirm in Writing",
        compute="_compute_confirm",
        store=True,
        readonly=False,
        precompute=True,
        help="The debtor gets amount, day and items by mail, or by letter where he "
        "has no e-mail address.",
    )

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        context = self.env.context
        model, ids = context.get("active_model"), context.get("active_ids", [])
        items = self.env["collection.item"]
        if model == "collection.case":
            case = self.env[model].browse(context.get("active_id"))
            items = case._get_promise_proposal()
        elif model in ("collection.item", "account.move"):
            items = self.env[model].browse(ids)
            if model == "account.move":
                items = items.collection_item_ids
            items = items.filtered(lambda item: item.state == "open")
            case = items[:1].case_id
        else:
            return values
        values.setdefault("case_id", case.id)
        values.setdefault("promise_item_ids", [Command.set(items.ids)])
        values.setdefault("contact_id", case._get_suggested_contact().id)
        return values

    @api.depends("case_id")
    def _compute_confirm(self):
        for wizard in self:
            wizard.confirm = wizard.case_id.policy_id.confirm_promises

    def action_promise(self):
        self.ensure_one()
        promise = self._take_promise(
            contact=self.contact_id,
            made_by=self.made_by,
            note=self.note,
            confirm=False,
        )
        refusals = promise._confirm() if self.confirm else []
        if not refusals:
            return {"type": "ir.actions.act_window_close"}
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "message": self.env._(
                    "The promise is taken. It could not be confirmed in writing: "
                    "%(why)s",
                    why=refusals[0],
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
