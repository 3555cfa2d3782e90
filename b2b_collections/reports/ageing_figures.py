"""The sums of the ageing's spreadsheet, read in one grouped query."""

from collections import defaultdict
from dataclasses import dataclass, field


@dataclass
class Figures:
    """Sums of some items per bucket: `own` in their currency, where they share one,
    `company` in company currency."""

    count: int = 0
    days: int = 0
    own: dict = field(default_factory=lambda: defaultdict(float))
    company: dict = field(default_factory=lambda: defaultdict(float))

    def add(self, bucket, amount, amount_company, days, count):
        self.days = max(self.days, days) if self.count else days
        self.count += count
        self.own[bucket] += amount
        self.company[bucket] += amount_company

    @property
    def total(self):
        return sum(self.own.values())

    @property
    def total_company(self):
        return sum(self.company.values())


class AgeingFigures:
    """Figures by debtor and currency, by currency, and in all, for each company."""

    def __init__(self, report, domain):
        self.by_debtor = defaultdict(Figures)
        self.by_currency = defaultdict(Figures)
        self.by_company = defaultdict(Figures)
        self.proof = report._get_proof()
        groups = report._read_group(
            domain,
            ["company_id", "partner_id", "currency_id", "bucket"],
            ["amount:sum", "amount_company:sum", "days:max", "__count"],
        )
        for company, partner, currency, *values in groups:
            self.by_debtor[company, partner, currency].add(*values)
            self.by_currency[company, currency].add(*values)
            self.by_company[company].add(*values)

    def get_currencies(self, company):
        """Currencies with open items or a ledger balance, the company's own first."""
        keys = [*self.by_currency, *self.proof]
        found = {currency for owner, currency in keys if owner == company}
        return sorted(found, key=lambda one: (one != company.currency_id, one.name))

    def prove(self, company, currency=None):
        """Return (shown, left out by filters, crossed, ledger, difference): of one
        currency in that currency, of all of them in company currency."""
        if currency:
            shown = self.by_currency[company, currency].total
            names = ("open", "crossed", "ledger")
        else:
            shown = self.by_company[company].total_company
            names = ("open_company", "crossed_company", "ledger_company")
        values = [
            values
            for (owner, one), values in self.proof.items()
            if owner == company and currency in (None, one)
        ]
        rounded = (currency or company.currency_id).round
        opened, crossed, ledger = (
            rounded(sum(value[name] for value in values)) for name in names
        )
        left_out = rounded(opened - rounded(shown))
        difference = rounded(opened - crossed - ledger)
        return rounded(shown), left_out, -crossed, ledger, difference

    @property
    def largest(self):
        """At least the largest amount of any cell, for the width of columns."""
        return sum(
            abs(amount)
            for figures in self.by_currency.values()
            for amount in (*figures.own.values(), *figures.company.values())
        )
