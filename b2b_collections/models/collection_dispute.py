from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Somebody has to do something about these.
OPEN_STATES = ("new", "investigating")
ACCEPTED_STATES = ("accepted", "partly")


class CollectionDispute(models.Model):
    """A debtor contests amounts of some items of his case, for one reason.

    Only what he contests is held. What becomes of it is decided by the methods of
    collection_dispute_decide.py, which check the rights and write the journal.
    """

    _name = "collection.dispute"
    _description = "Dispute"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_deadline, id"
    _rec_names_search = ["name", "partner_id.name", "line_ids.item_id.name"]
    _check_company_auto = True
    _mail_post_access = "read"

    name = fields.Char(string="Number", readonly=True, copy=False, default="")
    case_id = fields.Many2one(
        "collection.case",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(
        related="case_id.partner_id", store=True, string="Debtor", index=True
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Contested By",
        domain="[('commercial_partner_id', '=', partner_id)]",
        ondelete="restrict",
        help="Contact of the debtor who objects; he gets the answers. Empty: the "
        "invoicing contact.",
    )
    collector_id = fields.Many2one(related="case_id.user_id", string="Collector")
    reason_id = fields.Many2one(
        "collection.dispute.reason", required=True, ondelete="restrict", tracking=True
    )
    is_administrative = fields.Boolean(related="reason_id.is_administrative")
    user_id = fields.Many2one(
        "res.users",
        string="Owner",
        compute="_compute_user_id",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        domain=[("share", "=", False)],
        ondelete="restrict",
        tracking=True,
        help="Who looks into it and decides: any colleague, also outside collections.",
    )
    accountant_id = fields.Many2one(
        "res.users",
        readonly=True,
        ondelete="set null",
        help="Who was asked to prepare the credit note.",
    )
    description = fields.Text(string="What the Debtor Says")
    line_ids = fields.One2many("collection.dispute.line", "dispute_id", copy=False)
    currency_id = fields.Many2one(
        "res.currency", compute="_compute_currency_id", store=True
    )
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    amount = fields.Monetary(
        string="Contested", compute="_compute_amounts", store=True, tracking=True
    )
    amount_accepted = fields.Monetary(
        string="Accepted", compute="_compute_amounts", store=True, tracking=True
    )
    amount_company = fields.Monetary(
        string="Contested (Company)",
        compute="_compute_amounts",
        store=True,
        currency_field="company_currency_id",
        help="At the rate of the invoices.",
    )
    amount_accepted_company = fields.Monetary(
        string="Accepted (Company)",
        compute="_compute_amounts",
        store=True,
        currency_field="company_currency_id",
    )
    state = fields.Selection(
        [
            ("new", "New"),
            ("investigating", "Investigating"),
            ("accepted", "Accepted"),
            ("partly", "Partly accepted"),
            ("rejected", "Rejected"),
            ("withdrawn", "Withdrawn"),
        ],
        default="new",
        required=True,
        readonly=True,
        index=True,
        tracking=True,
        group_expand=True,
        copy=False,
    )
    origin = fields.Selection(
        [
            ("collector", "Taken down by a collector"),
            ("call", "Said in a call"),
            ("portal", "Entered in the portal"),
        ],
        default="collector",
        required=True,
        readonly=True,
    )
    date_opened = fields.Date(readonly=True, copy=False)
    date_deadline = fields.Date(
        string="Decide By",
        compute="_compute_date_deadline",
        store=True,
        readonly=False,
        index=True,
        tracking=True,
    )
    date_decided = fields.Date(readonly=True, copy=False)
    cycle_days = fields.Integer(
        string="Days to Decision",
        readonly=True,
        copy=False,
        aggregator="avg",
        help="From the opening to the decision or withdrawal.",
    )
    escalation = fields.Integer(
        readonly=True,
        copy=False,
        aggregator=None,
        help="How often a manager was told that the deadline has passed.",
    )
    answer = fields.Text(string="Answer to the Debtor", readonly=True, copy=False)
    end_kind = fields.Selection(
        [
            ("withdrawn", "Withdrawn by the debtor"),
            ("paid", "Paid in full"),
            ("cancelled", "Invoice cancelled or reversed"),
        ],
        string="Withdrawn Because",
        readonly=True,
        copy=False,
        tracking=True,
    )
    end_reason = fields.Char(readonly=True, copy=False)
    evidence_ids = fields.Many2many(
        "ir.attachment", copy=False, bypass_search_access=True
    )

    _running_idx = models.Index(
        "(company_id, date_deadline) WHERE state IN ('new', 'investigating')"
    )

    @api.depends("reason_id", "case_id")
    def _compute_user_id(self):
        for dispute in self:
            usual = dispute.case_id.user_id | self.env.user
            if not dispute.user_id or (not dispute.id and dispute.user_id in usual):
                dispute.user_id = (
                    dispute.reason_id.user_id
                    or dispute.case_id.user_id
                    or self.env.user
                )

    @api.depends("line_ids.item_id")
    def _compute_currency_id(self):
        for dispute in self:
            dispute.currency_id = dispute.line_ids.item_id.currency_id[:1]

    @api.depends(
        "line_ids.amount",
        "line_ids.amount_accepted",
        "line_ids.amount_company",
        "line_ids.amount_accepted_company",
    )
    def _compute_amounts(self):
        names = (
            "amount",
            "amount_accepted",
            "amount_company",
            "amount_accepted_company",
        )
        for dispute in self:
            for name in names:
                dispute[name] = sum(dispute.line_ids.mapped(name))

    @api.depends("reason_id", "date_opened")
    def _compute_date_deadline(self):
        today = self.env["collection.action"]._get_today()
        for dispute in self:
            if dispute.reason_id and dispute.state in OPEN_STATES:
                dispute.date_deadline = fields.Date.add(
                    dispute.date_opened or today, days=dispute.reason_id.deadline_days
                )

    @api.depends("name", "partner_id")
    def _compute_display_name(self):
        for dispute in self:
            parts = (dispute.name, dispute.partner_id.display_name)
            dispute.display_name = ", ".join(filter(None, parts))

    @api.constrains("line_ids")
    def _check_lines(self):
        for dispute in self:
            if not dispute.line_ids:
                raise ValidationError(
                    self.env._(
                        "Items: a dispute needs at least one. Choose what the debtor "
                        "contests, and how much of it."
                    )
                )
            if len(dispute.line_ids.item_id.currency_id) > 1:
                raise ValidationError(
                    self.env._(
                        "Items: these are in several currencies. Open one dispute for "
                        "each currency."
                    )
                )

    @api.constrains("contact_id", "partner_id")
    def _check_contact(self):
        for dispute in self.filtered("contact_id"):
            if dispute.contact_id.commercial_partner_id != dispute.partner_id:
                raise ValidationError(
                    self.env._(
                        "Contested by: %(contact)s does not belong to %(debtor)s. "
                        "Choose one of its contacts, or leave it empty.",
                        contact=dispute.contact_id.display_name,
                        debtor=dispute.partner_id.display_name,
                    )
                )
