from odoo import models

from ..reports.document import Row, Section
from ..reports.formatting import total


class CollectionActionLine(models.Model):
    """A line as the row of a table."""

    _inherit = "collection.action.line"

    def _prepare_section(self, formatter, currency, netting):
        items = self.filtered(lambda line: line.kind == "item")
        on_account = self - items if netting != "ignore" else self.browse()
        gross = total(items.mapped("amount_residual"), currency)
        held = total(items.mapped("amount_held"), currency)
        due = gross - held
        credit = total(on_account.mapped("amount_residual"), currency)
        section = Section(
            currency=currency.name,
            items=[
                line._prepare_row(formatter) for line in items if not line.is_charge
            ],
            charges=[line._prepare_row(formatter) for line in items if line.is_charge],
            credits=[line._prepare_row(formatter) for line in on_account],
            total=formatter.money(due, currency) if items else "",
        )
        if held:
            section.gross = formatter.money(gross, currency)
            section.held_totals = items._prepare_held_totals(formatter, currency)
        if on_account:
            section.is_net = netting == "net"
            section.in_favour = due + credit <= 0
            section.credit_total = formatter.money(credit, currency)
            section.balance = formatter.money(due + credit, currency)
        return section

    def _prepare_row(self, formatter):
        move, currency = self.move_id, self.currency_id
        reference = move.ref if move.ref != self.name else ""
        return Row(
            name=self.name or "",
            reference=reference or "",
            date=formatter.date(self.date_invoice),
            date_due=formatter.date(self.date_due),
            days=self.days_overdue,
            level="" if self.action_id.notice_id else self.level_id.short_name or "",
            original=formatter.number(self.amount_original, currency),
            amount=formatter.number(self.amount_residual, currency),
            held=self._prepare_held_rows(formatter),
            url=self._get_portal_link(),
        )

    def _get_portal_link(self):
        """Path of the invoice in the portal, where level or notice want it named.

        Odoo puts the address of the website before it.
        """
        move = self.move_id
        if not move or self.kind != "item" or not self.action_id._links_invoices():
            return ""
        token = f"?access_token={move.access_token}" if move.access_token else ""
        return f"/my/invoices/{move.id}{token}"
