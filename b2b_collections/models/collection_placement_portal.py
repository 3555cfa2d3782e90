from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .collection_item_settled import MONEY_JOURNALS
from .collection_placement import PLACED

ENDED = ("recalled", "settled", "returned", "closed")
PAYMENTS = """
    SELECT item.name, move.date, move.move_type = 'out_refund'
           OR journal.type NOT IN %(money)s,
           SUM(partial.debit_amount_currency)
      FROM collection_placement_line part
      JOIN collection_item item ON item.id = part.item_id
      JOIN account_partial_reconcile partial
        ON partial.debit_move_id = item.move_line_id
       AND partial.id > part.settled_key
      JOIN account_move_line line ON line.id = partial.credit_move_id
      JOIN account_move move ON move.id = line.move_id
      JOIN account_journal journal ON journal.id = move.journal_id
     WHERE part.placement_id = %(placement)s
       AND move.id != ALL(%(receipts)s)
       AND move.date <= %(until)s
       AND partial.debit_amount_currency != 0
     GROUP BY item.name, move.id, move.date, move.move_type, journal.type
     ORDER BY move.date, move.id, item.name
"""


class CollectionPlacement(models.Model):
    """What users of an agency's portal see of placements, and nothing else.

    They have no rights to any model of collections. Every page asks here first which
    placements are theirs; what it shows is plain values, picked here one by one.
    """

    _inherit = "collection.placement"

    @api.model
    def _get_portal_domain(self):
        """Placements that the user of the session may see, by his agency."""
        agencies = self.env["collection.agency"]._find_for_user(self.env.user)
        if not agencies:
            return Domain.FALSE
        own = Domain("agency_id", "in", agencies.ids) & Domain(
            "date_placed", "!=", False
        )
        lately = self._get_lately_ended_domain(own)
        return own & (Domain("state", "in", PLACED) | lately)

    def _get_lately_ended_domain(self, own):
        """What ended not longer ago than each company says."""
        today = self.env["collection.action"]._get_today()
        # Only to learn which companies' settings matter.
        groups = self.sudo()._read_group(own, aggregates=["company_id:recordset"])
        by_days = groups[0][0].grouped("collection_agency_portal_days")
        return Domain.OR(
            Domain("state", "in", ENDED)
            & Domain("company_id", "in", companies.ids)
            & Domain("date_ended", ">", today - timedelta(days=days))
            for days, companies in by_days.items()
        )

    @api.model
    def _find_for_portal(self, placement_id=None, domain=None, **search):
        """Placements of the user's agency, as superuser.

        Outsiders have no rights to read; the domain above is the check, so nothing
        is ever found but by it.
        """
        domain = Domain(domain or Domain.TRUE) & self._get_portal_domain()
        if placement_id:
            domain &= Domain("id", "=", placement_id)
        # See the docstring.
        return self.sudo().search(domain, **search)

    @api.model
    def _count_for_portal(self, domain=None):
        domain = Domain(domain or Domain.TRUE) & self._get_portal_domain()
        # As above; a number of the user's own records.
        return self.sudo().search_count(domain)

    def _is_reportable(self):
        """With the agency: else the page is for reading only."""
        self.ensure_one()
        return self.state in PLACED

    def _get_portal_rows(self):
        """A dict of plain values for each, for the list."""
        still_open = self._get_open_in_ledger()
        states = dict(self._fields["state"]._description_selection(self.env))
        return [
            {
                "id": placement.id,
                "name": placement.name,
                "debtor": placement.partner_id.name,
                "city": placement.partner_id.city,
                "date_placed": placement.date_placed,
                "state": placement.state,
                "state_label": states[placement.state],
                "is_live": placement.state in PLACED,
                "currency": placement.currency_id,
                "placed": placement.amount_placed,
                "open": float(still_open[placement.id]),
            }
            for placement in self
        ]

    def _get_portal_values(self):
        """Plain values of one placement for its page."""
        self.ensure_one()
        self._update_amounts()
        file = self._get_portal_file()
        return {
            **self._get_portal_rows()[0],
            "can_report": self._is_reportable(),
            "can_acknowledge": self.state == "placed",
            "date_ended": self.date_ended,
            "date_acknowledged": self.date_acknowledged,
            "by_agency": self.amount_agency,
            "direct": self.amount_direct,
            "credited": self.amount_credited,
            "note": self.note,
            "contact": self._get_portal_contact(),
            "debtor_lines": self._get_portal_debtor(),
            "items": self._get_portal_items(),
            "payments": self._get_portal_payments(),
            "receipts": self._get_portal_receipts(),
            "reports": self._get_portal_reports(),
            "file": {"name": file.name, "size": file.size, "made_on": file.made_on}
            if file
            else None,
        }

    def _get_portal_file(self):
        """Latest hand-off file that is ready: only while it is with the agency."""
        self.ensure_one()
        if not self._is_reportable():
            return self.env["collection.placement.file"]
        return self._get_handoff_file()

    def _get_portal_contact(self):
        """Whom of us to ask."""
        collector, company = self.case_id.user_id, self.company_id
        return {
            "name": collector.name or company.name,
            "email": collector.email or company.email,
            "phone": collector.phone or company.phone,
            "company": company.name,
        }

    def _get_portal_debtor(self):
        """Name, address and ways to reach the debtor, ready to be shown."""
        partner = self.partner_id
        city = " ".join(filter(None, (partner.zip, partner.city)))
        parts = (
            partner.street,
            partner.street2,
            city,
            partner.country_id.name,
            partner.vat,
            partner.phone,
            partner.email,
        )
        return [part for part in parts if part]

    def _get_portal_items(self):
        return [
            {
                "name": line.item_id.name,
                "reference": line.item_id.move_id.ref,
                "date": line.item_id.move_id.invoice_date or line.item_id.move_id.date,
                "date_due": line.date_due,
                "placed": line.amount_placed,
                "open": max(line.item_id.move_line_id.amount_residual_currency, 0.0),
            }
            for line in self.line_ids
        ]

    def _get_portal_payments(self):
        """What reached us directly since it was placed, and what was credited."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                PAYMENTS,
                placement=self.id,
                receipts=self._get_receipt_moves().ids,
                money=MONEY_JOURNALS,
                until=self.date_ended or fields.Date.to_date("9999-12-31"),
            )
        )
        return [
            {"item": name, "date": day, "is_credit": is_credit, "amount": float(amount)}
            for name, day, is_credit, amount in rows
        ]

    def _get_portal_receipts(self):
        field = self.env["collection.placement.receipt"]._fields["state"]
        labels = dict(field._description_selection(self.env))
        return [
            {
                "date": receipt.date,
                "reference": receipt.reference,
                "gross": receipt.gross,
                "commission": receipt.commission,
                "net": receipt.net,
                "state": receipt.state,
                "state_label": labels[receipt.state],
                "reason": receipt.reject_reason,
                "is_passed_on": bool(receipt.remittance_id),
            }
            for receipt in self.receipt_ids
        ]

    def _get_portal_reports(self):
        return [
            {"date": report.date, "summary": report.summary, "note": report.note}
            for report in self.report_ids
        ]
