from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class CollectionAllowance(models.Model):
    """Against the books: what is booked by then, and a draft of the difference."""

    _inherit = "collection.allowance"

    amount = fields.Monetary(
        string="Allowance", compute="_compute_amounts", store=True, tracking=True
    )
    amount_gross = fields.Monetary(
        string="Receivables Looked At", compute="_compute_amounts", store=True
    )
    amount_ledger = fields.Monetary(
        string="Receivable Accounts",
        compute="_compute_ledger",
        help="Trial balance of that day.",
    )
    amount_left_out = fields.Monetary(
        string="Credits and Others",
        compute="_compute_ledger",
        help="Unmatched credits and payments, and receivables that are not from trade: "
        "they bear no allowance and are not taken off.",
    )
    amount_booked = fields.Monetary(
        string="Booked So Far",
        compute="_compute_ledger",
        help="Balance of the allowance account on that day.",
    )
    amount_difference = fields.Monetary(
        string="To Be Booked", compute="_compute_ledger"
    )
    move_id = fields.Many2one(
        "account.move", string="Draft Entry", readonly=True, copy=False
    )

    @api.depends("line_ids.amount", "debtor_line_ids.amount")
    @api.depends("line_ids.balance_company", "debtor_line_ids.balance_company")
    def _compute_amounts(self):
        for allowance in self:
            lines = allowance.line_ids | allowance.debtor_line_ids
            allowance.amount = sum(lines.mapped("amount"))
            allowance.amount_gross = sum(lines.mapped("balance_company"))

    @api.depends("amount", "amount_gross", "date", "company_id")
    def _compute_ledger(self):
        for allowance in self:
            account = allowance.company_id.collection_allowance_account_id
            booked = -allowance._read_balance([("account_id", "=", account.id)])
            ledger = allowance._read_balance(
                [("account_type", "=", "asset_receivable")]
            )
            allowance.amount_ledger = ledger
            allowance.amount_left_out = ledger - allowance.amount_gross
            allowance.amount_booked = booked
            allowance.amount_difference = allowance.amount - booked

    def _read_balance(self, domain):
        rows = self.env["account.move.line"]._read_group(
            [
                *domain,
                ("company_id", "=", self.company_id.id),
                ("parent_state", "=", "posted"),
                ("date", "<=", self.date),
            ],
            aggregates=["balance:sum"],
        )
        return rows[0][0] or 0.0

    def action_make_entry(self):
        """Draft the difference, for an accountant to look at and post."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "final":
            raise UserError(
                self.env._(
                    "%(allowance)s is a draft. Finalise it first, so that what is "
                    "booked is what is kept.",
                    allowance=self.name,
                )
            )
        if self.move_id and self.move_id.state != "cancel":
            raise UserError(
                self.env._(
                    "The entry of %(allowance)s exists already. Delete or cancel it in "
                    "accounting, to have it made anew.",
                    allowance=self.name,
                )
            )
        if self.currency_id.is_zero(self.amount_difference):
            raise UserError(
                self.env._("What is booked is right already: nothing is to be booked.")
            )
        # Managers may have entries drafted; posting them is for accountants.
        self_sudo = self.sudo()
        move = self.env["account.move"].sudo().create(self_sudo._prepare_entry())
        self_sudo.move_id = move
        return self.action_view_entry()

    def _prepare_entry(self):
        company = self.company_id
        sides = (
            (company._get_allowance_account("expense"), self.amount_difference),
            (company._get_allowance_account("allowance"), -self.amount_difference),
        )
        return {
            "move_type": "entry",
            "date": self.date,
            "journal_id": company._get_writeoff_journal().id,
            "ref": self.name,
            "line_ids": [
                Command.create(
                    {
                        "name": self.name,
                        "account_id": account.id,
                        "balance": self.currency_id.round(amount),
                    }
                )
                for account, amount in sides
            ],
        }

    def action_view_entry(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "views": [(False, "form")],
        }

    def action_export(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/b2b_collections/allowance/{self.id}.xlsx",
            "target": "self",
        }
