"""The two long lists of the ageing's spreadsheet: by debtor, and item by item."""

from operator import itemgetter

from .xlsx_tables import DATE, NUMBER, TEXT, Column, Row

FIELDS = (
    *("company_id", "company_currency_id", "partner_id", "partner_ref"),
    *("partner_name", "currency_id", "bucket", "amount", "amount_company", "days"),
    *("name", "ref", "date_document", "date_due", "date_plan", "level_id", "stage_id"),
    *("item_id", "user_id", "invoice_user_id"),
)


def pick(*names):
    """What takes these fields out of a row."""
    return itemgetter(*map(FIELDS.index, names))


class Names(dict):
    """Names of records by id, each read once."""

    def __init__(self, records, field="name"):
        # A row that the reader may see shows its names, whatever company they are of.
        self._records_sudo = records.sudo()
        self._field = field
        super().__init__({None: None, False: None})

    def __missing__(self, record_id):
        self[record_id] = self._records_sudo.browse(record_id)[self._field] or None
        return self[record_id]


class SummaryList:
    """One row for each debtor and currency."""

    def __init__(self, columns):
        self.columns = columns
        self.env = columns.env
        self.companies = columns.companies

    def write(self, book, sheet):
        _ = self.env._
        columns = [
            *self.columns.get_debtor_columns(),
            Column(_("Currency"), TEXT, 14),
            *self.columns.get_columns(),
            Column(_("Items"), NUMBER, 8),
            Column(_("Oldest (days)"), NUMBER, 9),
            Column(_("Collector"), TEXT, 18),
            Column(_("Stage"), TEXT, 14),
        ]
        totals = list(self._get_totals())
        book.write_list(sheet, columns, self._get_rows(), totals, len(totals))

    def _get_rows(self):
        cases = self._get_cases()
        users, stages = (
            Names(self.env["res.users"]),
            Names(self.env["collection.stage"]),
        )
        for key, figures in self.columns.figures.by_debtor.items():
            company_id, (partner_id, number, name), currency_id = key
            company = self.env["res.company"].browse(company_id)
            currency = self.env["res.currency"].browse(currency_id)
            user_id, stage_id = cases.get((company_id, partner_id), (None, None))
            values = (
                number,
                name or self.env._("No partner"),
                *((company.name,) if len(self.companies) > 1 else ()),
                currency.name,
                *self.columns.get_amounts(company, currency, figures),
                figures.count,
                figures.days,
                users[user_id],
                stages[stage_id],
            )
            places = company.currency_id.decimal_places
            yield Row(currency.decimal_places, places, values)

    def _get_cases(self):
        cases = self.env["collection.case"].search_fetch(
            [("company_id", "in", self.companies.ids), ("state", "=", "open")],
            ["company_id", "partner_id", "user_id", "stage_id"],
        )
        return {
            (case.company_id.id, case.partner_id.id): (
                case.user_id.id,
                case.stage_id.id,
            )
            for case in cases
        }

    def _get_totals(self):
        for company in self.companies:
            names = (company.name,) if len(self.companies) > 1 else ()
            before = (self.env._("Total"), None, *names)
            yield from self.columns.get_totals(company, before, (None, None, None))


class DetailList:
    """One row for each open item."""

    def __init__(self, columns, domain):
        self.columns = columns
        self.figures = columns.figures
        self.domain = domain
        self.env = columns.env
        self.currencies = self.env["res.currency"].with_context(active_test=False)
        self.reasons = {}
        self.known_reasons = {}

    def write(self, book, sheet):
        plan = self._get_plan()
        columns = [column for column, _field, _names in plan]
        rows = self._get_rows(plan)
        last = book.write_list(sheet, columns, rows, self._get_totals(plan))
        # Only now is it known how wide the amounts are.
        book.set_widths(sheet, [column for column, _field, _names in self._get_plan()])
        if last[0] is sheet:
            self._let_total_follow(book, plan, last)

    def _get_plan(self):
        """The columns, each with its field and the words for its values."""
        _, env = self.env._, self.env
        own, company = self.columns.get_columns()[-2:]
        number, debtor, *rest = self.columns.get_debtor_columns()
        users = Names(env["res.users"])
        stages = Names(env["collection.stage"])
        levels = Names(env["collection.level"], "short_name")
        return [
            (number, "partner_ref", None),
            (debtor, "partner_name", NoPartner(_("No partner"))),
            *((column, "company_id", Names(env["res.company"])) for column in rest),
            (Column(_("Document"), TEXT, 17), "name", None),
            (Column(_("Reference"), TEXT, 14), "ref", None),
            (Column(_("Document date"), DATE, 12), "date_document", None),
            (Column(_("Due date"), DATE, 12), "date_due", None),
            (Column(_("Plan date"), DATE, 12), "date_plan", None),
            (Column(_("Age (days)"), NUMBER, 8), "days", None),
            (Column(_("Bucket"), TEXT, 10), "bucket", self.columns.labels),
            (Column(_("Currency"), TEXT, 10), "currency_id", Names(self.currencies)),
            (own, "amount", None),
            (company, "amount_company", None),
            (Column(_("Level"), TEXT, 12), "level_id", levels),
            (Column(_("Stage"), TEXT, 13), "stage_id", stages),
            (Column(_("Last decision"), TEXT, 40), "item_id", self.reasons),
            (Column(_("Collector"), TEXT, 18), "user_id", users),
            (Column(_("Salesperson"), TEXT, 18), "invoice_user_id", users),
        ]

    def _get_rows(self, plan):
        cells = [(FIELDS.index(field), words) for _column, field, words in plan]
        places = Names(self.currencies, "decimal_places")
        companies = pick("company_id", "company_currency_id")
        debtor = pick("partner_id", "partner_ref", "partner_name")
        amounts = pick("bucket", "amount", "amount_company", "days")
        currency_at, item_at = FIELDS.index("currency_id"), FIELDS.index("item_id")
        add = self.figures.add
        for chunk in self.columns.report._read_rows(self.domain, FIELDS):
            self._load_reasons([row[item_at] for row in chunk])
            for row in chunk:
                company, company_currency = companies(row)
                currency = row[currency_at]
                add(company, company_currency, debtor(row), currency, amounts(row))
                yield Row(
                    places[currency] or 0,
                    places[company_currency] or 0,
                    [
                        row[at] if words is None else words[row[at]]
                        for at, words in cells
                    ],
                )
        self.figures.finish()

    def _load_reasons(self, item_ids):
        items = self.env["collection.item"].browse(filter(None, item_ids))
        self.reasons.clear()
        self.reasons[None] = None
        self.reasons.update(items._read_reasons(self.known_reasons))

    def _get_totals(self, plan):
        """One, unless the companies have several currencies."""
        currency = self.columns.companies.currency_id
        if len(currency) > 1:
            return
        values = [None] * len(plan)
        values[0] = self.env._("Total of the rows shown")
        values[self._get_total_column(plan)] = self._get_total(currency)
        yield Row(currency.decimal_places, currency.decimal_places, values)

    def _get_total(self, currency):
        return sum(
            self.figures.total(currency, figures.company)
            for figures in self.figures.by_company.values()
        )

    def _get_total_column(self, plan):
        return [field for _column, field, _names in plan].index("amount_company")

    def _let_total_follow(self, book, plan, last):
        sheet, first_row, last_row, total_row = last
        currency = self.columns.companies.currency_id
        if len(currency) == 1 and last_row >= first_row:
            cells = (first_row, last_row, self._get_total_column(plan))
            total = (self._get_total(currency), currency.decimal_places)
            book.follow_filter(sheet, cells, total_row, total)


class NoPartner(dict):
    """A debtor's name is its own word; where there is none, this is."""

    def __init__(self, word):
        super().__init__({None: word})

    def __missing__(self, name):
        return name
