from odoo import Command, api, fields, models
from odoo.fields import Domain

STATES = [
    ("draft", "Draft"),
    ("opened", "Claim to File"),
    ("filed", "Filed"),
    ("pending", "Pending"),
    ("judgement", "Judgement"),
    ("enforcement", "Enforcement"),
    ("closed", "Closed"),
    ("cancelled", "Cancelled"),
]
RESULTS = [
    ("won", "Won"),
    ("partly", "Won in part"),
    ("lost", "Lost"),
    ("settled", "Settled"),
    ("withdrawn", "Withdrawn"),
    ("no_assets", "No assets"),
]
UNFILED = ("draft", "opened")
RUNNING = ("filed", "pending", "judgement", "enforcement")
# What concerns the debtor already: the case is a legal one.
OPEN = ("opened", *RUNNING)


class CollectionMatter(models.Model):
    """A court claim, payment order, insolvency or mediation against one debtor.

    It lies over the ledger like a plan: claims are frozen when they are filed, what is
    paid and what it costs is always read from the ledger. Its state is changed by the
    methods of collection_matter_life.py alone.
    """

    _name = "collection.matter"
    _description = "Legal Matter"
    _inherit = ["collection.own.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_names_search = ["name", "reference", "partner_id.name"]
    _check_company_auto = True
    _mail_post_access = "read"

    name = fields.Char(
        string="Number",
        readonly=True,
        copy=False,
        default=lambda self: self.env._("New"),
    )
    case_id = fields.Many2one(
        "collection.case",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="case_id.company_id", store=True, index=True, precompute=True
    )
    partner_id = fields.Many2one(
        related="case_id.partner_id",
        store=True,
        index=True,
        precompute=True,
        string="Debtor",
    )
    kind_id = fields.Many2one(
        "collection.matter.kind",
        required=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    nature = fields.Selection(related="kind_id.nature", store=True)
    kind_source = fields.Char(related="kind_id.source")
    kind_note = fields.Text(related="kind_id.note", string="Good to Know")
    state = fields.Selection(
        STATES,
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    # States before the present one, the oldest first: what undoing goes back to.
    path = fields.Char(readonly=True, copy=False, default="")
    result = fields.Selection(RESULTS, readonly=True, copy=False, tracking=True)
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
        help="Of the costs claimed, the judgement and its instalments. Items keep "
        "their own.",
    )
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        required=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
        tracking=True,
    )
    lawyer_id = fields.Many2one("res.partner", tracking=True, ondelete="restrict")
    court = fields.Char(string="Court or Authority", tracking=True)
    administrator_id = fields.Many2one(
        "res.partner",
        ondelete="restrict",
        help="Insolvency administrator, curator or mediator: who receives the claim.",
    )
    reference = fields.Char(
        string="Reference Number", tracking=True, help="Of the court or authority."
    )
    date_opened = fields.Date(
        string="Proceedings Opened On",
        copy=False,
        tracking=True,
        help="Of an insolvency: from that day on all contact stops.",
    )
    claim_until = fields.Date(
        string="File the Claim By",
        copy=False,
        tracking=True,
        help="Last day as the court or administrator said.",
    )
    date_interest = fields.Date(
        string="Interest Until",
        help="Last day on which interest is counted; empty: the day on which "
        "proceedings were opened, else today.",
    )
    date_filed = fields.Date(string="Filed On", readonly=True, copy=False)
    date_closed = fields.Date(string="Closed On", readonly=True, copy=False)
    close_note = fields.Text(readonly=True, copy=False, string="Why Closed")
    note = fields.Text(string="Notes", help="For our own people.")
    item_ids = fields.One2many("collection.matter.item", "matter_id", copy=False)
    deadline_ids = fields.One2many(
        "collection.matter.deadline", "matter_id", copy=False
    )
    document_ids = fields.One2many(
        "collection.matter.document", "matter_id", copy=False
    )

    _open_idx = models.Index(
        "(company_id, case_id) WHERE state NOT IN ('closed', 'cancelled')"
    )

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        case = self.env["collection.case"].browse(values.get("case_id") or ())
        if case and "item_ids" in fields and not values.get("item_ids"):
            items = case._get_claimable_items()
            items = items.filtered(lambda item: item._is_due()) or items
            values["item_ids"] = [
                Command.create({"item_id": item.id}) for item in items
            ]
            values["currency_id"] = case._get_claim_currency(items).id
        if case.user_id and "user_id" in fields:
            values["user_id"] = case.user_id.id
        return values

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not vals.get("name"):
                sequence = self.env["ir.sequence"]
                vals["name"] = sequence.next_by_code("collection.matter")
        return super().create(vals_list)

    @api.depends("name", "kind_id")
    def _compute_display_name(self):
        for matter in self:
            matter.display_name = f"{matter.name} · {matter.kind_id.name or ''}"

    def action_open_collection_case(self):
        self.ensure_one()
        return self.case_id._action_open()


class CollectionItem(models.Model):
    _inherit = "collection.item"

    def _is_due(self):
        """A court awards what is due; in an insolvency all of it is."""
        self.ensure_one()
        return self.date_due < self.env["collection.action"]._get_today()


class CollectionCase(models.Model):
    _inherit = "collection.case"

    def _get_claimable_items(self):
        """Open items that are in no other running claim of the same debtor."""
        self.ensure_one()
        taken = self.env["collection.matter.item"].search(
            Domain("item_id.case_id", "=", self.id)
            & Domain("matter_id.nature", "=", "court")
            & Domain("matter_id.state", "in", RUNNING)
        )
        return (
            self.env["collection.item"]
            .search(
                Domain("case_id", "=", self.id)
                & Domain("state", "=", "open")
                & Domain("id", "not in", taken.item_id.ids)
            )
            .filtered(lambda item: not item.move_line_id.reconciled)
        )

    def _get_claim_currency(self, items):
        """That of most items, for costs and judgement."""
        groups = items.grouped("currency_id")
        return max(groups, key=lambda one: len(groups[one]), default=self.currency_id)
