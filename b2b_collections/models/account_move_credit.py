from odoo import models
from odoo.fields import Command


class AccountMove(models.Model):
    """Credit notes for a part of an invoice, drafted with Odoo's own means."""

    _inherit = "account.move"

    def _draft_credit(self, amount, reason):
        """Draft a credit note of exactly ``amount`` for this posted invoice.

        Reversed by Odoo itself. For a part of the invoice, its lines are reduced by
        Odoo's tax engine to that total: each account and each tax bears its share,
        and the taxes of the part add up to the cent.

        :param amount: with taxes, in the currency of the invoice
        :param reason: in words, for the reference of the credit note
        :return: the draft, which nobody has posted
        :raises AccessError: the user may not create invoices
        """
        self.ensure_one()
        today = self.env["collection.action"]._get_today()
        credit = self._reverse_moves(
            [
                {
                    "ref": self.env._(
                        "Reversal of: %(invoice)s, %(reason)s",
                        invoice=self.name,
                        reason=reason,
                    ),
                    "date": today,
                    "invoice_date": today,
                    "invoice_date_due": today,
                    "invoice_payment_term_id": False,
                    "invoice_user_id": self.invoice_user_id.id,
                    "invoice_origin": self.invoice_origin,
                    "journal_id": self.journal_id.id,
                }
            ]
        )
        if self.currency_id.compare_amounts(amount, self.amount_total):
            credit._reduce_to(amount, self)
        return credit

    def _reduce_to(self, amount, invoice):
        """Give a draft the lines of ``invoice``, reduced to the total ``amount``."""
        base_lines, _tax_lines = invoice._get_rounded_base_and_tax_lines()
        reduced = self.env["account.tax"]._prepare_down_payment_lines(
            base_lines,
            self.company_id,
            "fixed",
            amount,
            computation_key=f"collection_credit,{invoice.id}",
            grouping_function=_by_account,
        )
        self.invoice_line_ids = [
            Command.clear(),
            *(Command.create(self._prepare_reduced_line(line)) for line in reduced),
        ]

    def _prepare_reduced_line(self, base_line):
        return {
            "name": self.ref,
            "quantity": base_line["quantity"],
            "price_unit": base_line["price_unit"],
            "account_id": base_line["account_id"].id,
            "tax_ids": [Command.set(base_line["tax_ids"].ids)],
            "analytic_distribution": base_line["analytic_distribution"],
            "extra_tax_data": self.env["account.tax"]._export_base_line_extra_tax_data(
                base_line
            ),
        }


def _by_account(base_line):
    """Lines of one account are credited in one line; Odoo merges their analytics."""
    return {"account_id": base_line["account_id"]}
