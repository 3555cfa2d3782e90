from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount

from ..core.amounts import exact
from ..core.receipts import netting

# An agency reads its own bills in the portal, but not what we think of them.
OWN_PEOPLE = "base.group_user"


class AccountMove(models.Model):
    """The bill over an agency's commission: compared with what it invoices, and set
    off against what it keeps.
    """

    _inherit = "account.move"

    collection_agency_id = fields.Many2one(
        "collection.agency",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups=OWN_PEOPLE,
    )
    collection_receipt_ids = fields.One2many(
        "collection.placement.receipt",
        "bill_id",
        string="Receipts of the Agency",
        readonly=True,
        groups=OWN_PEOPLE,
    )
    collection_commission_due = fields.Monetary(
        string="Commission by Contract",
        readonly=True,
        copy=False,
        help="As computed by the fee schedule of the agency when this was drafted, "
        "taxes included.",
        groups=OWN_PEOPLE,
    )
    collection_commission_stated = fields.Monetary(
        string="Amount on Its Invoice",
        copy=False,
        help="What the agency invoices, taxes included; the number of its invoice is "
        "the bill reference.",
        groups=OWN_PEOPLE,
    )
    collection_commission_difference = fields.Monetary(
        string="Invoiced Beyond Contract",
        compute="_compute_collection_commission_difference",
        groups=OWN_PEOPLE,
    )
    collection_commission_note = fields.Char(
        string="Why Commission Differs",
        copy=False,
        help="Needed where contract, invoice and this bill are not the same.",
        groups=OWN_PEOPLE,
    )
    collection_netting_ids = fields.One2many(
        "account.move",
        "collection_netted_bill_id",
        string="Set Off By",
        readonly=True,
        groups=OWN_PEOPLE,
    )
    collection_netted_bill_id = fields.Many2one(
        "account.move",
        string="Sets Off Bill",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups=OWN_PEOPLE,
    )

    @api.depends("collection_commission_stated", "collection_commission_due")
    def _compute_collection_commission_difference(self):
        for move in self:
            stated = move.collection_commission_stated
            due = move.collection_commission_due
            move.collection_commission_difference = stated - due if stated else 0.0

    def _post(self, soft=True):
        for bill in self._get_commission_bills():
            bill._check_commission()
        posted = super()._post(soft)
        posted._get_commission_bills()._net_commission()
        return posted

    def _get_commission_bills(self):
        # Whoever may post a move need not see what it is for.
        return self.filtered(lambda move: move.sudo().collection_agency_id)

    def _check_commission(self):
        """Contract, invoice of the agency and bill are the same, or it is said why."""
        if not self.ref or not self.collection_commission_stated:
            raise UserError(
                self.env._(
                    "%(bill)s: enter number and amount of the invoice of %(agency)s, "
                    "so that they are compared with the contract.",
                    bill=self.display_name,
                    agency=self.commercial_partner_id.name,
                )
            )
        amounts = (
            self.collection_commission_due,
            self.collection_commission_stated,
            self.amount_total,
        )
        same = all(
            self.currency_id.compare_amounts(amounts[0], amount) == 0
            for amount in amounts[1:]
        )
        if not same and not (self.collection_commission_note or "").strip():
            due, stated, total = (
                format_amount(self.env, amount, self.currency_id) for amount in amounts
            )
            raise UserError(
                self.env._(
                    "%(bill)s: the commission is %(due)s by contract, %(stated)s on "
                    "the invoice of the agency and %(total)s on this bill. Correct it, "
                    "or say why it differs.",
                    bill=self.display_name,
                    due=due,
                    stated=stated,
                    total=total,
                )
            )

    def action_net_commission(self):
        """Set off once more, after something was paid or taken back."""
        self.check_access("write")
        self._net_commission()

    def _net_commission(self):
        """Set what the agency kept off against its bill: debit payable, credit
        clearing account, matched on both sides.

        Posting follows from posting the bill or registering the remittance, for which
        the user's rights were checked.
        """
        for bill in self:
            kept = bill._get_commission_kept()
            owed = exact(abs(bill.amount_residual))
            amount = netting(kept, owed)
            if amount:
                bill._post_netting(amount)

    def _get_commission_kept(self):
        """What is open on the clearing account for the receipts of this bill, less
        what is still to be passed on; in the currency of the bill.
        """
        # Read for a user who may post the bill; see _net_commission.
        receipts_sudo = self.sudo().collection_receipt_ids
        lines = receipts_sudo._get_clearing_lines()
        residual = sum(lines.mapped("amount_residual_currency"))
        due = receipts_sudo.filtered(lambda receipt: not receipt.remittance_id)
        return exact(self.currency_id.round(residual - sum(due.mapped("net"))))

    def _post_netting(self, amount):
        bill_sudo = self.sudo().with_company(self.company_id)
        clearing, journal = self.company_id._get_agency_booking()
        owed = bill_sudo.line_ids.filtered(
            lambda line: (
                line.account_type == "liability_payable" and not line.reconciled
            )
        )
        kept = bill_sudo.collection_receipt_ids._get_clearing_lines().filtered(
            lambda line: not line.reconciled
        )
        move = bill_sudo.create(
            bill_sudo._prepare_netting_vals(
                float(amount), kept.account_id[:1] or clearing, owed.account_id, journal
            )
        )
        move.action_post()
        debit = move.line_ids.filtered(lambda line: line.account_id == owed.account_id)
        self.env["account.move.line"].sudo()._reconcile_plan(
            [debit | owed, (move.line_ids - debit) | kept]
        )
        receipts = bill_sudo.collection_receipt_ids
        receipts._record("commission_netted")

    def _prepare_netting_vals(self, amount, clearing, payable, journal):
        company, partner = self.company_id, self.commercial_partner_id
        day = company._get_open_day(self.date, journal)
        value = self.currency_id._convert(amount, company.currency_id, company, day)
        name = self.env._("Commission kept by %(agency)s", agency=partner.name)
        return {
            "move_type": "entry",
            "journal_id": journal.id,
            "company_id": company.id,
            "date": day,
            "ref": f"{name}, {self.ref or self.name}",
            "currency_id": self.currency_id.id,
            "collection_netted_bill_id": self.id,
            "line_ids": [
                Command.create(
                    {
                        "name": name,
                        "account_id": account.id,
                        "partner_id": partner.id,
                        "currency_id": self.currency_id.id,
                        "amount_currency": sign * amount,
                        "balance": sign * value,
                    }
                )
                for account, sign in ((payable, 1), (clearing, -1))
            ],
        }

    def button_draft(self):
        """A bill that is opened again is not set off any more."""
        self._get_commission_bills()._undo_netting()
        return super().button_draft()

    def button_cancel(self):
        result = super().button_cancel()
        # The commission of these receipts can be billed anew.
        bills_sudo = self._get_commission_bills().sudo()
        bills_sudo.collection_receipt_ids.write(
            {"bill_id": False, "commission_due": 0.0}
        )
        return result

    def _undo_netting(self):
        # Follows from opening the bill again, for which the user's right is checked
        # by Odoo just after.
        today = self.env["collection.action"]._get_today()
        for move_sudo in self.sudo().collection_netting_ids:
            if move_sudo.reversal_move_ids:
                continue
            day = move_sudo.company_id._get_open_day(
                max(today, move_sudo.date), move_sudo.journal_id
            )
            move_sudo._reverse_moves([{"date": day}], cancel=True)
