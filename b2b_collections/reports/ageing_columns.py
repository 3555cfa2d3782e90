"""What the sheets of the ageing's spreadsheet have in common."""

from .xlsx_tables import COMPANY, OWN, TEXT, Column, Row


class MoneyColumns:
    """Columns of the buckets, of their total, and of that in company currency."""

    def __init__(self, report, figures):
        self.report = report
        self.env = report.env
        self.figures = figures
        self.companies = report.env.companies
        self.labels = report._get_bucket_labels()

    @property
    def width(self):
        """Wide enough for the bold totals, as soon as all figures are there."""
        return max(12, len(f"{self.figures.largest:,.2f}") * 1.12 + 2)

    def money(self, heading, kind=OWN):
        return Column(heading, kind, self.width)

    def get_columns(self, companies=None):
        currencies = (companies or self.companies).currency_id
        if len(currencies) == 1:
            in_company = self.env._("Open in %(currency)s", currency=currencies.name)
        else:
            in_company = self.env._("Open in company currency")
        return [
            *(self.money(label) for label in self.labels.values()),
            self.money(self.env._("Open")),
            self.money(in_company, COMPANY),
        ]

    def get_debtor_columns(self):
        _ = self.env._
        columns = [Column(_("Debtor number"), TEXT, 16), Column(_("Debtor"), TEXT, 34)]
        if len(self.companies) > 1:
            columns.append(Column(_("Company"), TEXT, 20))
        return columns

    def get_amounts(self, company, currency, figures):
        """Amounts for get_columns."""
        return (
            *self.figures.get_amounts(currency, figures.own, self.labels),
            self.figures.total(company.currency_id, figures.company),
        )

    def get_totals(self, company, before=(), after=()):
        """Rows of the totals: one for each currency, one in company currency.

        :param before: values of the columns before the currency's
        :param after: values of the columns after the number of items
        """
        own = company.currency_id
        for currency in self.figures.get_currencies(company):
            figures = self.figures.by_currency[company, currency]
            amounts = self.get_amounts(company, currency, figures)
            values = (*before, currency.name, *amounts, figures.count, *after)
            yield Row(currency.decimal_places, own.decimal_places, values)
        figures = self.figures.by_company[company]
        amounts = self.figures.get_amounts(own, figures.company, self.labels)
        label = self.env._("All, in %(currency)s", currency=own.name)
        values = (*before, label, *amounts, amounts[-1], figures.count, *after)
        yield Row(own.decimal_places, own.decimal_places, values)
