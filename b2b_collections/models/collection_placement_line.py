from odoo import api, fields, models


class CollectionPlacementLine(models.Model):
    """An item that is placed with an agency, and what became of it since."""

    _name = "collection.placement.line"
    _description = "Item of a Placement"
    _order = "date_due, id"
    _check_company_auto = True

    placement_id = fields.Many2one(
        "collection.placement", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="placement_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="placement_id.currency_id")
    item_id = fields.Many2one(
        "collection.item",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    name = fields.Char(related="item_id.name", string="Number")
    date_due = fields.Date(related="item_id.date_due", store=True)
    amount_placed = fields.Monetary(
        string="Placed",
        compute="_compute_amount_placed",
        store=True,
        precompute=True,
        help="What was open when it was placed.",
    )
    settled_key = fields.Integer(
        compute="_compute_amount_placed",
        store=True,
        precompute=True,
        aggregator=None,
        help="Last reconciliation of the ledger before it was placed: what is settled "
        "later counts.",
    )
    days_overdue = fields.Integer(
        compute="_compute_amount_placed",
        store=True,
        precompute=True,
        aggregator=None,
        help="When it was placed; the rate of the commission depends on it.",
    )
    amount_agency = fields.Monetary(string="By the Agency", readonly=True)
    amount_direct = fields.Monetary(string="Paid to Us", readonly=True)
    amount_credited = fields.Monetary(string="Credited", readonly=True)
    amount_open = fields.Monetary(
        string="Open", compute="_compute_amount_placed", store=True, precompute=True
    )
    is_live = fields.Boolean(
        readonly=True, help="With an agency, or on its way to one."
    )

    _live_unique = models.UniqueIndex(
        "(item_id) WHERE is_live",
        "An item can be with one agency at a time. Leave it out of this placement, or "
        "recall the other placement first.",
    )
    _item_unique = models.UniqueIndex(
        "(placement_id, item_id)", "This item is in the placement already."
    )

    @api.depends("item_id")
    def _compute_amount_placed(self):
        """What is open now: once, when the item enters, and again when it is placed."""
        # The highest key of the whole ledger, which its users need not see.
        Partial_sudo = self.env["account.partial.reconcile"].sudo()
        last = Partial_sudo.search([], order="id desc", limit=1).id or 0
        today = self.env["collection.action"]._get_today()
        for line in self:
            # The ledger itself: a payment may have come since the last run.
            item = line.item_id
            line.amount_placed = item.move_line_id.amount_residual_currency
            line.amount_open = line.amount_placed
            line.settled_key = last
            line.days_overdue = (today - item.date_due).days if item.date_due else 0
