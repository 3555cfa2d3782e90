from odoo import api, fields, models
from odoo.exceptions import UserError


class CollectionContactWizard(models.TransientModel):
    """Contact a debtor now, on somebody's wish: channel, level, recipient."""

    _name = "collection.contact.wizard"
    _description = "Contact a Debtor"

    case_id = fields.Many2one("collection.case", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="case_id.company_id")
    currency_id = fields.Many2one(related="case_id.currency_id")
    partner_id = fields.Many2one(related="case_id.partner_id")
    channel = fields.Selection(selection="_get_channels", required=True, default="mail")
    level_id = fields.Many2one(
        "collection.level",
        required=True,
        compute="_compute_level_id",
        store=True,
        precompute=True,
        readonly=False,
        domain="[('policy_id', '=', policy_id)]",
        help="The words that the message uses. What the ladder gives next is proposed.",
    )
    policy_id = fields.Many2one(related="case_id.policy_id")
    contact_id = fields.Many2one(
        "res.partner",
        string="Recipient",
        required=True,
        compute="_compute_contact_id",
        store=True,
        precompute=True,
        readonly=False,
        domain="[('commercial_partner_id', '=', partner_id)]",
    )
    address = fields.Char(compute="_compute_address")
    requires_approval = fields.Boolean(related="level_id.requires_approval")
    item_ids = fields.Many2many(
        "collection.item", compute="_compute_item_ids", string="Items Listed"
    )
    amount = fields.Monetary(
        compute="_compute_item_ids", help="Total of the items in company currency."
    )
    nothing = fields.Char(
        compute="_compute_item_ids", help="Why there is nothing to list."
    )

    answer = fields.Char(
        compute="_compute_answer", help="What the contact rules say, if they say no."
    )
    can_override = fields.Boolean(compute="_compute_answer")
    is_scheduled = fields.Boolean(compute="_compute_answer")
    override = fields.Char(
        string="Send Nevertheless, Because",
        help="Your reason for setting the contact rule aside; it is journalled.",
    )

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if self.env.context.get("active_model") == "collection.case":
            values.setdefault("case_id", self.env.context.get("active_id"))
        return values

    @api.model
    def _get_channels(self):
        channel = self.env["collection.action"]._fields["channel"]
        return channel._description_selection(self.env)

    @api.depends("case_id")
    def _compute_level_id(self):
        for wizard in self:
            wizard.level_id = wizard.case_id._get_default_level()

    @api.depends("case_id", "level_id")
    def _compute_contact_id(self):
        for wizard in self:
            wizard.contact_id = wizard.case_id._get_recipient(wizard.level_id)

    @api.depends("contact_id", "channel", "partner_id")
    def _compute_address(self):
        for wizard in self:
            wizard.address = wizard._get_address()

    def _get_address(self):
        contact, debtor = self.contact_id, self.partner_id
        if self.channel == "mail":
            return contact.email or debtor.email
        if self.channel in ("letter", "visit"):
            postal = contact if contact.street or contact.city else debtor
            return (postal.contact_address_inline or "").strip(", ")
        return contact.phone or debtor.phone

    @api.depends("case_id", "contact_id")
    def _compute_item_ids(self):
        for wizard in self:
            try:
                items = wizard.case_id._get_contact_items(wizard.contact_id)
                wizard.nothing = False
            except UserError as error:
                items = wizard.env["collection.item"]
                wizard.nothing = str(error)
            wizard.item_ids = items
            wizard.amount = sum(items.mapped("amount_residual_company"))

    @api.depends("channel", "level_id", "contact_id")
    def _compute_answer(self):
        is_manager = self.env.user.has_group(
            "b2b_collections.group_collections_manager"
        )
        for wizard in self:
            case = wizard.case_id
            answer, debtor = case._ask_gate(
                case._new_hand_run(),
                wizard.channel,
                wizard.level_id,
                wizard.contact_id,
            )
            wizard.is_scheduled = case._can_schedule(answer, wizard.channel)
            wizard.can_override = is_manager and answer.can_be_overridden
            wizard.answer = not answer.allowed and case._describe_refusal(
                answer, wizard.contact_id, debtor
            )

    def action_contact(self):
        self.ensure_one()
        actions = self.case_id._contact(
            self.channel,
            self.level_id,
            self.contact_id,
            override=self.can_override and self.override,
        )
        if self.channel == "whatsapp":
            return self.case_id._open_whatsapp(actions)
        return self.case_id._notify_contacted(actions)
