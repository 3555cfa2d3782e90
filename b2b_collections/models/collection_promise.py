from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_amount, format_date

from ..core import promise as core

STATES = [
    (core.OPEN, "Open"),
    (core.KEPT, "Kept"),
    (core.PARTLY_KEPT, "Partly kept"),
    (core.BROKEN, "Broken"),
    (core.OVERTAKEN, "Overtaken"),
    (core.WITHDRAWN, "Withdrawn"),
]


class CollectionPromise(models.Model):
    """The debtor's word to pay an amount by a day, over items of a case.

    Made by ``collection.case._promise``, changed by the methods of
    collection_promise_change.py, which check who may do so, and judged by the run
    (collection_promise_judge.py); nobody has write access. The terms, how many days
    and how much may be missing, are those of the day on which it was made.
    """

    _name = "collection.promise"
    _description = "Promise to Pay"
    _inherit = ["collection.notice.source"]
    _order = "date_promised desc, id desc"
    _rec_names_search = ["partner_id.name", "line_ids.item_id.name"]
    _check_company_auto = True

    case_id = fields.Many2one(
        "collection.case",
        required=True,
        readonly=True,
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
    user_id = fields.Many2one(
        "res.users",
        string="Collector",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Of the case, when the promise was made.",
    )
    made_by = fields.Selection(
        [
            ("collector", "Entered by a collector"),
            ("call", "Agreed in a call"),
            ("debtor", "Made by the debtor"),
        ],
        default="collector",
        required=True,
        readonly=True,
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Promised By",
        readonly=True,
        ondelete="restrict",
        help="Who gave the word; the confirmation goes to him.",
    )
    action_id = fields.Many2one(
        "collection.action",
        string="Call",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The conversation in which it was agreed.",
    )
    currency_id = fields.Many2one(
        "res.currency", required=True, readonly=True, help="Of all its items."
    )
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    amount = fields.Monetary(string="Promised", required=True, readonly=True)
    amount_company = fields.Monetary(
        string="Promised (Company)",
        readonly=True,
        currency_field="company_currency_id",
        help="At the rate of the day on which it was made.",
    )
    amount_paid = fields.Monetary(
        string="Paid",
        readonly=True,
        help="What was paid for it up to its last day. No payment counts for two.",
    )
    amount_other = fields.Monetary(
        string="Settled Otherwise",
        readonly=True,
        help="Part of it that is no longer owed without having been paid for it, by a "
        "credit note for instance.",
    )
    amount_missing = fields.Monetary(
        string="Missing", readonly=True, help="What is, or was in the end, still open."
    )
    tolerance_amount = fields.Monetary(
        string="May Be Missing",
        readonly=True,
        aggregator=None,
        help="It counts as kept if no more than this is missing in the end.",
    )
    date_made = fields.Date(string="Made On", required=True, readonly=True)
    date_first = fields.Date(
        string="First Promised For",
        required=True,
        readonly=True,
        help="The promised day before it was postponed.",
    )
    date_promised = fields.Date(string="Promised For", required=True, readonly=True)
    date_last = fields.Date(
        string="Last Day",
        required=True,
        readonly=True,
        help="The promised day and the working days that the debtor is granted after "
        "it. Dunning of the amount rests until then.",
    )
    known_key = fields.Integer(
        readonly=True,
        aggregator=None,
        help="Last reconciliation in the ledger before the promise.",
    )
    reminded_on = fields.Date(
        readonly=True, help="The debtor was reminded of the promised day before it."
    )
    postponed_count = fields.Integer(string="Times Postponed", readonly=True, default=0)
    state = fields.Selection(
        STATES, default=core.OPEN, required=True, readonly=True, index=True
    )
    date_ended = fields.Date(string="Ended On", readonly=True)
    end_reason = fields.Char(string="Why", readonly=True)
    kept_rate = fields.Float(
        readonly=True,
        aggregator="avg",
        help="1: kept; 0: broken; between: the part that was paid. Empty where it says "
        "nothing: open, withdrawn, overtaken.",
    )
    note = fields.Text(readonly=True, help="For colleagues; debtors never see it.")
    line_ids = fields.One2many("collection.promise.line", "promise_id", readonly=True)
    item_ids = fields.Many2many("collection.item", compute="_compute_item_ids")

    _open_idx = models.Index("(company_id, date_last) WHERE state = 'open'")
    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "What is promised must be more than 0."
    )
    _dates_in_order = models.Constraint(
        "CHECK (date_made <= date_promised AND date_promised <= date_last)",
        "The promised day cannot lie before the day on which the promise was made.",
    )

    @api.depends("partner_id", "amount", "currency_id", "date_promised")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for promise in self:
            promise.display_name = self.env._(
                "%(debtor)s: %(amount)s by %(date)s",
                debtor=promise.partner_id.name or "",
                amount=format_amount(self.env, promise.amount, promise.currency_id),
                date=format_date(self.env, promise.date_promised),
            )

    @api.depends("line_ids.item_id")
    def _compute_item_ids(self):
        for promise in self:
            promise.item_ids = promise.line_ids.item_id

    @api.model
    def _get_running_domain(self):
        return Domain("state", "=", core.OPEN)

    def _get_company_amount(self, amount):
        """Company currency at the rate of the day on which it was made."""
        self.ensure_one()
        return self.currency_id._convert(
            amount, self.company_currency_id, self.company_id, self.date_made
        )

    def _record_promises(self, event, detail=None):
        """Write down in the journal what became of these promises."""
        self.env["collection.journal.entry"]._record(
            [
                {
                    "company_id": promise.company_id.id,
                    "case_id": promise.case_id.id,
                    "action_id": promise.action_id.id,
                    "event": event,
                    "detail": detail or promise.display_name,
                    "data": promise._get_journal_data(),
                }
                for promise in self
            ]
        )

    def _get_journal_data(self):
        return {
            "promise": self.id,
            "amount": str(self.amount),
            "currency": self.currency_id.name,
            "paid": str(self.amount_paid or 0.0),
            "missing": str(self.amount_missing or 0.0),
            "otherwise": str(self.amount_other or 0.0),
            "promised_for": self.date_promised,
            "last_day": self.date_last,
            "made_by": self.made_by,
            "items": {
                str(line.item_id.id): str(line.amount or 0.0) for line in self.line_ids
            },
        }
