from odoo import api, fields, models
from odoo.tools import format_amount

STATES = [
    ("reported", "Reported"),
    ("accepted", "Accepted"),
    ("rejected", "Rejected"),
]


class CollectionPlacementReceipt(models.Model):
    """Money that an agency received from a debtor, and what it keeps of it.

    Reported by the agency or entered by our people; nothing is booked before it is
    accepted (collection_placement_receipt_accept.py). What may be reported says
    collection_placement_receipt_check.py.
    """

    _name = "collection.placement.receipt"
    _description = "Receipt of an Agency"
    _inherit = ["collection.own.thread"]
    _order = "date desc, id desc"
    _rec_names_search = ["reference", "placement_id.name", "partner_id.name"]
    _check_company_auto = True
    _mail_post_access = "read"

    placement_id = fields.Many2one(
        "collection.placement",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="placement_id.company_id", store=True, index=True, precompute=True
    )
    case_id = fields.Many2one(
        related="placement_id.case_id", store=True, index=True, precompute=True
    )
    partner_id = fields.Many2one(
        related="placement_id.partner_id", store=True, precompute=True, string="Debtor"
    )
    agency_id = fields.Many2one(
        related="placement_id.agency_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(
        related="placement_id.currency_id", store=True, precompute=True
    )
    date = fields.Date(
        string="Received On",
        required=True,
        default=lambda self: self.env["collection.action"]._get_today(),
        tracking=True,
        help="On which day the debtor paid the agency.",
    )
    gross = fields.Monetary(
        string="Received", required=True, help="What the debtor paid.", tracking=True
    )
    commission = fields.Monetary(
        string="Commission Kept",
        help="What the agency keeps of it, as it says. 0: it passes on all, and sends "
        "an invoice.",
        tracking=True,
    )
    net = fields.Monetary(
        string="To Be Passed On", compute="_compute_net", store=True, precompute=True
    )
    reference = fields.Char(
        required=True,
        help="Of the agency: says which receipt is meant, and keeps it from being "
        "reported twice.",
    )
    item_ids = fields.Many2many(
        "collection.item",
        string="For Items",
        check_company=True,
        help="What the debtor paid for. Empty: the oldest items first.",
    )
    note = fields.Text(help="As the agency reports it.")
    source = fields.Selection(
        [("portal", "Portal"), ("csv", "File"), ("own", "Our People")],
        default="own",
        required=True,
        readonly=True,
        copy=False,
    )
    state = fields.Selection(
        STATES,
        default="reported",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Reported By",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    decided_by = fields.Many2one("res.users", readonly=True, copy=False)
    decided_on = fields.Datetime(readonly=True, copy=False)
    reject_reason = fields.Char(
        readonly=True, copy=False, help="The agency reads it.", tracking=True
    )
    line_ids = fields.One2many(
        "collection.placement.receipt.line", "receipt_id", readonly=True, copy=False
    )
    move_id = fields.Many2one(
        "account.move",
        string="Clearing Entry",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    _reference_unique = models.UniqueIndex(
        "(placement_id, reference) WHERE state != 'rejected'",
        "This reference was reported for the placement already. If it is another "
        "receipt, give it a reference of its own.",
    )

    @api.depends("gross", "commission")
    def _compute_net(self):
        for receipt in self:
            receipt.net = receipt.gross - receipt.commission

    @api.depends("placement_id", "reference", "gross")
    def _compute_display_name(self):
        for receipt in self:
            receipt.display_name = self.env._(
                "%(placement)s: %(reference)s, %(amount)s",
                placement=receipt.placement_id.name or "",
                reference=receipt.reference or "",
                amount=format_amount(self.env, receipt.gross, receipt.currency_id)
                if receipt.currency_id
                else "",
            )


class CollectionPlacementReceiptLine(models.Model):
    """What of an accepted receipt went to which item."""

    _name = "collection.placement.receipt.line"
    _description = "Item Settled by an Agency's Receipt"
    _order = "id"

    receipt_id = fields.Many2one(
        "collection.placement.receipt", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="receipt_id.company_id", store=True)
    currency_id = fields.Many2one(related="receipt_id.currency_id")
    line_id = fields.Many2one(
        "collection.placement.line", required=True, index=True, ondelete="restrict"
    )
    item_id = fields.Many2one(related="line_id.item_id")
    amount = fields.Monetary(required=True)
