from collections import defaultdict
from decimal import Decimal

from odoo import fields, models
from odoo.fields import Domain

from ..core import ageing, placeholders
from ..reports.document import Document, Row, Section
from ..reports.formatting import (
    Formatter,
    choose_language,
    fill_html,
    page_words,
    total,
)


class CollectionCase(models.Model):
    """Statement of account: all that is open, due or not, with the credits."""

    _inherit = "collection.case"

    def _get_statement_contact(self):
        self.ensure_one()
        partner = self.partner_id
        found = partner.address_get(["invoice"])["invoice"]
        return self.env["res.partner"].browse(found) or partner

    def _get_statement_lang(self):
        self.ensure_one()
        return choose_language(
            self.env,
            self._get_statement_contact().lang,
            self.partner_id.lang,
            self.company_id.partner_id.lang,
        )

    def _get_statement_date(self):
        return fields.Date.to_date(
            self.env.context.get("collection_date")
        ) or fields.Date.context_today(self)

    def _get_statement_name(self):
        """Name of the file, without its ending."""
        self.ensure_one()
        name = self.env._(
            "Statement of account - %(debtor)s", debtor=self.partner_id.name
        )
        return name.replace("/", "-")[:120]

    def _get_statements(self):
        """Return ``{case id: Document}`` from the ledger of this moment."""
        lines = self._get_open_lines()
        documents = {}
        for case in self:
            lang = case._get_statement_lang()
            documents[case.id] = case.with_context(lang=lang)._prepare_statement(
                Formatter(self.env, lang), lines[case.company_id, case.partner_id]
            )
        return documents

    def _get_open_lines(self):
        """``{(company, debtor): journal items}``, in the order of their dates."""
        lines = self.env["account.move.line"].search_fetch(
            Domain("company_id", "in", self.company_id.ids)
            & Domain("partner_id.commercial_partner_id", "in", self.partner_id.ids)
            & Domain("account_id.account_type", "=", "asset_receivable")
            & Domain("parent_state", "=", "posted")
            & Domain("reconciled", "=", False)
            & Domain("amount_residual_currency", "!=", 0),
            [
                "company_id",
                "partner_id",
                "move_id",
                "date",
                "invoice_date",
                "date_maturity",
                "currency_id",
                "amount_currency",
                "amount_residual_currency",
            ],
            order="invoice_date, date, id",
        )
        lines.move_id.fetch(["name", "ref", "collection_is_charge"])
        found = defaultdict(self.env["account.move.line"].browse)
        found.update(
            lines.grouped(
                lambda line: (line.company_id, line.partner_id.commercial_partner_id)
            )
        )
        return found

    def _prepare_statement(self, formatter, lines):
        self.ensure_one()
        company, today = self.company_id, self._get_statement_date()
        own = company.currency_id
        by_currency = lines.grouped("currency_id")
        order = sorted(by_currency, key=lambda money: (money != own, money.name))
        sections = [
            self._prepare_statement_section(formatter, currency, by_currency[currency])
            for currency in order
        ]
        values = self._prepare_statement_values(formatter, today, sections)
        return Document(
            lang=formatter.lang_code,
            kind="statement",
            title=self.env._(
                "Statement of account as of %(date)s", date=values["date"]
            ),
            objection=fill_html(company._get_collection_objection_text(), values),
            payment=fill_html(company._get_collection_payment_text(), values),
            payment_reference=self.partner_id.ref or "",
            total=values["total"],
            date=values["date"],
            page_words=page_words(self.env),
            sections=sections,
            banks=company._get_collection_banks(lines.currency_id),
        )

    def _prepare_statement_values(self, formatter, today, sections):
        """Those placeholders that the texts of the company can use."""
        return {
            **dict.fromkeys(placeholders.NAMES, ""),
            **self.company_id._get_contact_placeholders(formatter, self.user_id),
            "debtor": self.partner_id.name or "",
            "contact": self._get_statement_contact().name or self.partner_id.name or "",
            "total": formatter.join(section.due for section in sections if section.due),
            "date": formatter.long_date(today),
        }

    def _prepare_statement_section(self, formatter, currency, lines):
        lines = lines.sorted(
            lambda line: (_is_charge(line), line.date_maturity or line.date, line.id)
        )
        balance = total(lines.mapped("amount_residual_currency"), currency)
        debits = lines.filtered(lambda line: line.amount_residual_currency > 0)
        due = total(debits.mapped("amount_residual_currency"), currency)
        rows = self._prepare_statement_rows(formatter, currency, lines)
        count = len(lines.filtered(_is_charge))
        section = Section(
            currency=currency.name,
            items=rows[: len(rows) - count],
            charges=rows[len(rows) - count :],
            total=formatter.money(due, currency),
            balance=formatter.money(balance, currency),
            is_net=True,
            in_favour=balance <= 0,
            ageing=self._prepare_statement_ageing(formatter, currency, debits),
        )
        if due != balance:
            section.credit_total = formatter.money(balance - due, currency)
        return section

    def _prepare_statement_rows(self, formatter, currency, lines):
        """Rows with a running balance, which starts from nothing."""
        today, balance, rows = self._get_statement_date(), Decimal(0), []
        for line in lines:
            balance += total([line.amount_residual_currency], currency)
            due, move = line.date_maturity or line.date, line.move_id
            is_credit = line.amount_residual_currency < 0
            rows.append(
                Row(
                    name=move.name or move.ref or "",
                    reference=move.ref if move.ref and move.ref != move.name else "",
                    date=formatter.date(line.invoice_date or line.date),
                    date_due="" if is_credit else formatter.date(due),
                    days=0 if is_credit else max(0, (today - due).days),
                    original=formatter.number(line.amount_currency, currency),
                    amount=formatter.number(line.amount_residual_currency, currency),
                    balance=formatter.number(balance, currency),
                )
            )
        return rows

    def _prepare_statement_ageing(self, formatter, currency, lines):
        """``[(label, amount)]`` of the open items, by days from the due date."""
        today = self._get_statement_date()
        edges = ageing.parse_days(self.company_id.collection_bucket_days)
        sums = defaultdict(Decimal)
        for line in lines:
            age = (today - (line.date_maturity or line.date)).days
            amount = total([line.amount_residual_currency], currency)
            sums[ageing.bucket_key(age, edges)] += amount
        label = self.env["collection.ageing"]._get_bucket_label
        return [
            (label(bucket), formatter.number(sums[bucket.key], currency))
            for bucket in ageing.buckets(edges)
        ]


def _is_charge(line):
    """Debit notes over interest and fees stand after everything else."""
    return line.move_id.collection_is_charge and line.amount_residual_currency > 0
