"""Ageing of receivables: buckets, and what was open on any day.

Amounts here are Decimal, each already rounded to its own currency. Ages are whole
days.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

DUE = "due"
INVOICE = "invoice"
# The day a payment plan says, of items that are in one; the due date of all others.
PLAN = "plan"
BASES = (DUE, INVOICE, PLAN)

DEFAULT_DAYS = "30,60,90,120"
# Keys are one character and there is a column for each bucket: ten at most.
MAX_EDGES = 8
BUCKET_KEYS = tuple(str(number) for number in range(MAX_EDGES + 2))
# Ages are cut off here rather than shown in five digits.
MAX_DAYS = 9999


class BucketError(ValueError):
    """The text does not name buckets.

    `code`: empty, not_a_number, out_of_range, not_rising or too_many.
    `value`: the part of the text that is wrong.
    """

    def __init__(self, code, value=""):
        super().__init__(f"{code}: {value}" if value else code)
        self.code = code
        self.value = value


@dataclass(frozen=True)
class Bucket:
    """Ages from `low` to `high` days, both included; None: no limit."""

    key: str
    low: int | None
    high: int | None

    def holds(self, age):
        return (self.low is None or age >= self.low) and (
            self.high is None or age <= self.high
        )


def parse_days(text):
    """Read bucket edges: "30,60,90" -> (30, 60, 90), the last day of each bucket.

    Raises BucketError unless they are 1 to MAX_EDGES whole numbers from 1 to
    MAX_DAYS, each larger than the one before.
    """
    parts = [part.strip() for part in (text or "").split(",")]
    if not any(parts):
        raise BucketError("empty")
    edges = tuple(_parse_day(part) for part in parts)
    for previous, edge in pairwise(edges):
        if edge <= previous:
            raise BucketError("not_rising", str(edge))
    if len(edges) > MAX_EDGES:
        raise BucketError("too_many", str(len(edges)))
    return edges


def _parse_day(part):
    if not (part.isascii() and part.isdigit()):
        raise BucketError("not_a_number", part)
    # The length first: int() refuses thousands of digits with an error of its own.
    if len(part) > len(str(MAX_DAYS)) or not 1 <= int(part) <= MAX_DAYS:
        raise BucketError("out_of_range", part)
    return int(part)


def format_days(edges):
    """Write bucket edges the way parse_days reads them."""
    return ",".join(map(str, edges))


def buckets(edges, basis=DUE):
    """Return the Bucket of each column, youngest first; together they hold any age.

    By due date or plan date, key "0" is what is not due yet (age 0 or less) and "1"
    starts at 1 day. By invoice date nothing is "not due": there is no "0", and "1"
    starts without a lower limit, for an invoice of today is 0 days old.
    """
    highs = (*edges, None)
    result = [Bucket("0", None, 0)] if basis != INVOICE else []
    low = 1 if basis != INVOICE else None
    for number, high in enumerate(highs, start=1):
        result.append(Bucket(str(number), low, high))
        low = None if high is None else high + 1
    return tuple(result)


def bucket_starts(edges, basis=DUE):
    """Return the first age of each bucket but the first, as SQL's width_bucket wants.

    Key of an age = key of the first bucket + number of starts that are <= the age.
    """
    return tuple(bucket.low for bucket in buckets(edges, basis)[1:])


def bucket_key(age, edges, basis=DUE):
    """Return the key of the bucket that holds `age` (days, may be negative)."""
    return next(bucket.key for bucket in buckets(edges, basis) if bucket.holds(age))


@dataclass(frozen=True)
class Line:
    """A receivable journal item: `balance` in company currency, signed (debit +),
    `amount_currency` in the line's own currency."""

    id: int
    date: date
    posted: bool
    balance: Decimal
    amount_currency: Decimal


@dataclass(frozen=True)
class Match:
    """A partial reconciliation; all three amounts positive: `amount` in company
    currency, the others in the currencies of the debit and of the credit line."""

    debit_id: int
    credit_id: int
    amount: Decimal
    debit_amount_currency: Decimal
    credit_amount_currency: Decimal


def open_amounts(lines, matches, as_of):
    """Return {line id: (company currency, line currency)} of what was open on `as_of`.

    This is the specification that the SQL of `collection.ageing` is tested against:

    - a line counts when it is posted and dated on or before `as_of`;
    - a match counts when both its lines do. A payment matched with a document
      dated later is therefore still a credit on `as_of`, and an invoice matched
      with a later payment is still open;
    - a line's open amount is its own amount, less its matches as the debit line,
      plus its matches as the credit line. Lines with nothing open in either
      currency are left out.

    Each match takes the same `amount` from both its lines, so in company currency
    the open amounts add up to the balances: to the receivable accounts in the trial
    balance of that date. In line currency that holds for each currency as far as
    lines were matched with lines of their own currency.
    """
    counted = {line.id: line for line in lines if line.posted and line.date <= as_of}
    company = defaultdict(Decimal)
    own = defaultdict(Decimal)
    for line in counted.values():
        company[line.id] += line.balance
        own[line.id] += line.amount_currency
    for match in matches:
        if match.debit_id in counted and match.credit_id in counted:
            company[match.debit_id] -= match.amount
            company[match.credit_id] += match.amount
            own[match.debit_id] -= match.debit_amount_currency
            own[match.credit_id] += match.credit_amount_currency
    return {
        line_id: (company[line_id], own[line_id])
        for line_id in counted
        if company[line_id] or own[line_id]
    }
