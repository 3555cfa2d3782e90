"""The sums of the ageing's spreadsheet, added up while its rows are written."""

from collections import defaultdict


class Figures:
    """Sums of some items per bucket: `own` in their currency, where they share one,
    `company` in company currency.

    Amounts are kept as whole numbers of the currency's smallest unit, which add up
    exactly whatever their size.
    """

    def __init__(self):
        self.count = 0
        self.days = None
        self.own = defaultdict(int)
        self.company = defaultdict(int)

    def add(self, bucket, own, company, days):
        self.count += 1
        self.own[bucket] += own
        self.company[bucket] += company
        if self.days is None or days > self.days:
            self.days = days

    def merge(self, other):
        self.count += other.count
        for mine, theirs in ((self.own, other.own), (self.company, other.company)):
            for bucket, amount in theirs.items():
                mine[bucket] += amount


class AgeingFigures:
    """Figures by debtor and currency, by currency, and in all, for each company.

    Debtors are in the order of their first rows.
    """

    def __init__(self, report, domain):
        self.env = report.env
        self._report = report
        self._domain = domain
        self.by_debtor = defaultdict(Figures)
        self.by_currency = defaultdict(Figures)
        self.by_company = defaultdict(Figures)
        self.proof = {}
        currencies = self.env["res.currency"].with_context(active_test=False).search([])
        self.scales = {one.id: 10**one.decimal_places for one in currencies}

    def add(self, company_id, company_currency_id, debtor, currency_id, row):
        """Add one row: (bucket, amount, amount in company currency, days)."""
        bucket, amount, amount_company, days = row
        self.by_debtor[company_id, debtor, currency_id].add(
            bucket,
            round(amount * self.scales[currency_id]),
            round(amount_company * self.scales[company_currency_id]),
            days,
        )

    def finish(self):
        """Sum up the debtors and read the proof, after the last row."""
        for (company_id, _debtor, currency_id), figures in self.by_debtor.items():
            company = self.env["res.company"].browse(company_id)
            currency = self.env["res.currency"].browse(currency_id)
            self.by_currency[company, currency].merge(figures)
            self.by_company[company].merge(figures)
        opened = self._get_opened() if self._domain.is_true() else None
        self.proof = self._report._get_proof(opened)

    def _get_opened(self):
        return [
            (
                company,
                currency,
                self.total(currency, figures.own),
                self.total(company.currency_id, figures.company),
            )
            for (company, currency), figures in self.by_currency.items()
        ]

    def total(self, currency, amounts):
        return sum(amounts.values()) / self.scales[currency.id]

    def get_amounts(self, currency, amounts, keys):
        """Amounts of the buckets `keys`, and their total."""
        scale = self.scales[currency.id]
        return [*(amounts[key] / scale for key in keys), self.total(currency, amounts)]

    def get_currencies(self, company):
        """Currencies with open items or a ledger balance, the company's own first."""
        keys = [*self.by_currency, *self.proof]
        found = {currency for owner, currency in keys if owner == company}
        return sorted(found, key=lambda one: (one != company.currency_id, one.name))

    def prove(self, company, currency=None):
        """Return (shown, left out by filters, crossed, ledger, difference): of one
        currency in that currency, of all of them in company currency."""
        unit = currency or company.currency_id
        if currency:
            shown = self.total(unit, self.by_currency[company, currency].own)
            names = ("open", "crossed", "ledger")
        else:
            shown = self.total(unit, self.by_company[company].company)
            names = ("open_company", "crossed_company", "ledger_company")
        values = [
            values
            for (owner, one), values in self.proof.items()
            if owner == company and currency in (None, one)
        ]
        opened, crossed, ledger = (
            unit.round(sum(value[name] for value in values)) for name in names
        )
        left_out = unit.round(opened - shown)
        difference = unit.round(opened - crossed - ledger)
        return shown, left_out, -crossed, ledger, difference

    @property
    def largest(self):
        """At least the largest amount of any cell, for the width of columns."""
        return max(
            (
                sum(map(abs, amounts.values())) / self.scales[unit.id]
                for (company, currency), figures in self.by_currency.items()
                for unit, amounts in (
                    (currency, figures.own),
                    (company.currency_id, figures.company),
                )
            ),
            default=0,
        )
