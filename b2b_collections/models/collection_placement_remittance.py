from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core.amounts import exact


class CollectionPlacementRemittance(models.Model):
    """What an agency passed on for one or several receipts, with one payment.

    Made by :meth:`collection.agency._register_remittance` only. What is missing stays
    on the clearing account: the agency owes it.
    """

    _name = "collection.placement.remittance"
    _description = "Remittance of an Agency"
    _inherit = ["collection.own.thread"]
    _order = "date desc, id desc"
    _rec_names_search = ["name", "reference", "agency_id.name"]
    _check_company_auto = True

    name = fields.Char(string="Number", required=True, readonly=True, copy=False)
    agency_id = fields.Many2one(
        "collection.agency",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    date = fields.Date(required=True, readonly=True, string="Arrived On")
    expected = fields.Monetary(
        readonly=True, help="Received by the agency less commission kept, as reported."
    )
    amount = fields.Monetary(string="Arrived", readonly=True)
    difference = fields.Monetary(
        compute="_compute_difference",
        store=True,
        help="Arrived less expected; below zero, the agency still owes it.",
    )
    explanation = fields.Text(readonly=True, string="Why It Differs")
    reference = fields.Char(readonly=True, help="On the bank statement.")
    receipt_ids = fields.One2many(
        "collection.placement.receipt", "remittance_id", readonly=True
    )
    payment_id = fields.Many2one(
        "account.payment", readonly=True, copy=False, ondelete="restrict"
    )
    user_id = fields.Many2one(
        "res.users", string="Registered By", readonly=True, ondelete="restrict"
    )
    state = fields.Selection(
        [("registered", "Registered"), ("undone", "Undone")],
        default="registered",
        required=True,
        readonly=True,
        tracking=True,
    )

    @api.depends("amount", "expected")
    def _compute_difference(self):
        for remittance in self:
            remittance.difference = remittance.amount - remittance.expected

    def action_undo(self):
        """Take the payment back by an entry of its own, with the user's rights."""
        today = self.env["collection.action"]._get_today()
        for remittance in self:
            remittance._check_may_undo()
            move = remittance.payment_id.move_id
            day = remittance.company_id._get_open_day(
                max(today, remittance.date), move.journal_id
            )
            move._reverse_moves([{"date": day}], cancel=True)
        # Who may reverse the payment may say that it is undone.
        remittances_sudo = self.sudo()
        remittances_sudo.receipt_ids.remittance_id = False
        remittances_sudo.state = "undone"
        self._record("remittance_undone")

    def _check_may_undo(self):
        self.check_access("read")
        self.env["account.payment"].check_access("write")
        if self.state != "registered":
            raise UserError(
                self.env._("%(name)s was undone already.", name=self.display_name)
            )

    def action_open_payment(self):
        self.ensure_one()
        return self.payment_id._get_records_action()

    def _record(self, event):
        self.env["collection.journal.entry"]._record(
            [
                {
                    "company_id": remittance.company_id.id,
                    "event": event,
                    "detail": remittance.explanation,
                    "data": {
                        "remittance": remittance.id,
                        "agency": remittance.agency_id.id,
                        "date": remittance.date,
                        "expected": exact(remittance.expected),
                        "amount": exact(remittance.amount),
                        "currency": remittance.currency_id.name,
                        "receipts": remittance.receipt_ids.ids,
                    },
                }
                for remittance in self
            ]
        )


class CollectionPlacementReceipt(models.Model):
    _inherit = "collection.placement.receipt"

    remittance_id = fields.Many2one(
        "collection.placement.remittance",
        string="Passed On With",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
