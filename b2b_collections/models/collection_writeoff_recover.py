from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_amount, format_date

from ..core.decide import exact
from ..core.writeoff import allot, book_value, split
from .collection_writeoff_parts import CASH_TAX, TAX


class CollectionWriteoff(models.Model):
    """What comes in of a debt that was written off.

    Dr receivable / Cr recovery, and the taxes that are owed again, matched with the
    payment at the rate of the payment. The invoice stays written off: it is the
    recovery that says what came of it.
    """

    _inherit = "collection.writeoff"

    def _record_recovery(self, payment_line, amount=None, date=None, note=None):
        """Book an unmatched payment or credit of the debtor as recovery.

        :param payment_line: account.move.line, a credit on a receivable account
        :param amount: in the currency of the write-off; all that fits when left out
        :param date: accounting date, today when left out
        :return: collection.writeoff.recovery
        :raises UserError: nothing to recover, not his payment, more than is missing
        """
        self.ensure_one()
        self._check_may_post()
        self._check_state("posted")
        date = date or self.env["collection.action"]._get_today()
        # The right was checked; accounting's lines are matched by its own methods.
        writeoff_sudo = self.sudo()
        line_sudo = payment_line.sudo()
        writeoff_sudo._check_payment(line_sudo, date)
        amount = min(amount or float("inf"), *self._get_recoverable(line_sudo, amount))
        recovery = writeoff_sudo._post_recovery(line_sudo, amount, date, note)
        recovery = recovery.with_env(self.env)
        self._record(
            "writeoff_recovered",
            data={"recovery": recovery.id, "came": str(amount), "day": date},
        )
        return recovery

    def _get_recoverable(self, line, amount):
        """What is missing of the write-off, and what is free of the payment."""
        free = -line.amount_residual_currency
        for limit, words in (
            (
                self.amount_lost,
                self.env._(
                    "Amount: only %(limit)s of %(writeoff)s has not come back yet. "
                    "Enter at most that; the rest stays on account of the debtor."
                ),
            ),
            (
                free,
                self.env._(
                    "Amount: only %(limit)s of the payment is free. Enter at most that."
                ),
            ),
        ):
            empty = self.currency_id.compare_amounts(limit, 0) <= 0
            if empty or self.currency_id.compare_amounts(amount or 0, limit) > 0:
                shown = format_amount(self.env, limit, self.currency_id)
                raise UserError(words % {"limit": shown, "writeoff": self.name})
        return self.amount_lost, free

    def _check_payment(self, line, date):
        """An unmatched credit of this debtor, in this company and currency."""
        owner = line.partner_id.commercial_partner_id
        is_credit = (
            line.account_type == "asset_receivable"
            and line.parent_state == "posted"
            and not line.reconciled
            and line.amount_residual_currency < 0
        )
        if (
            not is_credit
            or line.company_id != self.company_id
            or owner != self.partner_id
        ):
            raise UserError(
                self.env._(
                    "Payment: choose a payment or credit of %(debtor)s that is posted "
                    "and not matched yet.",
                    debtor=self.partner_id.name,
                )
            )
        if line.currency_id != self.currency_id:
            raise UserError(
                self.env._(
                    "Payment: %(payment)s is in %(other)s, the write-off in "
                    "%(currency)s. Have accounting register it in %(currency)s, or "
                    "undo the write-off and match it with the invoice.",
                    payment=line.move_id.name,
                    other=line.currency_id.name,
                    currency=self.currency_id.name,
                )
            )
        first = max(line.date, self.date)
        if date < first:
            raise UserError(
                self.env._(
                    "Accounting Date: the payment or the write-off was booked on "
                    "%(first)s. Choose that day or a later one.",
                    first=format_date(self.env, first),
                )
            )

    def _post_recovery(self, line, amount, date, note):
        residual = -exact(line.amount_residual_currency), -exact(line.amount_residual)
        original = -exact(line.amount_currency), -exact(line.balance)
        step = exact(self.company_currency_id.rounding)
        company = book_value(exact(amount), residual, original, step)
        entries, tax = self._prepare_recovery(line, exact(amount), company)
        self._check_date(date, bool(tax))
        ref = self.env._("Recovery of %(writeoff)s", writeoff=self.name)
        move = self._make_move(date, entries, ref)
        recovery = self.env["collection.writeoff.recovery"].create(
            {
                "writeoff_id": self.id,
                "date": date,
                "amount": amount,
                "amount_company": float(company),
                "amount_tax": float(tax),
                "payment_line_id": line.id,
                "move_id": move.id,
                "user_id": self.env.uid,
                "note": note,
            }
        )
        self._allot_recovered()
        return recovery

    def _prepare_recovery(self, payment_line, amount, company):
        """``(entries, tax that is owed)``, see :meth:`_prepare_entries`."""
        parts = self._get_recovered_parts(amount)
        step = exact(self.company_currency_id.rounding)
        values = split(company, [part.amount for _line, part in parts], step)
        ledger = {
            "partner_id": payment_line.partner_id.id,
            "currency_id": self.currency_id.id,
            "name": self.env._("Recovery of %(writeoff)s", writeoff=self.name),
        }
        received = ledger | {
            "account_id": payment_line.account_id.id,
            "amount_currency": float(amount),
            "balance": float(company),
        }
        entries, tax = [(received, payment_line)], 0
        for (_line, part), value in zip(parts, values, strict=True):
            vals = ledger | self._prepare_recovered_part(part)
            vals |= {"amount_currency": -float(part.amount), "balance": -float(value)}
            entries.append((vals, None))
            tax += part.amount if part.kind in (TAX, CASH_TAX) else 0
        return entries, tax

    def _get_recovered_parts(self, amount):
        """``[(line, part)]`` of what comes in now: of each line what it is then, less
        what it was before, so that recoveries of all of it take back all of its tax.
        """
        with_tax = self.relief_state == "claimed"
        lines = self.line_ids
        open_amounts = [
            exact(line.amount) - exact(line.amount_recovered) for line in lines
        ]
        found = []
        for line, share in zip(lines, allot(amount, open_amounts), strict=True):
            if share:
                before = exact(line.amount_recovered)
                parts = line._get_parts_between(before, before + share, with_tax)
                found += [(line, part) for part in parts]
        return found

    def _prepare_recovered_part(self, part):
        """Account and tags of a part that is income, or tax, once more."""
        if part.kind == TAX:
            repartition = part.line.tax_repartition_line_id
            account = part.line.account_id
            tags = part.invoice_tags
        elif part.kind == CASH_TAX:
            repartition = part.line.tax_repartition_line_id
            account = repartition.account_id or part.line.account_id
            tags = repartition.tag_ids
        else:
            repartition = None
            account = self.company_id._get_recovery_account()
            tags = part.invoice_tags | part.cash_tags
        vals = {"account_id": account.id, "tax_tag_ids": [Command.set(tags.ids)]}
        if repartition:
            vals["tax_repartition_line_id"] = repartition.id
        return vals

    def _allot_recovered(self):
        """What came back of each line, from the recoveries that stand."""
        lines = self.line_ids
        open_amounts = [exact(line.amount) for line in lines]
        shares = allot(exact(self.amount_recovered), open_amounts)
        for line, share in zip(lines, shares, strict=True):
            line.amount_recovered = float(share)


class CollectionWriteoffLine(models.Model):
    _inherit = "collection.writeoff.line"

    def _get_parts_between(self, before, after, with_tax):
        """Parts of what lies between two amounts of this line, exactly."""
        company = exact(self.amount_company)
        found = {}
        for amount, sign in ((after, 1), (before, -1)):
            for part in self._get_parts(amount, company, with_tax):
                known = found.get(part.key)
                value = sign * part.amount + (known.amount if known else 0)
                found[part.key] = part._replace(amount=value)
        return [part for part in found.values() if part.amount]
