"""One row of an open-items file: what it may say, and what is wrong with it."""

import datetime as dt
import re
from dataclasses import dataclass, field
from decimal import Decimal

from . import open_items_values as values
from .open_items_mapping import REQUIRED, plain

DATE_FIELDS = ("invoice_date", "posting_date", "due_date")
AMOUNT_FIELDS = ("amount", "paid")
# What a person may reasonably need, and what indexed columns bear.
TEXT_LIMITS = {
    "company_code": 32,
    "customer_number": 64,
    "customer_name": 500,
    "invoice_number": 100,
    "terms": 100,
    "currency": 10,
    "email": 254,
    "language": 50,
    "country": 100,
}
NUMBER_FIELDS = ("customer_number", "invoice_number")
_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\".]+(\.[^@\s,;<>\".]+)+$")
_DAYS = re.compile(
    r"(?:net|netto)?\s*(\d{1,3})\s*(?:d|days?|net|hari)?$", re.IGNORECASE
)


@dataclass(frozen=True)
class Problem:
    """Something wrong with the file.

    :ivar row: row number as a spreadsheet shows it; 0 means the file as a whole
    :ivar column: name of the field, "" for the whole row
    :ivar value: the cell as it stands in the file
    :ivar code: see collection.import's words
    :ivar is_error: False for a warning, with which the row is imported all the same
    """

    row: int
    column: str
    value: str
    code: str
    params: dict = field(default_factory=dict)
    is_error: bool = True


@dataclass(slots=True)
class Item:
    """One row of the file as values; amounts in `currency`, exact.

    `amount` is what was invoiced, below zero for a credit note; `paid` what was paid of
    it, with the same sign. Rows of one invoice share `first_row`; `instalment` counts
    them by due date, from 1.
    """

    row: int
    company_code: str = ""
    customer_number: str = ""
    customer_name: str = ""
    invoice_number: str = ""
    invoice_date: dt.date | None = None
    posting_date: dt.date | None = None
    due_date: dt.date | None = None
    terms: str = ""
    currency: str = ""
    amount: Decimal | None = None
    paid: Decimal = Decimal(0)
    email: str = ""
    language: str = ""
    country: str = ""
    company: int | None = None
    first_row: int = 0
    instalment: int = 1

    @property
    def key(self):
        """What makes an invoice the same one in another file."""
        return (
            self.company,
            self.company_code,
            self.customer_number,
            self.invoice_number,
        )


@dataclass(frozen=True)
class Company:
    """A company that rows can go to.

    :ivar currency: code of its own currency
    :ivar lock_date: last day that is closed for this user, or None
    :ivar first_rates: {currency code: day of its first rate}
    """

    currency: str
    lock_date: dt.date | None = None
    first_rates: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Facts:
    """What the database knows.

    :ivar companies: {id: Company}
    :ivar company_codes: {code in the file: company id}; rows without a code, or of a
        file without that column, have the code ""
    :ivar currencies: {code: decimals} of all that can be used
    :ivar inactive_currencies: codes that exist but are switched off
    :ivar countries: {plain code or name: code}; see `open_items_mapping.plain`
    :ivar languages: {plain code or name: code} of the installed ones
    :ivar terms_days: {terms in lower case: days from the invoice date}
    """

    companies: dict
    company_codes: dict
    currencies: dict
    inactive_currencies: frozenset = frozenset()
    countries: dict = field(default_factory=dict)
    languages: dict = field(default_factory=dict)
    terms_days: dict = field(default_factory=dict)


class RowReader:
    """Turns rows of cells into `Item`s and collects what is wrong with them.

    :param facts: `Facts`
    :param conventions: {field: how its column is read}, see `open_items_values`
    :param columns: {field: index of its column}
    """

    def __init__(self, facts, conventions, columns):
        self.facts = facts
        self.conventions = conventions
        self.columns = columns
        self.problems = []
        self._cells = []
        self._unread = set()

    def read(self, number, cells):
        """Return the `Item` of row `number`; fields that cannot be read stay empty."""
        item = Item(row=number, first_row=number)
        self._cells = cells
        self._unread = set()
        for name in self.columns:
            self._read_cell(item, name)
        self._check_obligatory(item)
        company = self._find_company(item)
        self._check_currency(item, company)
        self._check_dates(item, company)
        self._check_amounts(item)
        self._check_contact(item)
        return item

    def _add(self, item, name, code, *, is_error=True, **params):
        index = self.columns.get(name)
        value = values.shown(self._cells[index]) if index is not None else ""
        self.problems.append(Problem(item.row, name, value, code, params, is_error))

    def _read_cell(self, item, name):
        try:
            value = self._parse(name, self._cells[self.columns[name]])
        except values.CellError as problem:
            # A whole column that cannot be read is reported once, not in each row.
            if self.conventions.get(name) not in (values.AMBIGUOUS, values.MIXED):
                self._add(item, name, problem.code, **problem.params)
            self._unread.add(name)
            return
        if value is not None:
            setattr(item, name, value)

    def _parse(self, name, cell):
        if name in DATE_FIELDS:
            return values.parse_date(cell, self.conventions[name])
        if name in AMOUNT_FIELDS:
            return values.parse_amount(cell, self.conventions[name])
        return values.parse_text(
            cell, TEXT_LIMITS[name], is_number=name in NUMBER_FIELDS
        )

    def _check_obligatory(self, item):
        for name in REQUIRED:
            if name not in self._unread and getattr(item, name) in ("", None):
                self._add(item, name, "missing")

    def _find_company(self, item):
        if "company_code" in self._unread:
            return None
        item.company = self.facts.company_codes.get(item.company_code)
        if not item.company:
            self._add(item, "company_code", "unknown_company_code")
            return None
        return self.facts.companies[item.company]

    def _check_currency(self, item, company):
        if "currency" not in self.columns:
            item.currency = company.currency if company else ""
            return
        if "currency" in self._unread:
            return
        item.currency = item.currency.upper()
        if not item.currency:
            self._add(item, "currency", "missing")
        elif item.currency in self.facts.inactive_currencies:
            self._add(item, "currency", "inactive_currency", currency=item.currency)
        elif item.currency not in self.facts.currencies:
            self._add(item, "currency", "unknown_currency")
        elif company and item.invoice_date and item.currency != company.currency:
            first = company.first_rates.get(item.currency)
            if not first or first > item.invoice_date:
                self._add(
                    item,
                    "currency",
                    "no_rate",
                    currency=item.currency,
                    date=item.invoice_date,
                )

    def _check_dates(self, item, company):
        if not item.invoice_date:
            return
        if company and company.lock_date and item.invoice_date <= company.lock_date:
            self._add(item, "invoice_date", "locked", date=company.lock_date)
        if not item.due_date and "due_date" not in self._unread:
            days = self._days_of(item.terms)
            if days is None:
                self._add(item, "due_date", "no_due_date", terms=item.terms)
                return
            item.due_date = item.invoice_date + dt.timedelta(days=days)
        elif item.due_date and item.due_date < item.invoice_date:
            self._add(item, "due_date", "due_before_invoice", is_error=False)

    def _days_of(self, terms):
        known = self.facts.terms_days.get(terms.casefold())
        match = _DAYS.match(terms)
        return int(match[1]) if known is None and match else known

    def _check_amounts(self, item):
        decimals = self.facts.currencies.get(item.currency)
        for name in AMOUNT_FIELDS:
            amount = getattr(item, name)
            if amount and decimals is not None and _decimals(amount) > decimals:
                self._add(
                    item,
                    name,
                    "too_many_decimals",
                    currency=item.currency,
                    decimals=decimals,
                )
        if item.amount is None:
            return
        if not item.amount:
            self._add(item, "amount", "zero")
        elif item.paid * item.amount < 0:
            self._add(item, "paid", "paid_sign")
        elif abs(item.paid) > abs(item.amount):
            self._add(item, "paid", "overpaid", amount=item.amount)

    def _check_contact(self, item):
        if item.email and not _EMAIL.match(item.email):
            self._add(item, "email", "not_an_email")
        if item.language:
            code = self.facts.languages.get(plain(item.language), "")
            if not code:
                self._add(item, "language", "unknown_language", is_error=False)
            item.language = code
        if item.country:
            code = self.facts.countries.get(plain(item.country), "")
            if not code:
                self._add(item, "country", "unknown_country")
            item.country = code


def _decimals(amount):
    return max(0, -amount.as_tuple().exponent)
