"""The spreadsheet of the ageing: head, overview, and then the lists."""

from .ageing_figures import AgeingFigures
from .ageing_lists import DebtorNames, DetailList, SummaryList
from .xlsx_tables import (
    COMPANY,
    NUMBER,
    OWN,
    SHARE,
    TEXT,
    Column,
    Head,
    Row,
    TableWorkbook,
)

# Excel's parts of a date, by strftime's.
DATE_PARTS = {
    "%Y": "yyyy",
    "%y": "yy",
    "%m": "mm",
    "%d": "dd",
    "%b": "mmm",
    "%B": "mmmm",
}


def write_ageing(report, domain, fileobj, filters=""):
    """Write `report` (collection.ageing with its context) to a binary file object.

    `domain` narrows it down, `filters` says the same in words.
    """
    figures = AgeingFigures(report, domain)
    overview = Overview(report, figures)
    debtors = DebtorNames(report.env, figures)
    with TableWorkbook(fileobj, _get_head(report, domain, filters)) as book:
        overview.write(book)
        SummaryList(overview, debtors).write(book)
        DetailList(overview, debtors, domain).write(book)


def _get_head(report, domain, filters):
    _ = report.env._
    as_of, basis, _edges = report._get_settings()
    if not filters:
        everything = domain.is_true()
        filters = _("None: all open receivables") if everything else str(domain)
    return Head(
        title=_("Ageing of Receivables"),
        facts=(
            (_("Company"), ", ".join(report.env.companies.mapped("name"))),
            (_("As of"), report._format_day(as_of)),
            (_("Age counts from"), report._get_basis_labels()[basis]),
            (_("Filters"), filters),
        ),
        page=_("Page %(page)s of %(pages)s", page="&P", pages="&N"),
        date_format=_get_date_format(report.env),
    )


def _get_date_format(env):
    text = env["res.lang"]._get_data(code=env.lang or "en_US").date_format
    for part, word in DATE_PARTS.items():
        text = text.replace(part, word)
    return "yyyy-mm-dd" if "%" in text else text


class Overview:
    """Totals per currency and company, the proof by the ledger, and a chart."""

    def __init__(self, report, figures):
        self.report = report
        self.env = report.env
        self.figures = figures
        self.companies = report.env.companies
        self.labels = report._get_bucket_labels()
        self.money_width = max(12, len(f"{figures.largest:,.2f}") + 1.5)

    def write(self, book):
        columns = self._get_columns(self.companies)
        sheet, row = book.add_sheet(self.env._("Overview"), columns)
        for company in self.companies:
            if len(self.companies) > 1:
                book.write_heading(sheet, row, company.name)
                row += 1
            row = self._write_company(book, sheet, row, company) + 2

    def get_money_columns(self, companies):
        """Columns of the buckets, their total, and that in company currency."""
        currencies = companies.currency_id
        if len(currencies) == 1:
            in_company = self.env._("Open in %(currency)s", currency=currencies.name)
        else:
            in_company = self.env._("Open in company currency")
        return [
            *(self._money(label) for label in self.labels.values()),
            self._money(self.env._("Open")),
            self._money(in_company, COMPANY),
        ]

    def get_amounts(self, currency, company, figures):
        """Amounts for get_money_columns."""
        return (
            *(currency.round(figures.own[key]) for key in self.labels),
            currency.round(figures.total),
            company.currency_id.round(figures.total_company),
        )

    def get_company_row(self, company, before=(), after=()):
        """A total row in company currency, for get_money_columns."""
        currency, figures = company.currency_id, self.figures.by_company[company]
        label = self.env._("All, in %(currency)s", currency=currency.name)
        amounts = [currency.round(figures.company[key]) for key in self.labels]
        total = currency.round(figures.total_company)
        values = (*before, label, *amounts, total, total, *after)
        return Row(currency.decimal_places, currency.decimal_places, values)

    def get_currency_rows(self, company, before=(), after=lambda figures: ()):
        return [
            Row(
                currency.decimal_places,
                company.currency_id.decimal_places,
                (
                    *before,
                    currency.name,
                    *self.get_amounts(currency, company, figures),
                    *after(figures),
                ),
            )
            for currency in self.figures.get_currencies(company)
            for figures in [self.figures.by_currency[company, currency]]
        ]

    def _money(self, heading, kind=OWN):
        return Column(heading, kind, self.money_width)

    def _get_columns(self, companies):
        return [
            Column(self.env._("Currency"), TEXT, 24),
            *self.get_money_columns(companies),
            Column(self.env._("Items"), NUMBER, self.money_width),
        ]

    def _write_company(self, book, sheet, top, company):
        """Write one company's tables and chart; return the row after them."""
        figures = self.figures.by_company[company]
        rows = self.get_currency_rows(company, after=lambda one: (one.count,))
        total_row = self.get_company_row(company, after=(figures.count,))
        row = book.write_table(
            sheet, top, self._get_columns(company), rows, [total_row]
        )
        row = self._write_shares(book, sheet, row, company)
        row = self._write_proof(book, sheet, row + 1, company)
        if not figures.count:
            return row
        source = (top, top + len(rows) + 1, 1, len(self.labels))
        currency = company.currency_id.name
        title = self.env._("Open by age, in %(currency)s", currency=currency)
        return book.add_bucket_chart(sheet, row + 1, source, title)

    def _write_shares(self, book, sheet, row, company):
        figures = self.figures.by_company[company]
        total = company.currency_id.round(figures.total_company)
        if not total:
            return row
        shares = [figures.company[key] / total for key in self.labels]
        kinds = [TEXT] + [SHARE] * (len(shares) + 1)
        values = (self.env._("Share"), *shares, 1)
        return book.write_rows(sheet, row, kinds, [Row(0, 0, values)])

    def _write_proof(self, book, sheet, row, company):
        _ = self.env._
        columns = [
            Column(_("Agreement with the ledger"), TEXT, 24),
            self._money(_("In this file")),
            self._money(_("Left out by filters")),
            self._money(_("Matched across currencies or branches")),
            self._money(_("Receivable accounts in the ledger")),
            self._money(_("Difference")),
        ]
        rows = [
            Row(one.decimal_places, 0, (one.name, *self.figures.prove(company, one)))
            for one in self.figures.get_currencies(company)
        ]
        currency = company.currency_id
        label = _("All, in %(currency)s", currency=currency.name)
        total = Row(currency.decimal_places, 0, (label, *self.figures.prove(company)))
        return book.write_table(sheet, row, columns, rows, [total])
