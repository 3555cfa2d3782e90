from odoo import models

from ..core.allocation import CREDIT, PAYMENT
from ..reports.formatting import total
from ..reports.handoff import Account, Handoff, Person, Receipt, Side


class CollectionPlacementFile(models.Model):
    """What the agency is told of claim and debtor, from the ledger of this moment."""

    _inherit = "collection.placement.file"

    def _get_handoff(self):
        """The content as :class:`..reports.handoff.Handoff`."""
        self.ensure_one()
        placement = self.placement_id
        return Handoff(
            number=placement.name,
            version=self.version,
            lang=self.lang,
            currency=placement.currency_id.name,
            places=placement.currency_id.decimal_places,
            as_of=self.env["collection.action"]._get_today(),
            placed_on=placement.date_placed or None,
            creditor=self._prepare_creditor(),
            debtor=self._prepare_debtor(),
            agency=self._prepare_side(placement.agency_id.partner_id),
            accounts=self._prepare_accounts(),
            receipts=self._prepare_receipts(),
            note=placement.note or "",
        )

    def _prepare_side(self, partner, people=()):
        numbers = [
            (partner.country_id.vat_label or self.env._("Tax ID"), partner.vat),
            (self.env._("Company registry"), partner.company_registry),
        ]
        return Side(
            name=partner.name or "",
            lines=partner._get_letter_address(False),
            numbers=[pair for pair in numbers if pair[1]],
            people=list(people),
        )

    def _prepare_creditor(self):
        """Our company, with the person whom the agency asks."""
        owner = self.case_id.user_id or self.placement_id.user_id
        person = Person(
            owner.name or "",
            owner.partner_id.function or "",
            owner.phone or self.company_id.phone or "",
            owner.email or self.company_id.email or "",
        )
        return self._prepare_side(self.company_id.partner_id, [person])

    def _prepare_debtor(self):
        partner = self.partner_id
        side = self._prepare_side(
            partner, map(self._prepare_person, self._get_people())
        )
        if partner.ref:
            side.numbers.append((self.env._("Customer number"), partner.ref))
        return side

    def _get_people(self):
        """Whom the agency may have to speak to: the company, who gets its invoices,
        and who has a role in collections. Nobody else.
        """
        partner = self.partner_id
        with_role = partner.child_ids.filtered("collection_role_ids")
        return partner | self._get_items().contact_id | with_role

    def _prepare_person(self, partner):
        return Person(
            partner.name or partner.display_name or "",
            partner.function or "",
            partner.phone or "",
            partner.email or "",
            ", ".join(partner.collection_role_ids.mapped("name")),
        )

    def _prepare_accounts(self):
        placement = self.placement_id
        currency = placement.currency_id
        today = self.env["collection.action"]._get_today()
        claims = self._get_items()._get_claims(today)
        return [
            self._prepare_account(line, claims.get(line.item_id.id), currency, today)
            for line in placement.line_ids.sorted(
                lambda line: (line.item_id.date_due, line.id)
            )
        ]

    def _prepare_account(self, line, claim, currency, today):
        item, entry = line.item_id, line.item_id.move_line_id
        move = entry.move_id
        placed = total([line.amount_placed], currency)
        rest = total([entry.amount_residual_currency], currency)
        return Account(
            number=move.name or "",
            reference=move.ref or "",
            date=move.invoice_date or move.date,
            date_due=item.date_due,
            days=max(0, (today - item.date_due).days),
            original=total([entry.amount_currency], currency),
            placed=placed,
            settled=placed - rest,
            open=rest,
            interest=total([claim.interest if claim else 0], currency),
            fixed=total([claim.fixed if claim else 0], currency),
        )

    def _prepare_receipts(self):
        currency = self.placement_id.currency_id
        settlements = self._get_items()._load_settlements()
        words = {
            PAYMENT: self.env._("Payment"),
            CREDIT: self.env._("Credit note"),
        }
        return [
            Receipt(
                line.item_id.move_line_id.move_id.name or "",
                settled.day,
                total([settled.amount], currency),
                words.get(settled.kind, self.env._("Other")),
            )
            for line in self.placement_id.line_ids
            for settled in settlements.get(line.item_id.id, ())
            if settled.key > line.settled_key
        ]
