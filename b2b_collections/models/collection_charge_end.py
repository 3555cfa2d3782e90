from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_amount

from .collection_charge import REVERSED, WAIVED
from .collection_hold_set import MANAGER

CREDIT_TASK = "b2b_collections.mail_act_charge_credit"
COLLECTOR = "b2b_collections.group_collections_user"


class CollectionCharge(models.Model):
    """How charges are given up, taken up again, and taken back in the ledger."""

    _inherit = "collection.charge"

    def _waive(self, reason):
        """Give charges up: off the draft, or by a credit note if they were posted.

        :param reason: in words; kept with the charge and in the journal
        :raises AccessError: no collector, or more than he may waive
        :raises UserError: no reason, or a charge has ended already
        """
        self._check_may_waive()
        if not (reason or "").strip():
            raise UserError(
                self.env._("Reason: say why it is waived; it is kept with the charge.")
            )
        self._check_not_ended()
        # The right to waive was checked; nobody has write access.
        self.sudo()._end(WAIVED, reason.strip())

    def _check_may_waive(self):
        if self.env.su:
            return
        self.check_access("read")
        if self.env.user.has_group(MANAGER):
            return
        if not self.env.user.has_group(COLLECTOR):
            raise AccessError(
                self.env._("Only collectors and managers may waive interest and fees.")
            )
        today = self._get_today()
        for company, charges in self.grouped("company_id").items():
            own, limit = company.currency_id, company.collection_charge_waive_max
            total = sum(
                charge.currency_id._convert(charge.amount_net, own, company, today)
                for charge in charges
            )
            if own.compare_amounts(total, limit) > 0:
                raise AccessError(
                    self.env._(
                        "You may waive up to %(limit)s at a time; this is %(total)s. "
                        "Ask a collections manager.",
                        limit=format_amount(self.env, limit, own),
                        total=format_amount(self.env, total, own),
                    )
                )

    def _check_not_ended(self):
        for charge in self:
            if charge.state in (WAIVED, REVERSED):
                raise UserError(
                    self.env._(
                        "%(charge)s is waived or reversed already. Choose charges that "
                        "are still claimed.",
                        charge=charge.display_name,
                    )
                )

    def _end(self, how, reason):
        self._take_back(
            {charge: charge.currency_id.round(charge.amount_net) for charge in self},
            reason,
        )
        self.write(
            {
                "ended": how,
                "ended_on": self._get_today(),
                "ended_by": self.env.uid,
                "reason": reason,
            }
        )
        self._record(f"charge_{how}", reason)

    def _take_back(self, amounts, reason):
        """Take charges off their drafts; credit what was posted of them.

        :param amounts: ``{charge: how much of it, without taxes}``
        """
        drafted = self.filtered(lambda charge: charge.state == "draft")
        drafted._leave_drafts()
        posted = self.filtered(lambda charge: charge.state in ("posted", "paid"))
        for note, charges in posted.grouped("debit_move_id").items():
            charges._credit_note(note, amounts, reason)

    def _leave_drafts(self):
        """Off the draft debit notes; one that is empty then was never needed."""
        notes = self.debit_move_id
        notes.invoice_line_ids.filtered(
            lambda line: line.collection_charge_id in self
        ).unlink()
        self.debit_move_id = False
        empty = notes.filtered(lambda move: not move.invoice_line_ids)
        empty.filtered(lambda move: not move.posted_before).unlink()

    def _credit_note(self, note, amounts, reason):
        """A credit note over parts of a posted debit note, by Odoo's reversal.

        Posted, Odoo matches it with the debit note.
        """
        today = self._get_today()
        note = note.with_company(note.company_id)
        credit = note._reverse_moves(
            [
                {
                    "ref": self.env._(
                        "Reversal of: %(invoice)s, %(reason)s",
                        invoice=note.name,
                        reason=reason,
                    ),
                    "date": today,
                    "invoice_date": today,
                    "invoice_date_due": today,
                }
            ]
        )
        others = credit.invoice_line_ids.filtered(
            lambda line: line.collection_charge_id not in self
        )
        others.unlink()
        for line in credit.invoice_line_ids:
            line.price_unit = amounts[line.collection_charge_id]
        self.credit_move_id = credit
        if note.company_id.collection_charge_credit_post:
            credit._post()
        else:
            self._ask_to_post_credit(note, reason)

    def _ask_to_post_credit(self, note, reason):
        company = note.company_id
        accountant = (
            company.collection_accountant_id or company._get_collection_manager()
        )
        self.case_id[:1].with_context(
            mail_activity_quick_update=True
        ).activity_schedule(
            CREDIT_TASK,
            self._get_today(),
            summary=self.env._(
                "Post the credit note over interest and fees: %(note)s", note=note.name
            ),
            note=reason,
            user_id=accountant.id,
        )

    def _reinstate(self):
        """Claim again what was waived.

        :raises AccessError: managers only
        :raises UserError: it was not waived
        """
        if not self.env.su:
            self.check_access("read")
            if not self.env.user.has_group(MANAGER):
                raise AccessError(
                    self.env._("Only collections managers may claim charges again.")
                )
        for charge in self:
            if charge.ended != WAIVED:
                raise UserError(
                    self.env._(
                        "%(charge)s was not waived, so it cannot be claimed again.",
                        charge=charge.display_name,
                    )
                )
        # The right to do so was checked; nobody has write access.
        charges_sudo = self.sudo()
        charges_sudo._undo_credits()
        charges_sudo.write(
            {"ended": False, "ended_on": False, "ended_by": False, "reason": False}
        )
        self._record("charge_reinstated")

    def _undo_credits(self):
        """A draft credit note goes; after a posted one a new debit note is due."""
        for charge in self:
            credit = charge.credit_move_id
            if credit.state == "posted":
                # Both notes stay in the ledger, matched with each other.
                charge.debit_move_id = False
            elif credit:
                lines = credit.invoice_line_ids
                lines.filtered(
                    lambda line, own=charge: line.collection_charge_id == own
                ).unlink()
                if not credit.invoice_line_ids and not credit.posted_before:
                    credit.unlink()
            charge.credit_move_id = False
