"""Rows that belong together: instalments of an invoice, duplicates, one customer.

Within a file an invoice is known by company, company code, customer number and invoice
number. Several rows of one invoice are its instalments if they differ in the due date
and agree in invoice date, currency and sign. A row that says the same as one before is
a duplicate. Anything else is a contradiction, and then none of its rows is believed.
"""

from collections import Counter
from operator import attrgetter

from .open_items_rows import Problem

_COMPARED = (
    "invoice_date",
    "due_date",
    "currency",
    "amount",
    "paid",
    "terms",
    "posting_date",
)


def check_groups(items, bad):
    """Number the instalments of each invoice and return the problems of rows together.

    :param items: all rows; `first_row` and `instalment` are set on them
    :param bad: numbers of the rows that have an error already
    """
    groups = {}
    for item in items:
        if item.customer_number and item.invoice_number:
            groups.setdefault(item.key, []).append(item)
    problems = []
    for rows in groups.values():
        if len(rows) > 1:
            problems += _check_group(rows, bad)
    return problems


def _check_group(rows, bad):
    problems, kept, seen = [], [], {}
    for item in rows:
        first = seen.setdefault(tuple(getattr(item, name) for name in _COMPARED), item)
        if first is item:
            kept.append(item)
        else:
            problems.append(_problem(item, "duplicate", first.row))
    if len(kept) > 1:
        problems += _check_instalments(kept, bad)
    return problems


def _check_instalments(rows, bad):
    first = rows[0]
    same_invoice = all(
        item.invoice_date == first.invoice_date
        and item.currency == first.currency
        and _sign(item.amount) == _sign(first.amount)
        for item in rows
    )
    broken = [item for item in rows if item.row in bad]
    if broken:
        # An invoice goes in whole or not at all.
        return [
            _problem(item, "part_is_bad", broken[0].row)
            for item in rows
            if item.row not in bad
        ]
    if not same_invoice or len({item.due_date for item in rows}) < len(rows):
        second = rows[1]
        return [
            _problem(item, "contradiction", (second if item is first else first).row)
            for item in rows
        ]
    for number, item in enumerate(sorted(rows, key=attrgetter("due_date")), start=1):
        item.instalment = number
        item.first_row = first.row
    return []


def _sign(amount):
    return (amount > 0) - (amount < 0) if amount is not None else 0


def _problem(item, code, other):
    return Problem(
        item.row, "invoice_number", item.invoice_number, code, {"row": other}
    )


def spellings(items):
    """{customer number: [names, the most frequent first; ties: the earlier one]}."""
    counts = {}
    for item in items:
        counts.setdefault(item.customer_number, Counter())[item.customer_name] += 1
    # most_common keeps the order of first appearance among equals.
    return {
        number: [name for name, _count in names.most_common()]
        for number, names in counts.items()
    }


def first_filled(items, name):
    """{customer number: first text of a field that is not empty}."""
    found = {}
    for item in items:
        if value := getattr(item, name):
            found.setdefault(item.customer_number, value)
    return found
