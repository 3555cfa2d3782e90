"""The spreadsheet of the ageing: head, overview, and then the lists."""

from .ageing_columns import MoneyColumns
from .ageing_figures import AgeingFigures
from .ageing_lists import DetailList, SummaryList
from .xlsx_tables import (
    NUMBER,
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
    _ = report.env._
    with TableWorkbook(fileobj, _get_head(report, domain, filters)) as book:
        # The details come last, but what stands before them is their sums.
        overview_sheet = book.add_sheet(_("Overview"))
        summary_sheet = book.add_sheet(_("Summary"))
        columns = MoneyColumns(report, figures)
        DetailList(columns, domain).write(book, book.add_sheet(_("Details")))
        SummaryList(columns).write(book, summary_sheet)
        Overview(columns).write(book, overview_sheet)


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
        date_format=get_date_format(report.env),
    )


def get_date_format(env):
    text = env["res.lang"]._get_data(code=env.lang or "en_US").date_format
    for part, word in DATE_PARTS.items():
        text = text.replace(part, word)
    return "yyyy-mm-dd" if "%" in text else text


class Overview:
    """Totals per currency and company, the proof by the ledger, and a chart."""

    def __init__(self, columns):
        self.columns = columns
        self.env = columns.env
        self.figures = columns.figures
        self.companies = columns.companies

    def write(self, book, sheet):
        book.set_widths(sheet, self._get_columns(self.companies))
        row = book.top
        for company in self.companies:
            if len(self.companies) > 1:
                book.write_heading(sheet, row, company.name)
                row += 1
            row = self._write_company(book, sheet, row, company) + 2

    def _get_columns(self, companies):
        _ = self.env._
        return [
            Column(_("Currency"), TEXT, 24),
            *self.columns.get_columns(companies),
            Column(_("Items"), NUMBER, self.columns.width),
        ]

    def _write_company(self, book, sheet, top, company):
        """Write one company's tables and chart; return the row after them."""
        *rows, total = self.columns.get_totals(company)
        row = book.write_table(sheet, top, self._get_columns(company), rows, [total])
        row = self._write_shares(book, sheet, row, company)
        row = self._write_proof(book, sheet, row + 1, company)
        if not self.figures.by_company[company].count:
            return row
        source = (top, top + len(rows) + 1, 1, len(self.columns.labels))
        currency = company.currency_id.name
        title = self.env._("Open by age, in %(currency)s", currency=currency)
        return book.add_bucket_chart(sheet, row + 1, source, title)

    def _write_shares(self, book, sheet, row, company):
        amounts = self.figures.by_company[company].company
        total = sum(amounts.values())
        if not total:
            return row
        shares = [amounts[key] / total for key in self.columns.labels]
        kinds = [TEXT] + [SHARE] * (len(shares) + 1)
        values = (self.env._("Share"), *shares, 1)
        return book.write_rows(sheet, row, kinds, [Row(0, 0, values)])

    def _write_proof(self, book, sheet, row, company):
        _, money = self.env._, self.columns.money
        columns = [
            Column(_("Agreement with the ledger"), TEXT, 24),
            money(_("In this file")),
            money(_("Left out by filters")),
            money(_("Matched across currencies or branches")),
            money(_("Receivable accounts in the ledger")),
            money(_("Difference")),
        ]
        rows = [
            Row(one.decimal_places, 0, (one.name, *self.figures.prove(company, one)))
            for one in self.figures.get_currencies(company)
        ]
        currency = company.currency_id
        label = _("All, in %(currency)s", currency=currency.name)
        total = Row(currency.decimal_places, 0, (label, *self.figures.prove(company)))
        return book.write_table(sheet, row, columns, rows, [total])
