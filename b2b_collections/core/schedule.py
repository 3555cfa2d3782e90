"""Instalment schedules: when, and how much, exact to the smallest unit of the currency.

Every amount is a positive ``Decimal`` in one currency. What the instalments leave over
by rounding is in the last one, so that they always add up. Interest is simple: rate a
year on what is not yet paid by schedule, actual days over 365 (the "Actual/365 Fixed"
day count of ISDA).
"""

from calendar import monthrange
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from .workdays import Workdays

ZERO = Decimal(0)
DAY = timedelta(days=1)
DAYS_A_YEAR = 365
# Instalments are not looked for beyond that many turns: a rhythm whose months all
# pause has none.
MAX_TURNS = 2400
MAX_COUNT = 600
ALL_DAYS = Workdays(frozenset(range(7)))

SAME, END, WEEKDAY = "same", "end", "weekday"
KEEP, NEXT, PREVIOUS = "keep", "next", "previous"


class ScheduleError(ValueError):
    """A schedule that cannot be made; ``code`` says why.

    ``count``, ``small`` (an instalment would be 0), ``dates`` (none are found),
    ``down_payment`` (it leaves nothing to be paid), ``weights``.
    """

    def __init__(self, code):
        super().__init__(code)
        self.code = code


class Rhythm(NamedTuple):
    """When instalments fall due.

    :ivar unit: ``"week"`` or ``"month"``
    :ivar every: number of units from one to the next
    :ivar day: of the month: :data:`SAME` as the first (its last day where the month is
        shorter), :data:`END`, or :data:`WEEKDAY`
    :ivar nth: with ``WEEKDAY``: 1 to 4, -1 for the last
    :ivar weekday: with ``WEEKDAY``: Monday is 0
    :ivar shift: what becomes of a day off: :data:`KEEP`, :data:`NEXT`, :data:`PREVIOUS`
        working day
    :ivar pauses: numbers of months (1 to 12) without instalment
    """

    unit: str = "month"
    every: int = 1
    day: str = SAME
    nth: int = 1
    weekday: int = 0
    shift: str = KEEP
    pauses: frozenset = frozenset()


class Money(NamedTuple):
    """What is to be paid, and how it is rounded.

    :ivar principal: without interest and fee
    :ivar unit: smallest unit of the currency, e.g. 0.01
    :ivar step: instalments are a multiple of it but for the last, e.g. 1000 rupiah;
        0: no such wish
    :ivar rate: interest a year as a fraction, 0.06 for 6 %
    :ivar fee: once, in the first instalment
    """

    principal: Decimal
    unit: Decimal = Decimal("0.01")
    step: Decimal = ZERO
    rate: Decimal = ZERO
    fee: Decimal = ZERO


class Instalment(NamedTuple):
    """``amount`` is the sum of principal, interest and fee."""

    day: date
    amount: Decimal
    interest: Decimal = ZERO
    fee: Decimal = ZERO

    @property
    def principal(self):
        return self.amount - self.interest - self.fee


def make_dates(first, count, rhythm, workdays=ALL_DAYS):
    """The ``count`` days of instalments, strictly increasing.

    :param first: the day from which on they are looked for
    :param workdays: :class:`.workdays.Workdays` where the debtor is
    :raises ScheduleError: ``count``, or ``dates`` if the rhythm has none
    """
    if not 1 <= count <= MAX_COUNT:
        raise ScheduleError("count")
    found = []
    for turn in range(MAX_TURNS):
        if len(found) == count:
            return tuple(found)
        try:
            day = _find_day(first, turn, rhythm)
        except (OverflowError, ValueError):
            break
        if day < first or day.month in rhythm.pauses:
            continue
        after = found[-1] + DAY if found else first
        found.append(_shift(day, after, rhythm.shift, workdays))
    raise ScheduleError("dates")


def equal_weights(count):
    """As much each time."""
    return (Decimal(1),) * count


def stepped_weights(count, percent):
    """Each ``percent`` of the first more than the one before; less if negative.

    :raises ScheduleError: ``weights`` if one would come to nothing
    """
    weights = tuple(1 + Decimal(percent) * turn / 100 for turn in range(count))
    if min(weights) <= 0:
        raise ScheduleError("weights")
    return weights


def seasonal_weights(days, by_month):
    """By the month of each day.

    :param by_month: ``{number of the month: weight}``
    :raises ScheduleError: ``weights`` if one is not positive
    """
    weights = tuple(Decimal(by_month[day.month]) for day in days)
    if min(weights) <= 0:
        raise ScheduleError("weights")
    return weights


def make_schedule(money, start, days, weights, down_payment=None):
    """Return the tuple of :class:`Instalment`, which add up exactly.

    Their principal is that of ``money``. Interest is rounded per instalment.

    :param start: day from which interest counts
    :param days: strictly increasing dates
    :param weights: one positive number per day; principal is shared out by them
    :param down_payment: ``(day, amount)`` paid before all others
    :raises ScheduleError: ``small`` or ``down_payment``
    """
    made, rest, since = [], money.principal, start
    if down_payment:
        line = _make_down_payment(money, start, *down_payment)
        made.append(line)
        rest -= line.principal
        since = line.day
    shares = _share_out(rest, weights)
    fee = money.fee
    for share, day in zip(shares[:-1], days[:-1], strict=True):
        interest = _interest(money, rest, since, day)
        amount = _round_down(share + interest + fee, money)
        line = Instalment(day, amount, interest, fee)
        if not 0 < line.principal < rest:
            raise ScheduleError("small")
        made.append(line)
        rest, since, fee = rest - line.principal, day, ZERO
    interest = _interest(money, rest, since, days[-1])
    made.append(Instalment(days[-1], rest + interest + fee, interest, fee))
    return tuple(made)


def _make_down_payment(money, start, day, amount):
    interest = _interest(money, money.principal, start, day)
    line = Instalment(day, amount, interest)
    if not 0 < line.principal < money.principal:
        raise ScheduleError("down_payment")
    return line


def _share_out(total, weights):
    whole = sum(weights)
    return [total * weight / whole for weight in weights]


def _interest(money, rest, since, day):
    days = max(0, (day - since).days)
    units = rest * money.rate * days / DAYS_A_YEAR / money.unit
    return units.quantize(Decimal(1), ROUND_HALF_UP) * money.unit


def _round_down(amount, money):
    step = max(money.step, money.unit)
    return amount // step * step


def _find_day(first, turn, rhythm):
    """The day of a turn before holidays are looked at."""
    if rhythm.unit == "week":
        return first + timedelta(weeks=rhythm.every * turn)
    months = first.year * 12 + first.month - 1 + rhythm.every * turn
    year, month = months // 12, months % 12 + 1
    last = monthrange(year, month)[1]
    if rhythm.day == END:
        return date(year, month, last)
    if rhythm.day == WEEKDAY:
        return _nth_weekday(year, month, rhythm.nth, rhythm.weekday)
    return date(year, month, min(first.day, last))


def _nth_weekday(year, month, nth, weekday):
    if nth > 0:
        begin = date(year, month, 1)
        return begin + timedelta((weekday - begin.weekday()) % 7 + 7 * (nth - 1))
    end = date(year, month, monthrange(year, month)[1])
    return end - timedelta((end.weekday() - weekday) % 7)


def _shift(day, after, shift, workdays):
    """The day, or the working day next to it; never before ``after``."""
    if shift == PREVIOUS:
        before = workdays.find(day, -DAY)
        if before >= after:
            return before
    day = max(day, after)
    return day if shift == KEEP else workdays.find(day)
