from odoo import api, fields, models

STATES = [
    ("draft", "Draft"),
    ("submitted", "To Approve"),
    ("approved", "Approved"),
    ("placed", "Placed"),
    ("acknowledged", "Acknowledged"),
    ("working", "Working"),
    ("promised", "Promised"),
    ("plan", "Payment Plan"),
    ("recalled", "Recalled"),
    ("settled", "Settled"),
    ("returned", "Returned"),
    ("closed", "Closed"),
]
# With the agency.
PLACED = ("placed", "acknowledged", "working", "promised", "plan")
# No item may be in two of these.
LIVE = ("submitted", "approved", *PLACED)


class CollectionPlacement(models.Model):
    """The items of a case in one currency that an agency collects for us.

    Made and changed as a draft; its state is changed by the methods of
    collection_placement_life.py alone, its amounts follow from the ledger
    (collection_placement_ledger.py).
    """

    _name = "collection.placement"
    _description = "Placement with an Agency"
    _inherit = [
        "collection.own.thread",
        "mail.activity.mixin",
        "collection.notice.source",
    ]
    _order = "id desc"
    _rec_names_search = ["name", "partner_id.name"]
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
    agency_id = fields.Many2one(
        "collection.agency",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        help="Of all items of the placement; items in another currency need their own.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Made By",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env.user,
        ondelete="restrict",
        tracking=True,
    )
    state = fields.Selection(
        STATES,
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    line_ids = fields.One2many("collection.placement.line", "placement_id", copy=False)
    date_placed = fields.Date(readonly=True, copy=False, string="Placed On")
    date_acknowledged = fields.Date(readonly=True, copy=False, string="Acknowledged On")
    date_ended = fields.Date(
        readonly=True, copy=False, help="Recalled, returned or settled."
    )
    end_reason = fields.Char(readonly=True, copy=False, string="Ended Because")
    previous_id = fields.Many2one(
        "collection.placement",
        string="Placed Before As",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="The last placement of these items, with this or another agency.",
    )
    note = fields.Text(string="Remarks for the Agency")

    amount_placed = fields.Monetary(
        string="Placed", compute="_compute_totals", store=True
    )
    amount_agency = fields.Monetary(
        string="By the Agency",
        compute="_compute_totals",
        store=True,
        help="Recovered by the agency and accepted by us.",
    )
    amount_direct = fields.Monetary(
        string="Paid to Us",
        compute="_compute_totals",
        store=True,
        help="Paid to us directly since it was placed.",
    )
    amount_credited = fields.Monetary(
        string="Credited",
        compute="_compute_totals",
        store=True,
        help="Credited, cancelled or written off since it was placed.",
    )
    amount_open = fields.Monetary(string="Open", compute="_compute_totals", store=True)

    _live_idx = models.Index(
        """(company_id, case_id) WHERE state IN
           ('placed', 'acknowledged', 'working', 'promised', 'plan')"""
    )

    @api.depends(
        "line_ids.amount_placed",
        "line_ids.amount_agency",
        "line_ids.amount_direct",
        "line_ids.amount_credited",
        "line_ids.amount_open",
    )
    def _compute_totals(self):
        names = ("placed", "agency", "direct", "credited", "open")
        for placement in self:
            for name in names:
                field = f"amount_{name}"
                placement[field] = sum(placement.line_ids.mapped(field))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not vals.get("name"):
                sequence = self.env["ir.sequence"]
                vals["name"] = sequence.next_by_code("collection.placement")
        return super().create(vals_list)

    def _is_live(self):
        """Whether its items are with an agency, or on their way to one."""
        self.ensure_one()
        return self.state in LIVE

    def _get_receipt_moves(self):
        """Entries by which receipts of the agency were accepted: account.move.

        Extended where receipts are kept; what they settle of the items was recovered
        by the agency, all else was paid to us or credited.
        """
        return self.env["account.move"]

    def _load_receipt_moves(self):
        """``{placement id: ids of the entries of its accepted receipts}``

        To be done in one query for all placements where receipts are kept.
        """
        return {one.id: set(one._get_receipt_moves().ids) for one in self}

    def _make_handoff_file(self):
        """Have the file for the agency made. Extended where files are made."""
