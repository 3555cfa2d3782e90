import datetime as dt
import re

from odoo import models

from ..core import open_items
from ..core.open_items_mapping import plain
from ..core.open_items_rows import Company, Facts

# How people write the languages that letters are made in, whatever Odoo calls them.
LANGUAGE_ALIASES = {
    "en": ("english", "inggris", "bahasa inggris"),
    "id": ("indonesian", "indonesia", "bahasa indonesia", "bahasa", "in"),
}


class CollectionImport(models.Model):
    """What the check has to know of the database, one query per kind of fact."""

    _inherit = "collection.import"

    def _get_facts(self, table, mapping):
        codes = {
            line.code or "": line.company_id.id
            for line in self.code_ids
            if line.company_id in self.env.companies
        }
        names = {
            name.upper() for name in open_items.distinct(table, mapping, "currency")
        }
        companies = self.env["res.company"].browse(
            set(codes.values()) | {self.company_id.id}
        )
        currencies = self._get_currencies(
            names | set(companies.currency_id.mapped("name"))
        )
        inactive = {
            name for name, currency in currencies.items() if not currency.active
        }
        usable = {
            name: currency.decimal_places
            for name, currency in currencies.items()
            if name not in inactive or self.activate_currencies
        }
        return Facts(
            companies={
                company.id: Company(
                    currency=company.currency_id.name,
                    lock_date=self._get_lock_date(company),
                    first_rates=self._get_first_rates(company, currencies),
                )
                for company in companies
            },
            company_codes=codes,
            currencies=usable,
            inactive_currencies=frozenset(inactive - usable.keys()),
            countries=self._get_countries(),
            languages=self._get_languages(),
            terms_days=self._get_terms_days(companies),
        )

    def _get_currencies(self, names):
        """{code: currency}, also of those that are switched off."""
        currencies = self.env["res.currency"].with_context(active_test=False)
        return {
            currency.name: currency
            for currency in currencies.search([("name", "in", list(names))])
        }

    def _get_lock_date(self, company):
        """The last day on which this user can no longer post a customer invoice."""
        day = max(
            company.user_fiscalyear_lock_date,
            company.user_sale_lock_date,
            company.user_hard_lock_date,
        )
        return None if day == dt.date.min else day

    def _get_first_rates(self, company, currencies):
        rates = self.env["res.currency.rate"]._read_group(
            [
                ("currency_id", "in", [each.id for each in currencies.values()]),
                ("company_id", "in", [False, company.root_id.id]),
            ],
            ["currency_id"],
            ["name:min"],
        )
        return {currency.name: first for currency, first in rates}

    def _get_countries(self):
        names = {}
        for lang in {"en_US", self.env.lang or "en_US"}:
            countries = self.env["res.country"].with_context(lang=lang)
            for country in countries.search_fetch([], ["name", "code"]):
                names[plain(country.name)] = names[plain(country.code)] = country.code
        return names

    def _get_languages(self):
        names = {}
        for lang in self.env["res.lang"].search([("active", "=", True)]):
            short = lang.code.split("_")[0]
            words = (lang.code, lang.iso_code, lang.name, *re.split(r"[/(]", lang.name))
            for word in (*words, short, *LANGUAGE_ALIASES.get(short, ())):
                # The first one installed stands for what several share, such as "en".
                names.setdefault(plain(word), lang.code)
        return names

    def _get_terms_days(self, companies):
        """{name: days} of the payment terms that have a single due date."""
        terms = self.env["account.payment.term"].search(
            [("company_id", "in", [False, *companies.ids])]
        )
        return {
            term.name.casefold(): term.line_ids.nb_days
            for term in terms
            if len(term.line_ids) == 1 and term.line_ids.delay_type == "days_after"
        }

    def _get_known(self, amounts):
        """{key: note} of the invoices that an import has brought in before.

        :param amounts: {key: amount as it would come in now}; keys are those of
            `open_items_rows.Item`
        """
        companies, _codes, customers, numbers = zip(*amounts, strict=True)
        groups = self.env["collection.import.line"]._read_group(
            [
                ("company_id", "in", list(set(companies))),
                ("customer_number", "in", list(set(customers))),
                ("invoice_number", "in", list(set(numbers))),
                ("move_id", "!=", False),
                ("state", "=", "done"),
            ],
            [
                "company_id",
                "company_code",
                "customer_number",
                "invoice_number",
                "currency_id",
            ],
            ["amount:sum"],
        )
        known = {}
        for company, code, customer, number, currency, amount in groups:
            key = (company.id, code or "", customer, number)
            if key in amounts:
                same = not currency.compare_amounts(amount, float(amounts[key]))
                known[key] = "" if same else self._get_changed_note(amount, currency)
        return known

    def _get_changed_note(self, amount, currency):
        return self.env._(
            "Imported before with %(amount)s; left as it is.",
            amount=currency.format(amount),
        )

    def _match_partners(self, items):
        """{(company id, customer number): partner} of the customers already there.

        A customer number belongs to a company: its own customers come before those
        that companies share.
        """
        numbers_of = {}
        for item in items:
            numbers_of.setdefault(item.company, set()).add(item.customer_number)
        found = {}
        for company_id, numbers in numbers_of.items():
            company = self.env["res.company"].browse(company_id)
            partners = self.env["res.partner"].search_fetch(
                [
                    *self.env["res.partner"]._check_company_domain(company),
                    ("ref", "in", list(numbers)),
                    ("parent_id", "=", False),
                ],
                ["ref", "company_id"],
                order="company_id, id",  # the ones without a company come last
            )
            for partner in partners:
                found.setdefault((company_id, partner.ref), partner)
        return found
