from odoo import api, fields, models


class CollectionCallWizard(models.TransientModel):
    """Write down what came of a call or a visit."""

    _name = "collection.call.wizard"
    _description = "Log a Call"

    case_id = fields.Many2one("collection.case", required=True, ondelete="cascade")
    currency_id = fields.Many2one(related="case_id.currency_id")
    partner_id = fields.Many2one(related="case_id.partner_id")
    amount_overdue = fields.Monetary(related="case_id.amount_overdue")
    action_id = fields.Many2one(
        "collection.action",
        string="Planned As",
        domain="[('case_id', '=', case_id), ('state', '=', 'planned'),"
        " ('channel', 'in', ('call', 'visit'))]",
        ondelete="cascade",
        help="The task that this conversation settles. Empty: it was not planned.",
    )
    call_guide = fields.Html(related="action_id.level_id.call_guide")
    contact_id = fields.Many2one(
        "res.partner",
        string="Spoken To",
        required=True,
        domain="[('commercial_partner_id', '=', partner_id)]",
    )
    phone = fields.Char(compute="_compute_phone")
    outcome = fields.Selection(
        selection="_get_outcomes", required=True, default="reached"
    )
    note = fields.Html()
    next_date = fields.Date(
        string="Call Again On", help="Plans an activity for the collector."
    )

    incoming = fields.Boolean(string="The Debtor Called Us")
    answer = fields.Char(
        compute="_compute_answer", help="What the contact rules say of a call now."
    )

    @api.model
    def _get_outcomes(self):
        outcome = self.env["collection.action"]._fields["outcome"]
        return outcome._description_selection(self.env)

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        context = self.env.context
        if context.get("active_model") == "collection.case":
            values.setdefault("case_id", context.get("active_id"))
        action = self.env["collection.action"].browse(values.get("action_id"))
        if action:
            values["case_id"] = action.case_id.id
        case = self.env["collection.case"].browse(values.get("case_id"))
        if case and not action:
            action = case._get_planned_call()
            values["action_id"] = action.id
        values.setdefault(
            "contact_id", (action.contact_id or case._get_suggested_contact()).id
        )
        return values

    @api.depends("contact_id", "partner_id")
    def _compute_phone(self):
        for wizard in self:
            wizard.phone = wizard.contact_id.phone or wizard.partner_id.phone

    @api.depends("contact_id", "incoming", "action_id")
    def _compute_answer(self):
        for wizard in self:
            case = wizard.case_id
            wizard.answer = False
            if not wizard.incoming and wizard.contact_id:
                answer, debtor = case._ask_gate(
                    case._new_hand_run(),
                    "call",
                    self.env["collection.level"],
                    wizard.contact_id,
                    without=wizard.action_id.ids,
                )
                wizard.answer = not answer.allowed and case._describe_refusal(
                    answer, wizard.contact_id, debtor
                )

    def action_log(self):
        self.ensure_one()
        self._log()
        if self.next_date:
            self.case_id._plan_next_call(self.contact_id, self.next_date)
        return {"type": "ir.actions.act_window_close"}

    def _log(self):
        """Journal the conversation; return its collection.action."""
        if self.action_id:
            self.action_id._done(self.outcome, self.note)
            return self.action_id
        return self.case_id._log_call(
            self.contact_id, self.outcome, self.note, self.incoming
        )
