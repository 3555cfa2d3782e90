from typing import NamedTuple

from odoo import models

from ..core.decide import exact
from ..core.writeoff import split

# Tax that was owed when it was invoiced, tax that is owed only once it is paid, and
# everything else.
TAX, CASH_TAX, NET = "tax", "cash_tax", "net"


class Part(NamedTuple):
    """A part of an invoice, and of what is written off of it.

    :ivar kind: TAX, CASH_TAX or NET
    :ivar line: journal item of the invoice, empty for NET
    :ivar refund_tags: tags that a credit note of it would carry
    :ivar invoice_tags: tags that the invoice carries
    :ivar cash_tags: tags that its base gets once it is paid
    :ivar amount: in the currency of the invoice, Decimal
    :ivar company: in company currency, Decimal
    """

    kind: str
    line: object
    refund_tags: object
    invoice_tags: object
    cash_tags: object
    amount: object
    company: object

    @property
    def key(self):
        """What parts have in common that are one."""
        tagged = (self.refund_tags, self.invoice_tags, self.cash_tags)
        return (self.kind, self.line, *tagged)


class CollectionWriteoffLine(models.Model):
    """What an amount of an item is made of: taxes, and the rest."""

    _inherit = "collection.writeoff.line"

    def _get_parts(self, amount, company, with_tax):
        """Share an amount out over the parts of the invoice, exactly.

        Taxes that are owed upon payment are always a part of their own: nothing was
        paid, so they were never owed, and what waits for payment ends with the claim.

        :param amount: in the currency of the item, Decimal
        :param company: the same in company currency, Decimal
        :param with_tax: also part the taxes that are owed since they were invoiced
        :return: list of :class:`Part` that add up to ``amount`` and ``company``
        """
        self.ensure_one()
        # The largest part last, for it takes what rounding leaves.
        parts = sorted(self._read_parts(with_tax), key=lambda part: part.amount)
        steps = (
            exact(self.currency_id.rounding),
            exact(self.company_currency_id.rounding),
        )
        own = split(amount, [part.amount for part in parts], steps[0])
        if self.currency_id == self.company_currency_id:
            booked = own
        else:
            booked = split(company, [part.company for part in parts], steps[1])
        shares = [
            part._replace(amount=mine, company=value)
            for part, mine, value in zip(parts, own, booked, strict=True)
        ]
        return [part for part in shares if part.amount or part.company]

    def _read_parts(self, with_tax):
        """The parts of the whole invoice, positive as far as the debtor owes them."""
        # Accounting's own lines; the right to post the write-off was checked.
        move_sudo = self.sudo().item_id.move_id
        nothing = move_sudo.line_ids.browse()
        tags = self.env["account.account.tag"]
        found = {}
        for line in move_sudo.line_ids:
            if line.account_type == "asset_receivable" or line.display_type in (
                "line_section",
                "line_subsection",
                "line_note",
            ):
                continue
            part = self._sort_line(line, with_tax, nothing, tags)
            known = found.get(part.key)
            if known:
                part = part._replace(
                    amount=part.amount + known.amount,
                    company=part.company + known.company,
                )
            found[part.key] = part
        return list(found.values())

    def _sort_line(self, line, with_tax, nothing, tags):
        amount, company = -exact(line.amount_currency), -exact(line.balance)
        tax = line.tax_line_id
        if tax.tax_exigibility == "on_payment":
            return Part(CASH_TAX, line, tags, tags, tags, amount, company)
        if tax and with_tax:
            refund = self._get_refund_repartition(line)
            return Part(
                TAX, line, refund.tag_ids, line.tax_tag_ids, tags, amount, company
            )
        taxes = line.tax_ids.flatten_taxes_hierarchy()
        cash = taxes.filtered(lambda one: one.tax_exigibility == "on_payment")
        owed = taxes - cash if with_tax else taxes.browse()
        return Part(
            NET,
            nothing,
            owed.get_tax_tags(True, "base"),
            owed.get_tax_tags(False, "base"),
            cash.get_tax_tags(False, "base"),
            amount,
            company,
        )

    def _get_refund_repartition(self, line):
        """How a credit note would post the tax of this line of the invoice."""
        tax, mine = line.tax_line_id, line.tax_repartition_line_id
        if mine.document_type == "refund":
            return mine
        position = list(tax.invoice_repartition_line_ids).index(mine)
        return tax.refund_repartition_line_ids[position]
