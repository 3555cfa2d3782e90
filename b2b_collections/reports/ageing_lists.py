"""The two long lists of the ageing's spreadsheet: by debtor, and item by item."""

from .xlsx_tables import DATE, NUMBER, TEXT, Column, Row


class Names(dict):
    """Names of records by id, each read once."""

    def __init__(self, records, field="name"):
        # A row that the reader may see shows its names, whatever company they are of.
        self._records_sudo = records.sudo()
        self._field = field
        super().__init__((one.id, one[field] or None) for one in self._records_sudo)
        self.update({None: None, False: None})

    def __missing__(self, record_id):
        self[record_id] = self._records_sudo.browse(record_id)[self._field] or None
        return self[record_id]


class DebtorNames:
    """Names and numbers of all debtors, read at once."""

    def __init__(self, env, figures):
        ids = {partner.id for _company, partner, _currency in figures.by_debtor}
        partners = env["res.partner"].browse(filter(None, ids))
        self.names = Names(partners)
        self.names.update({None: env._("No partner"), False: env._("No partner")})
        self.numbers = Names(partners, "ref")


def _get_debtor_columns(env):
    _ = env._
    columns = [Column(_("Debtor number"), TEXT, 16), Column(_("Debtor"), TEXT, 34)]
    if len(env.companies) > 1:
        columns.append(Column(_("Company"), TEXT, 20))
    return columns


class SummaryList:
    """One row for each debtor and currency."""

    def __init__(self, overview, debtors):
        self.overview = overview
        self.debtors = debtors
        self.env = overview.env
        self.several = len(self.env.companies) > 1

    def write(self, book):
        _ = self.env._
        columns = [
            *_get_debtor_columns(self.env),
            Column(_("Currency"), TEXT, 14),
            *self.overview.get_money_columns(self.env.companies),
            Column(_("Items"), NUMBER, 8),
            Column(_("Oldest (days)"), NUMBER, 9),
            Column(_("Collector"), TEXT, 18),
            Column(_("Stage"), TEXT, 14),
        ]
        book.write_list(_("Summary"), columns, self._get_rows(), self._get_totals())

    def _get_rows(self):
        cases = self._get_cases()
        users, stages = (
            Names(self.env["res.users"]),
            Names(self.env["collection.stage"]),
        )
        for key in sorted(self.overview.figures.by_debtor, key=self._get_position):
            figures = self.overview.figures.by_debtor[key]
            company, partner, currency = key
            user_id, stage_id = cases.get((company.id, partner.id), (None, None))
            values = (
                self.debtors.numbers[partner.id],
                self.debtors.names[partner.id],
                *((company.name,) if self.several else ()),
                currency.name,
                *self.overview.get_amounts(currency, company, figures),
                figures.count,
                figures.days,
                users[user_id],
                stages[stage_id],
            )
            places = company.currency_id.decimal_places
            yield Row(currency.decimal_places, places, values)

    def _get_position(self, key):
        company, partner, currency = key
        order = self.env.companies.ids.index(company.id)
        name = self.debtors.names[partner.id].casefold()
        # Those without partner come last, as in the details.
        return order, not partner, name, partner.id, currency.name

    def _get_cases(self):
        cases = self.env["collection.case"].search_fetch(
            [("company_id", "in", self.env.companies.ids), ("state", "=", "open")],
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
        totals = []
        for company in self.env.companies:
            before = (self.env._("Total"), None)
            if self.several:
                before = (*before, company.name)
            totals += self.overview.get_currency_rows(
                company, before, lambda figures: (figures.count, None, None, None)
            )
            count = self.overview.figures.by_company[company].count
            after = (count, None, None, None)
            totals.append(self.overview.get_company_row(company, before, after))
        return totals


class DetailList:
    """One row for each open item."""

    def __init__(self, overview, debtors, domain):
        self.overview = overview
        self.debtors = debtors
        self.domain = domain
        self.env = overview.env
        self.currencies = self.env["res.currency"].with_context(active_test=False)
        self.reasons = {None: None}

    def write(self, book):
        columns = self._get_columns()
        book.write_list(
            self.env._("Details"),
            [column for column, _field, _names in columns],
            self._get_rows([field for _column, field, _names in columns], columns),
            self._get_totals(columns),
            follow_filter=True,
        )

    def _get_totals(self, columns):
        currency = self.env.companies.currency_id
        if len(currency) > 1:
            return []
        figures = self.overview.figures.by_company.values()
        values = [None] * len(columns)
        values[0] = self.env._("Total of the rows shown")
        position = [field for _column, field, _names in columns].index("amount_company")
        values[position] = currency.round(sum(one.total_company for one in figures))
        return [Row(currency.decimal_places, currency.decimal_places, values)]

    def _get_columns(self):
        """Each with its field of collection.ageing and the words for its values."""
        _, env = self.env._, self.env
        own, company = self.overview.get_money_columns(env.companies)[-2:]
        number, debtor, *rest = _get_debtor_columns(env)
        users = Names(env["res.users"])
        stages = Names(env["collection.stage"])
        levels = Names(env["collection.level"], "short_name")
        return [
            (number, "partner_ref", None),
            (debtor, "partner_id", self.debtors.names),
            *((column, "company_id", Names(env.companies)) for column in rest),
            (Column(_("Document"), TEXT, 17), "name", None),
            (Column(_("Reference"), TEXT, 14), "ref", None),
            (Column(_("Document date"), DATE, 12), "date_document", None),
            (Column(_("Due date"), DATE, 12), "date_due", None),
            (Column(_("Age (days)"), NUMBER, 8), "days", None),
            (Column(_("Bucket"), TEXT, 10), "bucket", self.overview.labels),
            (Column(_("Currency"), TEXT, 10), "currency_id", Names(self.currencies)),
            (own, "amount", None),
            (company, "amount_company", None),
            (Column(_("Level"), TEXT, 12), "level_id", levels),
            (Column(_("Stage"), TEXT, 13), "stage_id", stages),
            (Column(_("Last decision"), TEXT, 40), "item_id", self.reasons),
            (Column(_("Collector"), TEXT, 18), "user_id", users),
            (Column(_("Salesperson"), TEXT, 18), "invoice_user_id", users),
        ]

    def _get_rows(self, names, columns):
        words = [words for _column, _field, words in columns]
        places = Names(self.currencies, "decimal_places")
        extra = ["currency_id", "company_currency_id", "item_id"]
        for chunk in self.overview.report._read_rows(self.domain, extra + names):
            self._load_reasons([item_id for _own, _company, item_id, *_rest in chunk])
            for own, company, _item_id, *values in chunk:
                yield Row(
                    places[own] or 0,
                    places[company] or 0,
                    [
                        value if one is None else one[value]
                        for one, value in zip(words, values, strict=True)
                    ],
                )

    def _load_reasons(self, item_ids):
        self.reasons.clear()
        self.reasons[None] = None
        items = self.env["collection.item"].browse(filter(None, item_ids))
        self.reasons.update((item.id, item.reason or None) for item in items)
        # The rows number as many as there are, so what was read is let go.
        items.invalidate_recordset(flush=False)
