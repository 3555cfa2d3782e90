from odoo import api, fields, models

from ..core.ladder import Standing


class CollectionItem(models.Model):
    """An open item as collections sees it; kept after payment as history.

    Written by the run in sets (see collection_run_sync.py), never by hand.
    """

    _name = "collection.item"
    _description = "Collection Item"
    _order = "date_due, id"
    _check_company_auto = True
    # Always the run; its dates are date_entry and decision_date.
    _log_access = False

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    move_line_id = fields.Many2one(
        "account.move.line", required=True, readonly=True, ondelete="cascade"
    )
    move_id = fields.Many2one(
        "account.move",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        string="Invoice",
    )
    case_id = fields.Many2one(
        "collection.case", readonly=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Debtor",
        required=True,
        readonly=True,
        ondelete="restrict",
        help="Commercial partner.",
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Invoicing Contact",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    name = fields.Char(string="Number", readonly=True)
    date_invoice = fields.Date(readonly=True)
    date_due = fields.Date(required=True, readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    amount_original = fields.Monetary(
        readonly=True, help="Amount of the item at the start, document currency."
    )
    amount_residual = fields.Monetary(readonly=True, help="Document currency.")
    amount_residual_company = fields.Monetary(
        readonly=True, currency_field="company_currency_id"
    )
    state = fields.Selection(
        [("open", "Open"), ("paid", "Paid"), ("cancelled", "Cancelled")],
        default="open",
        required=True,
        readonly=True,
    )
    date_entry = fields.Date(readonly=True, help="First day in collections.")
    date_closed = fields.Date(readonly=True)
    level_id = fields.Many2one(
        "collection.level",
        readonly=True,
        ondelete="restrict",
        help="Last level that reached the debtor.",
    )
    level_date = fields.Date(readonly=True)
    stage_id = fields.Many2one("collection.stage", readonly=True, ondelete="restrict")
    cycle = fields.Integer(
        default=1,
        readonly=True,
        help="Counts up when a level has to be done again: the message failed or "
        "was cancelled, or the item was reopened.",
    )
    pending_action_id = fields.Many2one(
        "collection.action",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="Message that is prepared but has not left yet.",
    )
    thanks_due = fields.Boolean(
        readonly=True, help="Paid after a reminder; the debtor is to be thanked."
    )
    verdict = fields.Selection(
        [
            ("chase", "To contact"),
            ("wait", "Waiting"),
            ("hold", "Held"),
            ("none", "Not chased"),
        ],
        readonly=True,
    )
    reason_code = fields.Char(readonly=True)
    reason_detail = fields.Char(readonly=True)
    next_level_id = fields.Many2one(
        "collection.level", readonly=True, ondelete="set null"
    )
    next_date = fields.Date(readonly=True)
    decision_date = fields.Date(readonly=True, help="Since when the reason holds.")
    wait_until = fields.Date(
        readonly=True, help="Set by a refusal or failure: nothing before this date."
    )
    wait_code = fields.Char(readonly=True)
    wait_detail = fields.Char(readonly=True)
    reason = fields.Char(compute="_compute_reason", help="In words.")
    days_overdue = fields.Integer(
        compute="_compute_days_overdue", search="_search_days_overdue"
    )

    _move_line_unique = models.UniqueIndex("(move_line_id)")
    _open_idx = models.Index("(company_id, case_id) WHERE state = 'open'")
    _thanks_idx = models.Index("(case_id) WHERE thanks_due")

    @api.depends("date_due", "state", "date_closed")
    def _compute_days_overdue(self):
        today = fields.Date.context_today(self)
        for item in self:
            until = item.date_closed or today
            item.days_overdue = (until - item.date_due).days if item.date_due else 0

    def _search_days_overdue(self, operator, value):
        if operator not in (">", ">=", "<", "<="):
            return NotImplemented
        today = fields.Date.context_today(self)
        mirrored = {">": "<", ">=": "<=", "<": ">", "<=": ">="}[operator]
        return [
            ("date_due", mirrored, fields.Date.subtract(today, days=value)),
            ("state", "=", "open"),
        ]

    def _get_standing(self, resumed_on=None):
        """The item as the ladder takes it.

        :param resumed_on: first day after a hold, see :class:`..core.ladder.Standing`
        """
        self.ensure_one()
        return Standing(
            self.date_due,
            self.level_id.id or None,
            self.level_id.days if self.level_id else None,
            self.level_date or None,
            resumed_on,
        ).return_by(self.comeback, self.comeback_on)
