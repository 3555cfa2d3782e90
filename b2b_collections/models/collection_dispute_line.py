from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL, format_amount

from .collection_dispute import OPEN_STATES

WAITING_FOR_CREDIT = ("to_prepare", "draft")


class CollectionDisputeLine(models.Model):
    """How much of one item is contested, and what of it was accepted."""

    _name = "collection.dispute.line"
    _description = "Contested Item"
    _order = "dispute_id, date_due, id"
    _check_company_auto = True

    dispute_id = fields.Many2one(
        "collection.dispute", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="dispute_id.company_id", store=True, precompute=True
    )
    item_id = fields.Many2one(
        "collection.item",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    item_name = fields.Char(related="item_id.name", string="Document")
    move_id = fields.Many2one(related="item_id.move_id", store=True, index=True)
    date_due = fields.Date(related="item_id.date_due", store=True)
    item_state = fields.Selection(related="item_id.state", string="State of the Item")
    currency_id = fields.Many2one(related="item_id.currency_id")
    company_currency_id = fields.Many2one(
        related="item_id.company_currency_id", string="Company Currency"
    )
    amount_original = fields.Monetary(
        related="item_id.amount_original", string="Original Amount"
    )
    amount_residual = fields.Monetary(
        related="item_id.amount_residual", string="Open Amount"
    )
    amount = fields.Monetary(
        string="Contested",
        compute="_compute_amount",
        store=True,
        readonly=False,
        precompute=True,
        help="What the debtor does not want to pay, in the currency of the item.",
    )
    amount_accepted = fields.Monetary(
        string="Accepted",
        readonly=True,
        copy=False,
        help="What we credit of it.",
    )
    amount_company = fields.Monetary(
        compute="_compute_company_amounts",
        store=True,
        currency_field="company_currency_id",
    )
    amount_accepted_company = fields.Monetary(
        compute="_compute_company_amounts",
        store=True,
        currency_field="company_currency_id",
    )
    hold_id = fields.Many2one(
        "collection.hold", readonly=True, copy=False, ondelete="set null", index=True
    )

    _item_once = models.UniqueIndex(
        "(dispute_id, item_id)",
        "An item stands twice in this dispute. Put its contested amount in one line.",
    )

    @api.depends("item_id")
    def _compute_amount(self):
        for line in self:
            line.amount = line.item_id._get_open_residual() if line.item_id else 0.0

    @api.depends("amount", "amount_accepted")
    def _compute_company_amounts(self):
        for line in self:
            # At the rate at which the invoice stands in the books.
            ledger = line.item_id.sudo().move_line_id
            rate = (
                ledger.balance / ledger.amount_currency if ledger.amount_currency else 1
            )
            rounded = (line.company_currency_id or line.env.company.currency_id).round
            line.amount_company = rounded(line.amount * rate)
            line.amount_accepted_company = rounded(line.amount_accepted * rate)

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(
            [
                {k: vals[k] for k in vals if k in ("dispute_id", "item_id", "amount")}
                for vals in vals_list
            ]
        )
        lines._check_open()
        lines._check_contested()
        # Those of a new dispute are held with it, see collection.dispute._begin.
        lines.filtered(lambda line: line.dispute_id.line_ids.hold_id)._follow_amounts()
        return lines

    def write(self, vals):
        if not self.env.su and vals.keys() & {"item_id", "amount", "dispute_id"}:
            self._check_open()
            if vals.keys() & {"item_id", "dispute_id"}:
                raise UserError(
                    self.env._(
                        "Document: remove the line and add another for the right one."
                    )
                )
        result = super().write(vals)
        if not self.env.su and "amount" in vals:
            self._check_contested()
            self._follow_amounts()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_while_open(self):
        self._check_open()
        for dispute, lines in self.grouped("dispute_id").items():
            if not dispute.line_ids - lines:
                raise UserError(
                    self.env._(
                        "Items: this is the last one. Withdraw the dispute instead."
                    )
                )
        # Who may change the dispute may end what it holds.
        self.sudo()._release_holds(self.env._("Not contested any more"))

    def _check_open(self):
        if self.env.su:
            return
        self.dispute_id._check_may_work()
        if any(line.dispute_id.state not in OPEN_STATES for line in self):
            raise UserError(
                self.env._(
                    "This dispute is decided: its facts are kept as they are. Reopen "
                    "it to change them."
                )
            )

    def _check_contested(self):
        """What is contested must be open, once.

        Of the ledger itself: a payment may have come since the last run.
        """
        others = self._load_other_disputes()
        for line in self:
            line._check_item()
            line._check_amount(others.get(line.item_id.id, []))

    def _check_item(self):
        item, case = self.item_id, self.dispute_id.case_id
        if item.case_id != case:
            raise ValidationError(
                self.env._(
                    "Document: %(item)s belongs to another case. Open the dispute on "
                    "the case of %(debtor)s.",
                    item=item.name,
                    debtor=item.partner_id.name,
                )
            )
        if not item._get_open_residual():
            raise UserError(
                self.env._(
                    "Document: %(item)s is paid or cancelled, nothing of it can be "
                    "contested. Leave it out.",
                    item=item.name,
                )
            )

    def _check_amount(self, others):
        """
        :param others: ``[(number of a dispute, amount)]`` that contests the same item
        """
        item, currency = self.item_id, self.item_id.currency_id
        if currency.compare_amounts(self.amount, 0) <= 0:
            raise ValidationError(
                self.env._(
                    "Contested: enter more than 0 for %(item)s, at most its open "
                    "amount.",
                    item=item.name,
                )
            )
        residual = item._get_open_residual()
        if currency.compare_amounts(self.amount, residual) > 0:
            raise ValidationError(
                self.env._(
                    "Contested: %(amount)s is more than the open %(residual)s of "
                    "%(item)s. Enter at most that.",
                    amount=format_amount(self.env, self.amount, currency),
                    residual=format_amount(self.env, residual, currency),
                    item=item.name,
                )
            )
        taken = sum(amount for _name, amount in others)
        if currency.compare_amounts(self.amount + taken, residual) > 0:
            raise ValidationError(
                self.env._(
                    "Contested: %(taken)s of the open %(residual)s of %(item)s is "
                    "contested already (%(disputes)s). Enter at most %(rest)s, or "
                    "change the other dispute.",
                    taken=format_amount(self.env, taken, currency),
                    residual=format_amount(self.env, residual, currency),
                    item=item.name,
                    disputes=", ".join(name for name, _amount in others),
                    rest=format_amount(self.env, residual - taken, currency),
                )
            )

    def _check_accepted(self, amount):
        """What may be accepted of the line, rounded."""
        amount = self.currency_id.round(amount or 0.0)
        if amount < 0 or self.currency_id.compare_amounts(amount, self.amount) > 0:
            raise ValidationError(
                self.env._(
                    "Accepted: %(amount)s of %(item)s cannot be accepted, between 0 "
                    "and %(contested)s can.",
                    amount=format_amount(self.env, amount, self.currency_id),
                    item=self.item_id.name,
                    contested=format_amount(self.env, self.amount, self.currency_id),
                )
            )
        return amount

    def _load_other_disputes(self):
        """``{item id: [(number, amount)]}`` of other disputes that are not settled.

        The items are locked: two disputes on the same amount that are opened at a time
        would each find it free.
        """
        self.flush_model()
        self.dispute_id.flush_model()
        items = self.item_id.ids
        self.env.cr.execute(
            SQL("SELECT id FROM collection_item WHERE id = ANY(%s) FOR UPDATE", items)
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT line.item_id, dispute.name,
                       CASE WHEN dispute.state IN %(open)s THEN line.amount
                            ELSE line.amount_accepted END
                  FROM collection_dispute_line line
                  JOIN collection_dispute dispute ON dispute.id = line.dispute_id
                 WHERE line.item_id = ANY(%(items)s)
                   AND line.dispute_id != ALL(%(own)s)
                   AND (dispute.state IN %(open)s OR dispute.credit_state IN %(credit)s)
                 ORDER BY dispute.id
                """,
                items=items,
                own=self.dispute_id.ids,
                open=OPEN_STATES,
                credit=WAITING_FOR_CREDIT,
            )
        )
        found = {}
        for item_id, name, amount in rows:
            found.setdefault(item_id, []).append((name, float(amount)))
        return found
