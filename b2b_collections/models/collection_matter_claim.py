from odoo import models

from ..reports.agreement import Party
from ..reports.formatting import Formatter, choose_language, page_words, total
from ..reports.matter import ClaimRow, ClaimSection, MatterClaim


class CollectionMatter(models.Model):
    """The claim as a document: for court, lawyer or insolvency administrator."""

    _inherit = "collection.matter"

    def _get_claim_lang(self):
        self.ensure_one()
        reader = self.administrator_id or self.lawyer_id
        return choose_language(
            self.env, reader.lang, self.partner_id.lang, self.company_id.partner_id.lang
        )

    def _get_claim_name(self):
        """Name of the file, without its ending."""
        self.ensure_one()
        name = (
            self.env._("Proof of claim %(number)s", number=self.name)
            if self.nature == "insolvency"
            else self.env._("Statement of claim %(number)s", number=self.name)
        )
        return name.replace("/", "-")[:120]

    def _get_claim_documents(self):
        """``{matter id: MatterClaim}``; what is read, is read for all of them."""
        self.item_ids.item_id.move_line_id.move_id.fetch(
            ["name", "ref", "invoice_date"]
        )
        documents = {}
        for matter in self:
            lang = matter._get_claim_lang()
            documents[matter.id] = matter.with_context(lang=lang)._prepare_claim(
                Formatter(self.env(context={**self.env.context, "lang": lang}), lang)
            )
        return documents

    def _prepare_claim(self, formatter):
        self.ensure_one()
        groups = self.item_ids.grouped("currency_id")
        if self.costs_claimed:
            groups.setdefault(self.currency_id, self.item_ids.browse())
        order = sorted(groups, key=lambda one: (one != self.currency_id, one.name))
        title = self.env._("Statement of claim")
        if self.nature == "insolvency":
            title = self.env._("Proof of claim")
        today = self.env["collection.action"]._get_today()
        return MatterClaim(
            lang=formatter.lang_code,
            title=title,
            number=self.name,
            date=formatter.long_date(self.date_filed or today),
            page_words=page_words(self.env),
            facts=self._prepare_facts(formatter),
            creditor=self._prepare_party(self.company_id.partner_id),
            debtor=self._prepare_party(self.partner_id),
            sections=[
                self._prepare_section(formatter, currency, groups[currency])
                for currency in order
            ],
            interest_until=formatter.long_date(self._get_interest_day()),
            banks=self.company_id._get_collection_banks(self.item_ids.currency_id),
            is_draft=self._is_claim_open(),
            missing=[note for note in self.item_ids.mapped("interest_missing") if note],
        )

    def _prepare_party(self, partner):
        label = partner.country_id.vat_label or self.env._("Tax ID")
        numbers = [
            (label, partner.vat),
            (self.env._("Company registry"), partner.company_registry),
        ]
        return Party(
            lines=partner._get_letter_address(False),
            numbers=[number for number in numbers if number[1]],
        )

    def _prepare_facts(self, formatter):
        """``[(label, value)]`` above the claim; only what is known."""
        facts = [
            (self.env._("Court or authority"), self.court),
            (self.env._("Reference number"), self.reference),
            (self.env._("Administrator"), self.administrator_id.name),
            (
                self.env._("Proceedings opened on"),
                formatter.long_date(self.date_opened or None),
            ),
            (self.env._("Represented by"), self.lawyer_id.name),
        ]
        return [fact for fact in facts if fact[1]]

    def _prepare_section(self, formatter, currency, parts):
        def add_up(*amounts):
            return formatter.number(total(amounts, currency), currency)

        costs = self.costs_claimed if currency == self.currency_id else 0.0
        fixed = parts.mapped("amount_fixed")
        return ClaimSection(
            currency=currency.name,
            rows=[self._prepare_row(formatter, part) for part in parts],
            amount=add_up(*parts.mapped("amount")),
            interest=add_up(*parts.mapped("amount_interest")),
            fixed=add_up(*fixed) if any(fixed) else "",
            costs=add_up(costs) if costs else "",
            total=add_up(*parts.mapped("amount_total"), costs),
        )

    def _prepare_row(self, formatter, part):
        item, currency = part.item_id, part.currency_id
        move = item.move_line_id.move_id

        def write(amount):
            return formatter.number(amount, currency)

        return ClaimRow(
            name=item.name or "",
            reference=move.ref if move.ref and move.ref != item.name else "",
            date=formatter.date(move.invoice_date or move.date),
            date_due=formatter.date(item.date_due),
            amount=write(part.amount),
            interest=write(part.amount_interest),
            fixed=write(part.amount_fixed),
            total=write(part.amount_total),
        )
