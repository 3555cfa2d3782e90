from odoo import api, fields, models

from ..core.charges import FEE, FIXED, INTEREST
from ..core.decide import exact

WAIVED, REVERSED = "waived", "reversed"
# Standing in the ledger, or given up after it stood there.
NOTED_STATES = ("posted", "paid", WAIVED)


class CollectionCharge(models.Model):
    """Interest, compensation or a fee that is claimed for one item.

    Nobody has write access: charges follow from items, debit notes and from what
    people decide by the methods here, which check their rights.
    """

    _name = "collection.charge"
    _description = "Interest or Fee"
    _order = "date_from desc, id desc"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    case_id = fields.Many2one(
        "collection.case", readonly=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Debtor",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    item_id = fields.Many2one(
        "collection.item", readonly=True, index=True, ondelete="set null"
    )
    move_id = fields.Many2one(
        "account.move",
        string="Invoice",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="That was late.",
    )
    name = fields.Char(
        string="Document", readonly=True, help="Number of the invoice that was late."
    )
    kind = fields.Selection(
        [
            (INTEREST, "Late interest"),
            (FIXED, "Fixed compensation"),
            (FEE, "Fee"),
        ],
        required=True,
        readonly=True,
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    amount = fields.Monetary(
        required=True, readonly=True, help="As it was found, without taxes."
    )
    amount_reversed = fields.Monetary(
        string="Taken Back", readonly=True, help="It proved unfounded."
    )
    amount_forgone = fields.Monetary(
        string="Left Out",
        readonly=True,
        help="Taken off the debit note by hand before it was posted; negative: put on.",
    )
    amount_net = fields.Monetary(
        string="Claimed",
        compute="_compute_amount_net",
        store=True,
        help="What is left of it, without taxes.",
    )
    date_from = fields.Date(string="From", required=True, readonly=True)
    date_until = fields.Date(string="Until", required=True, readonly=True)
    days = fields.Integer(compute="_compute_days")
    base = fields.Monetary(
        string="Owed", readonly=True, help="On the due date, as it was known then."
    )
    evidence = fields.Json(readonly=True, help="How it was computed.")
    table_id = fields.Many2one(
        "collection.interest.table", readonly=True, ondelete="set null"
    )
    action_id = fields.Many2one(
        "collection.action",
        string="Message",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="That the fee is for.",
    )
    level_id = fields.Many2one("collection.level", readonly=True, ondelete="restrict")
    cycle = fields.Integer(readonly=True)
    debit_move_id = fields.Many2one(
        "account.move",
        string="Debit Note",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    credit_move_id = fields.Many2one(
        "account.move",
        string="Credit Note",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The last one that takes it back.",
    )
    ended = fields.Selection(
        [(WAIVED, "Waived"), (REVERSED, "Proved unfounded")], readonly=True
    )
    ended_on = fields.Date(readonly=True)
    ended_by = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    reason = fields.Char(readonly=True, help="Why it was waived or taken back.")
    state = fields.Selection(
        [
            ("computed", "Not on a debit note"),
            ("draft", "Draft debit note"),
            ("posted", "Posted"),
            ("paid", "Paid"),
            (WAIVED, "Waived"),
            (REVERSED, "Reversed"),
        ],
        compute="_compute_state",
        store=True,
    )

    # Whoever charges at the same time finds the days taken.
    _interest_once = models.UniqueIndex(
        "(item_id, date_from) WHERE kind = 'interest' AND ended IS DISTINCT FROM "
        "'reversed'",
        "These days are charged already. Try again.",
    )
    _fixed_once = models.UniqueIndex(
        "(item_id) WHERE kind = 'fixed' AND ended IS DISTINCT FROM 'reversed'",
        "Compensation is charged once for each document. Try again.",
    )
    _fee_once = models.UniqueIndex(
        "(item_id, level_id, cycle) WHERE kind = 'fee'",
        "The fee of a level is charged once for each document. Try again.",
    )
    _open_idx = models.Index("(company_id) WHERE state IN ('computed', 'draft')")

    @api.depends("kind", "name")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for charge in self:
            charge.display_name = " · ".join(
                filter(None, (labels.get(charge.kind), charge.name))
            )

    @api.depends("amount", "amount_reversed", "amount_forgone", "ended")
    def _compute_amount_net(self):
        for charge in self:
            left = charge.amount - charge.amount_reversed - charge.amount_forgone
            charge.amount_net = 0.0 if charge.ended else left

    @api.depends("date_from", "date_until")
    def _compute_days(self):
        for charge in self:
            is_period = charge.kind == INTEREST and charge.date_until
            since = charge.date_from
            charge.days = (charge.date_until - since).days + 1 if is_period else 0

    @api.depends("ended", "debit_move_id.state", "debit_move_id.payment_state")
    def _compute_state(self):
        for charge in self:
            charge.state = charge.ended or charge._find_state()

    def _find_state(self):
        note = self.debit_move_id
        if not note or note.state == "cancel":
            return "computed"
        if note.state == "draft":
            return "draft"
        if note.payment_state == "reversed":
            return REVERSED
        return "paid" if note.payment_state in ("paid", "in_payment") else "posted"

    def _get_open_amount(self):
        """What is left of it, also where it was waived, as a decimal."""
        return exact(
            self.currency_id.round(
                self.amount - self.amount_reversed - self.amount_forgone
            )
        )

    def _record(self, event, words=None):
        """Write to the journal what became of them, one entry for each case."""
        self.env["collection.journal.entry"]._record(
            [
                {
                    "company_id": case.company_id.id,
                    "event": event,
                    "case_id": case.id,
                    "detail": words,
                    "data": charges._get_journal_data(),
                }
                for case, charges in self.grouped("case_id").items()
                if case
            ]
        )

    def _get_journal_data(self):
        return {
            "charges": [
                {
                    "id": charge.id,
                    "kind": charge.kind,
                    "item": charge.item_id.id or None,
                    "from": charge.date_from,
                    "until": charge.date_until,
                    "amount": charge._get_open_amount(),
                    "currency": charge.currency_id.id,
                    "debit": charge.debit_move_id.id or None,
                    "credit": charge.credit_move_id.id or None,
                }
                for charge in self
            ]
        }
