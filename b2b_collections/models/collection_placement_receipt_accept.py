from odoo import Command, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..core.amounts import exact
from ..core.receipts import ZERO, share_out

TASK = "b2b_collections.mail_act_receipt"


class CollectionPlacementReceipt(models.Model):
    """A receipt is accepted, rejected, or its acceptance taken back.

    Accepting books that the agency owes us what the debtor does not owe any more:
    debit clearing account of the agency, credit receivable of the debtor, matched
    with the items. Exchange differences are Odoo's, as with any payment.
    """

    _inherit = "collection.placement.receipt"

    def action_accept(self):
        self._accept()

    def action_undo(self):
        self._undo_acceptance()

    def _report_received(self):
        """The agency has reported these: journal it, and ask somebody to decide."""
        self._record("receipt_reported")
        today = self.env["collection.action"]._get_today()
        for placement in self.placement_id:
            if placement.activity_search([TASK]):
                continue
            company = placement.company_id
            user = placement.case_id.user_id or company._get_collection_manager()
            # Quietly: one file may report for many.
            placement.with_context(mail_activity_quick_update=True).activity_schedule(
                TASK, date_deadline=today, user_id=user.id
            )

    def _close_tasks(self):
        """Nothing is left to be decided for these placements."""
        # Whoever decided on the last receipt has done the task, whosever it is.
        placements_sudo = self.sudo().placement_id
        waiting = placements_sudo.receipt_ids.filtered(
            lambda receipt: receipt.state == "reported"
        )
        (placements_sudo - waiting.placement_id).activity_feedback([TASK])

    def _accept(self):
        """Book these receipts and match them with the items.

        :raises AccessError: not the user's case
        :raises UserError: decided upon already, or more than what is open by now
        """
        self._check_may_decide()
        self.lock_for_update()
        self._check_reported()
        self._check_plausible(self.placement_id.receipt_ids)
        for receipt in self.sorted(lambda one: (one.date, one.id)):
            receipt._book()
        self._note_decision("accepted")
        self._record("receipt_accepted")
        self.sudo().placement_id._update_amounts()

    def _note_decision(self, state):
        # Who decides was checked; the fields follow from it.
        self.sudo().write(
            {
                "state": state,
                "decided_by": self.env.uid,
                "decided_on": self.env["collection.action"]._get_now(),
            }
        )
        self._close_tasks()

    def _book(self):
        account, journal = self.company_id._get_agency_booking()
        shares = self._share_out()
        # Collectors have no right to book in general. This entry follows from the
        # receipt that they were just found to have the right to accept.
        self_sudo = self.sudo().with_company(self.company_id)
        move_sudo = self_sudo.env["account.move"].create(
            self_sudo._prepare_clearing_vals(account, journal, shares)
        )
        move_sudo.action_post()
        self_sudo.move_id = move_sudo
        self_sudo.line_ids = [Command.clear()] + [
            Command.create({"line_id": line.id, "amount": float(share)})
            for line, share in shares
        ]
        # The lines stand in the order of the shares, the clearing line before them.
        credits_sudo = move_sudo.line_ids.filtered(
            lambda line: line.amount_currency < 0
        ).sorted("sequence")
        self_sudo.env["account.move.line"]._reconcile_plan(
            [
                credit | line.sudo().item_id.move_line_id
                for credit, (line, _share) in zip(credits_sudo, shares, strict=True)
            ]
        )

    def _share_out(self):
        """``[(collection.placement.line, amount)]``, the oldest item first."""
        lines = self.placement_id.line_ids
        if self.item_ids:
            lines = lines.filtered(lambda line: line.item_id in self.item_ids)
        dues = [
            (line, max(exact(line.item_id.move_line_id.amount_residual_currency), ZERO))
            for line in lines.sorted(lambda line: (line.date_due, line.id))
        ]
        try:
            return share_out(exact(self.gross), dues)
        except ValueError:
            raise UserError(
                self.env._(
                    "%(receipt)s: less than that is open of the items it was paid for. "
                    "Choose more items, or none, or reject it.",
                    receipt=self.display_name,
                )
            ) from None

    def _prepare_clearing_vals(self, account, journal, shares):
        """One credit line for each item, so that each is matched with its own."""
        company = self.company_id
        day = company._get_open_day(self.date, journal)
        ref = self.env._(
            "%(placement)s, receipt %(reference)s of %(agency)s",
            placement=self.placement_id.name,
            reference=self.reference,
            agency=self.agency_id.name,
        )
        lines, total, balance = [], 0.0, 0.0
        for sequence, (line, share) in enumerate(shares, start=2):
            item_line = line.item_id.move_line_id
            value = self.currency_id._convert(
                float(share), company.currency_id, company, day
            )
            total += float(share)
            balance += value
            lines.append(
                self._prepare_line(
                    item_line.account_id, item_line.partner_id, sequence, -share, -value
                )
            )
        partner = self.agency_id.partner_id
        lines.insert(0, self._prepare_line(account, partner, 1, total, balance))
        return {
            "move_type": "entry",
            "journal_id": journal.id,
            "company_id": company.id,
            "date": day,
            "ref": ref,
            "currency_id": self.currency_id.id,
            "line_ids": [Command.create({**vals, "name": ref}) for vals in lines],
        }

    def _prepare_line(self, account, partner, sequence, amount, balance):
        return {
            "account_id": account.id,
            "partner_id": partner.id,
            "currency_id": self.currency_id.id,
            "amount_currency": self.currency_id.round(float(amount)),
            "balance": self.company_id.currency_id.round(balance),
            "sequence": sequence,
        }

    def _get_clearing_lines(self):
        """What the agency owes us for these receipts, as booked: journal items."""
        return self.move_id.line_ids.filtered(lambda line: line.amount_currency > 0)

    def _reject(self, reason):
        """Say no; the agency reads the reason.

        :raises UserError: no reason, or decided upon already
        """
        self._check_may_decide()
        self._check_reported()
        if not (reason or "").strip():
            raise UserError(
                self.env._("Say why it is rejected: the agency reads the reason.")
            )
        self._note_decision("rejected")
        self.sudo().reject_reason = reason.strip()
        self._record("receipt_rejected", reason.strip())

    def _undo_acceptance(self):
        """Reverse the clearing entry; the receipt waits for a decision again.

        :raises UserError: not accepted, or passed on or billed already
        """
        self._check_may_decide()
        for receipt in self:
            receipt._check_may_undo()
        # The same right as for accepting, see _book.
        moves_sudo = self.sudo().move_id
        for move_sudo in moves_sudo:
            move_sudo._reverse_moves(
                [{"date": self._get_undo_day(move_sudo)}], cancel=True
            )
        receipts_sudo = self.sudo()
        receipts_sudo.line_ids.unlink()
        receipts_sudo.write(
            {
                "state": "reported",
                "move_id": False,
                "decided_by": False,
                "decided_on": False,
            }
        )
        self._record("receipt_undone")
        receipts_sudo.placement_id._update_amounts()

    def _get_undo_day(self, move):
        today = self.env["collection.action"]._get_today()
        return move.company_id._get_open_day(max(today, move.date), move.journal_id)

    def _check_may_undo(self):
        if self.state != "accepted":
            raise UserError(
                self.env._("%(receipt)s is not accepted.", receipt=self.display_name)
            )
        if self.remittance_id:
            raise UserError(
                self.env._(
                    "%(receipt)s was passed on with %(remittance)s. Undo that "
                    "remittance first.",
                    receipt=self.display_name,
                    remittance=self.remittance_id.name,
                )
            )
        if self.bill_id:
            raise UserError(
                self.env._(
                    "%(receipt)s: its commission is on the bill %(bill)s. Delete or "
                    "cancel that bill first.",
                    receipt=self.display_name,
                    bill=self.bill_id.display_name,
                )
            )

    def _record(self, event, detail=None):
        """The journal says what became of the receipts."""
        self.env["collection.journal.entry"]._record(
            [
                {
                    "company_id": receipt.company_id.id,
                    "case_id": receipt.case_id.id,
                    "event": event,
                    "detail": detail,
                    "data": {
                        "placement": receipt.placement_id.id,
                        "receipt": receipt.id,
                        "date": receipt.date,
                        "gross": exact(receipt.gross),
                        "commission": exact(receipt.commission),
                        "currency": receipt.currency_id.name,
                        "source": receipt.source,
                    },
                }
                for receipt in self
            ]
        )


class CollectionPlacement(models.Model):
    _inherit = "collection.placement"

    receipt_ids = fields.One2many(
        "collection.placement.receipt", "placement_id", readonly=True, copy=False
    )

    def _get_receipt_moves(self):
        accepted = self.env["collection.placement.receipt"].search(
            Domain("placement_id", "in", self.ids) & Domain("state", "=", "accepted")
        )
        return super()._get_receipt_moves() | accepted.move_id

    def _load_receipt_moves(self):
        accepted = self.env["collection.placement.receipt"].search_fetch(
            Domain("placement_id", "in", self.ids) & Domain("state", "=", "accepted"),
            ["placement_id", "move_id"],
        )
        by_placement = accepted.grouped("placement_id")
        return {one.id: set(own.move_id.ids) for one, own in by_placement.items()}
