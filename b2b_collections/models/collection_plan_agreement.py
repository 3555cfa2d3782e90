from dataclasses import asdict, replace

from odoo import models

from ..core.chain import canonical, digest
from ..reports.agreement import Agreement, Claim, Instalment, Party
from ..reports.document import WIDE
from ..reports.formatting import Formatter, choose_language, page_words, total

AGREEMENT_REPORT = "b2b_collections.report_agreement"
# What is agreed upon by us, so that the agreement is no draft any more.
AGREED = ("approved", "signed", "active", "completed", "defaulted", "replaced")


class CollectionPlan(models.Model):
    """The written agreement on a plan, in the language of the debtor."""

    _inherit = "collection.plan"

    def _get_agreement_contact(self):
        """Who is offered the plan, and reads the agreement."""
        self.ensure_one()
        return self.case_id._get_suggested_contact() or self.partner_id

    def _get_agreement_lang(self):
        self.ensure_one()
        return choose_language(
            self.env,
            self._get_agreement_contact().lang,
            self.partner_id.lang,
            self.company_id.partner_id.lang,
        )

    def _get_agreement_name(self):
        """Name of the file, without its ending."""
        self.ensure_one()
        name = self.env._("Payment agreement %(number)s", number=self.name)
        return name.replace("/", "-")[:120]

    def _get_agreements(self):
        """``{plan id: Agreement}``; what is read, is read for all of them."""
        clauses = {
            company: self.env["collection.plan.clause"]._get_clauses(company)
            for company in self.company_id
        }
        self.item_ids.item_id.move_line_id.move_id.fetch(
            ["name", "ref", "invoice_date"]
        )
        agreements = {}
        for plan in self:
            lang = plan._get_agreement_lang()
            agreements[plan.id] = plan.with_context(lang=lang)._prepare_agreement(
                Formatter(self.env(context={**self.env.context, "lang": lang}), lang),
                clauses[plan.company_id].with_context(lang=lang),
            )
        return agreements

    def _prepare_agreement(self, formatter, clauses):
        self.ensure_one()
        currency = self.currency_id
        instalments = self._prepare_instalments(formatter)
        amounts = [row.amount for row in instalments]

        def add_up(amounts):
            return formatter.number(total(amounts, currency), currency)

        return Agreement(
            lang=formatter.lang_code,
            title=self.env._("Payment agreement"),
            number=self.name,
            date=formatter.long_date(self.date_start),
            currency=currency.name,
            creditor=self._prepare_creditor(formatter),
            debtor=self._prepare_debtor(),
            claims=self._prepare_claims(formatter),
            claims_total=add_up(self.item_ids.mapped("amount")),
            instalments=instalments,
            total=add_up(self.line_ids.mapped("amount")),
            steps=self._prepare_steps(formatter),
            interest_total=self._add_up_parts(formatter, "amount_interest"),
            fee_total=self._add_up_parts(formatter, "amount_fee"),
            clauses=self._prepare_clauses(formatter, clauses),
            note=self.note or "",
            banks=self.company_id._get_collection_banks(currency),
            payment_reference=self.name,
            page_words=page_words(self.env),
            is_draft=self.state not in AGREED,
            needs_stamp=self._needs_stamp(),
            signature=self._prepare_signature(formatter),
            is_wide=max(map(len, amounts), default=0) > WIDE,
        )

    def _add_up_parts(self, formatter, name):
        """Sum of a part of the instalments; empty, so that no column is shown, if
        there is none.
        """
        amount = total(self.line_ids.mapped(name), self.currency_id)
        return formatter.number(amount, self.currency_id) if amount else ""

    def _needs_stamp(self):
        """Whether the agreement has a place for an Indonesian duty stamp.

        Written agreements on civil matters are subject to stamp duty of IDR 10,000,
        whatever their amount: Law (UU) 10 of 2020, article 3 (2) a and article 5. The
        limit of IDR 5,000,000 in article 3 (2) g concerns receipts of money. The duty
        arises in Indonesia, so there is a place wherever one of the parties is there.
        """
        places = (self.company_id.partner_id | self.partner_id).country_id
        return "ID" in places.mapped("code")

    def _prepare_creditor(self, formatter):
        company = self.company_id
        signatory = company.collection_signatory_id or self.case_id.user_id
        return Party(
            lines=company.partner_id._get_letter_address(False),
            numbers=self._prepare_numbers(company.partner_id, company.company_registry),
            signatory=signatory.name or "",
            function=signatory.partner_id.function or "",
            approval=self._word_approval(formatter),
        )

    def _word_approval(self, formatter):
        """Who agreed for us: this stands for a signature where we sign nothing."""
        approval = self.approval_id
        if self.state not in AGREED or approval.state != "approved":
            return ""
        people = approval.decision_ids.user_id.mapped("name")
        if not people:
            return ""
        return self.env._(
            "Approved electronically by %(people)s on %(date)s",
            people=formatter.join(people),
            date=formatter.long_date(approval.settled_on.date()),
        )

    def _prepare_debtor(self):
        partner = self.partner_id
        return Party(
            lines=partner._get_letter_address(False),
            numbers=self._prepare_numbers(partner, partner.company_registry),
        )

    def _prepare_numbers(self, partner, registry):
        label = partner.country_id.vat_label or self.env._("Tax ID")
        numbers = [
            (label, partner.vat),
            (self.env._("Company registry"), registry),
        ]
        return [number for number in numbers if number[1]]

    def _prepare_claims(self, formatter):
        claims = []
        for part in self.item_ids:
            item, move = part.item_id, part.item_id.move_line_id.move_id
            is_known = move.ref and move.ref != item.name
            claims.append(
                Claim(
                    name=item.name or "",
                    reference=move.ref if is_known else "",
                    date=formatter.date(move.invoice_date or move.date),
                    date_due=formatter.date(item.date_due),
                    amount=formatter.number(part.amount, self.currency_id),
                )
            )
        return claims

    def _prepare_instalments(self, formatter):
        currency = self.currency_id
        rest = total(self.line_ids.mapped("amount"), currency)
        rows = []
        for number, line in enumerate(self.line_ids, 1):
            rest -= total([line.amount], currency)
            rows.append(
                Instalment(
                    number=str(number),
                    date=formatter.date(line.date),
                    interest=formatter.number(line.amount_interest, currency),
                    fee=formatter.number(line.amount_fee, currency),
                    amount=formatter.number(line.amount, currency),
                    rest=formatter.number(rest, currency),
                )
            )
        return rows

    def _prepare_steps(self, formatter):
        """From the debt to what the debtor pays: discount, interest, fee."""
        steps = [
            (self.env._("Debt as of the date of this agreement"), self.amount_items),
            (
                self.env._("Settlement discount, granted on completion"),
                -self.amount_discount,
            ),
            (self.env._("Interest"), self.amount_interest),
            (self.env._("Fee"), self.fee),
        ]
        steps = [step for step in steps if step[1]]
        if len(steps) == 1:
            return []
        return [
            (label, formatter.number(amount, self.currency_id))
            for label, amount in steps
        ]

    def _get_content_digest(self):
        """Digest of what the agreement says, whoever has signed it."""
        self.ensure_one()
        agreement = replace(self._get_agreements()[self.id], signature=None)
        return digest(canonical(asdict(agreement)))

    def _render_agreement(self):
        """The agreement as it stands now, as PDF bytes."""
        self.ensure_one()
        streams = self.env["ir.actions.report"]._render_qweb_pdf_prepare_streams(
            AGREEMENT_REPORT, {}, res_ids=self.ids
        )
        return streams[self.id]["stream"].getvalue()
