from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..core.decide import exact
from .collection_writeoff_parts import TAX


class CollectionWriteoff(models.Model):
    """The journal entry of a write-off, made, posted and matched by Odoo's own API.

    Dr bad debts, and the taxes that go back / Cr receivable, at the rate at which each
    item was booked. Matched without exchange difference: none has come about, and what
    was booked on an item before goes with it.
    """

    _inherit = "collection.writeoff"

    def _post(self, date=None):
        """Post these write-offs; all of them or none.

        :param date: accounting date; else that of the record, else today
        :raises UserError: not as it was approved, not open any more, period closed
        """
        self._check_may_post()
        self._check_state("approved")
        self._check_approved()
        self._check_evidence()
        self._check_items()
        today = self.env["collection.action"]._get_today()
        # Who approved and who posts were checked; neither need be an accountant.
        for writeoff_sudo in self.sudo():
            writeoff_sudo._post_one(date or writeoff_sudo.date or today)
        self._record("writeoff_posted")
        self.sudo().line_ids.item_id._overtake_promises(
            self.env._("Written off: %(names)s", names=", ".join(self.mapped("name")))
        )
        self.case_id._after_hold_change(self.env._("Written off."))

    def _post_one(self, date):
        self._check_not_before_items(date)
        entries = self._prepare_entries(self.tax_relief == "now")
        taxed = any(vals.get("tax_repartition_line_id") for vals, _line in entries)
        self._check_date(date, taxed)
        expected = [line._get_expected() for line in self.line_ids]
        self.move_id = self._make_move(date, entries)
        for line, amounts in zip(self.line_ids, expected, strict=True):
            line._check_matched(amounts)
        self._set_state(
            "posted",
            date=date,
            date_posted=self.env["collection.action"]._get_today(),
            relief_state=self._get_relief_state(taxed),
            relief_date=date if taxed else False,
        )
        items = self.line_ids.item_id
        items._withdraw_messages(self.env._("Written off."))
        items._close_written_off()

    def _prepare_entries(self, with_tax):
        """``[(values of a journal item, journal item that it is matched with)]``"""
        entries = []
        for line in self.line_ids:
            # As it is booked now, not when it was proposed.
            line.amount_company = line.item_id._get_book_value(line.amount)
            amounts = exact(line.amount), exact(line.amount_company)
            parts = line._get_parts(*amounts, with_tax)
            entries.append(line._prepare_receivable())
            entries += [line._prepare_part(part) for part in parts]
            line.amount_tax = sum(
                float(part.amount) for part in parts if part.kind == TAX
            )
        return entries

    def _make_move(self, date, entries, ref=None):
        """Create, post and match an entry whose lines are as they stand.

        :param entries: see :meth:`_prepare_entries`
        """
        for number, (vals, _line) in enumerate(entries):
            # How the lines are found again, to be matched.
            vals["sequence"] = number
        Move = self.env["account.move"].with_company(self.company_id)
        # The taxes are parts of what was invoiced, and not to be computed anew.
        move = Move.with_context(skip_invoice_sync=True).create(
            {
                "move_type": "entry",
                "date": date,
                "journal_id": self.company_id._get_writeoff_journal().id,
                "ref": ref or f"{self.name}: {self.reason_id.name}",
                "collection_writeoff_id": self.id,
                "line_ids": [Command.create(vals) for vals, _line in entries],
            }
        )
        move._post(soft=False)
        own = {line.sequence: line for line in move.line_ids}
        pairs = [
            line | own[number]
            for number, (_vals, line) in enumerate(entries)
            if line and not line.reconciled and line.account_id.reconcile
        ]
        ledger = self.env["account.move.line"].with_context(
            no_exchange_difference=True, no_cash_basis=True
        )
        ledger._reconcile_plan(pairs)
        return move


class CollectionWriteoffLine(models.Model):
    _inherit = "collection.writeoff.line"

    def _prepare_receivable(self):
        ledger = self.item_id.move_line_id
        vals = self._prepare_entry(-self.amount, -self.amount_company)
        return vals | {"account_id": ledger.account_id.id}, ledger

    def _prepare_part(self, part):
        """Journal item that takes a part back, and what it is matched with."""
        vals = self._prepare_entry(float(part.amount), float(part.company))
        vals["tax_tag_ids"] = [Command.set(part.refund_tags.ids)]
        if part.kind == TAX:
            refund = self._get_refund_repartition(part.line)
            account = refund.account_id or part.line.account_id
            vals |= {"account_id": account.id, "tax_repartition_line_id": refund.id}
            return vals, None
        account = part.line.account_id or self.company_id._get_writeoff_account()
        # A tax that waits for its payment waits no longer.
        return vals | {"account_id": account.id}, part.line or None

    def _prepare_entry(self, amount, company):
        return {
            "name": f"{self.writeoff_id.name}: {self.name}",
            "partner_id": self.item_id.move_line_id.partner_id.id,
            "currency_id": self.currency_id.id,
            "amount_currency": amount,
            "balance": company,
        }

    def _get_expected(self):
        """What has to be open afterwards, in currency and company currency."""
        ledger = self.item_id.move_line_id
        company = self.item_id._get_book_value(self.amount)
        return (
            ledger.amount_residual_currency - self.amount,
            ledger.amount_residual - company,
        )

    def _check_matched(self, expected):
        """The ledger is what was approved, or nothing is posted at all."""
        ledger = self.item_id.move_line_id
        own = self.currency_id.compare_amounts(
            ledger.amount_residual_currency, expected[0]
        )
        company = self.company_currency_id.compare_amounts(
            ledger.amount_residual, expected[1]
        )
        if own or company:
            raise UserError(
                self.env._(
                    "%(item)s could not be matched with the write-off to the cent. "
                    "Nothing was posted. Look at the payments that are matched with "
                    "it, and post this write-off in accounting.",
                    item=self.name,
                )
            )
