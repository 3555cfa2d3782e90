from odoo import api, fields, models


class CollectionPlanItem(models.Model):
    """An item of a plan, with what was open of it when the plan was made."""

    _name = "collection.plan.item"
    _description = "Item of a Payment Plan"
    _order = "date_due, id"
    _check_company_auto = True

    plan_id = fields.Many2one(
        "collection.plan", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="plan_id.company_id", store=True)
    currency_id = fields.Many2one(related="plan_id.currency_id")
    item_id = fields.Many2one(
        "collection.item",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    name = fields.Char(related="item_id.name", string="Number")
    date_due = fields.Date(related="item_id.date_due", store=True)
    amount = fields.Monetary(
        string="In the Plan",
        compute="_compute_amount",
        store=True,
        precompute=True,
        help="What was open when the plan was made.",
    )
    settled_key = fields.Integer(
        compute="_compute_amount",
        store=True,
        precompute=True,
        aggregator=None,
        help="Last reconciliation of the ledger when the plan was made: what is "
        "settled later counts for the plan.",
    )
    amount_residual = fields.Monetary(related="item_id.amount_residual", string="Open")
    hold_id = fields.Many2one("collection.hold", readonly=True, ondelete="set null")
    is_live = fields.Boolean(
        readonly=True, help="The plan is agreed upon or being agreed upon."
    )

    _live_unique = models.UniqueIndex(
        "(item_id) WHERE is_live",
        "An item can be in one payment plan at a time. Leave it out of this plan, or "
        "cancel the other plan first.",
    )
    _item_unique = models.UniqueIndex(
        "(plan_id, item_id)", "This item is in the plan already."
    )

    @api.depends("item_id")
    def _compute_amount(self):
        """What is open now: once, when the item enters the plan."""
        # The highest key of the whole ledger, which its users need not see.
        Partial_sudo = self.env["account.partial.reconcile"].sudo()
        last = Partial_sudo.search([], order="id desc", limit=1).id or 0
        for line in self:
            # The ledger itself: a payment may have come since the last run.
            line.amount = line.item_id.move_line_id.amount_residual_currency
            line.settled_key = last

    def _refresh(self):
        """Take over what is open by now."""
        self.env.add_to_compute(self._fields["amount"], self)
        self.env.add_to_compute(self._fields["settled_key"], self)
        self._recompute_recordset(["amount", "settled_key"])
