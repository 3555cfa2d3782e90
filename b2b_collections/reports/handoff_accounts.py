"""The accounts of a placement as tables for people and for programs.

Knows nothing of Odoo.
"""

import csv
import io
import json
from dataclasses import asdict
from datetime import date
from decimal import Decimal

from .handoff import AMOUNTS
from .xlsx_tables import DATE, NUMBER, OWN, TEXT, Column, Head, Row, TableWorkbook

FORMAT = "b2b_collections.accounts/1"
# What a spreadsheet takes for a formula when it opens a CSV file.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_json(handoff):
    """The accounts as JSON bytes: amounts as text, exact; dates in ISO 8601."""
    content = {"format": FORMAT, **asdict(handoff), "totals": handoff.totals}
    for row, account in zip(content["accounts"], handoff.accounts, strict=True):
        row["claimed"] = account.claimed
    # Everything else is for reading, and each Side is one.
    for side in ("creditor", "debtor", "agency"):
        content[side]["numbers"] = [list(pair) for pair in content[side]["numbers"]]
    text = json.dumps(content, ensure_ascii=False, indent=1, default=_plain)
    return text.encode()


def _plain(value):
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in the accounts")


def write_csv(columns, rows):
    """A table as CSV bytes (comma, UTF-8 with mark): text never becomes a formula.

    :param columns: list of headings
    :param rows: iterable of lists of text, date, int, Decimal or None
    """
    result = io.StringIO()
    writer = csv.writer(result, lineterminator="\r\n")
    writer.writerow([_cell(heading) for heading in columns])
    writer.writerows([_cell(value) for value in row] for row in rows)
    return result.getvalue().encode("utf-8-sig")


def _cell(value):
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA) else value
    return _plain(value) if isinstance(value, Decimal | date) else value


def account_values(handoff):
    """Rows of the table of accounts, in the order of its columns."""
    return [
        [
            row.number,
            row.reference,
            row.date,
            row.date_due,
            row.days,
            handoff.currency,
            *(getattr(row, name) for name in AMOUNTS),
        ]
        for row in handoff.accounts
    ]


def receipt_values(handoff):
    return [
        [row.number, row.date, row.kind, handoff.currency, row.amount]
        for row in handoff.receipts
    ]


def contact_values(handoff):
    return [
        [row.name, row.function, row.role, row.phone, row.email]
        for row in handoff.debtor.people
    ]


class AccountsBook:
    """The XLSX.

    :param words: dict of the headings: ``title``, ``page``, ``facts``, names of the
        sheets, ``total``, and lists ``account_columns``, ``receipt_columns`` and
        ``contact_columns``
    """

    def __init__(self, handoff, words):
        self.handoff, self.words = handoff, words

    def write(self):
        """The workbook as bytes."""
        result = io.BytesIO()
        words = self.words
        head = Head(words["title"], tuple(words["facts"]), words["page"])
        with TableWorkbook(result, head) as book:
            book.write_list(
                book.add_sheet(words["accounts"]),
                self._get_account_columns(),
                self._get_rows(account_values(self.handoff)),
                [self._get_total()],
            )
            book.write_list(
                book.add_sheet(words["receipts"]),
                _columns(words["receipt_columns"], (TEXT, DATE, TEXT, TEXT, OWN)),
                self._get_rows(receipt_values(self.handoff)),
                [self._get_receipt_total()],
            )
            book.write_list(
                book.add_sheet(words["contacts"]),
                _columns(words["contact_columns"], (TEXT,) * 5),
                self._get_rows(contact_values(self.handoff)),
            )
        return result.getvalue()

    def _get_account_columns(self):
        kinds = (TEXT, TEXT, DATE, DATE, NUMBER, TEXT, *([OWN] * len(AMOUNTS)))
        return _columns(self.words["account_columns"], kinds)

    def _get_rows(self, values):
        for row in values:
            yield Row(self.handoff.places, 0, tuple(row))

    def _get_total(self):
        totals = self.handoff.totals
        values = (self.words["total"], None, None, None, None, self.handoff.currency)
        amounts = (totals[name] for name in AMOUNTS)
        return Row(self.handoff.places, 0, (*values, *amounts))

    def _get_receipt_total(self):
        amount = sum((row.amount for row in self.handoff.receipts), 0)
        values = (self.words["total"], None, None, self.handoff.currency, amount)
        return Row(self.handoff.places, 0, values)


def _columns(headings, kinds):
    widths = {TEXT: 24, DATE: 13, NUMBER: 11, OWN: 18}
    return [
        Column(heading, kind, widths[kind])
        for heading, kind in zip(headings, kinds, strict=True)
    ]
