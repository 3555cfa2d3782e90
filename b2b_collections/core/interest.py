"""Interest on late payment: on each part of a balance for as long as it was open.

Rates come from a table of periods, such as the half-years of Directive 2011/7/EU.
Interest is counted in days: from the day after the due date, and not on the day on
which a payment comes in. It follows from what was open on each day and not from what
is open now, so that it stays when the principal is paid first.

Amounts are ``Decimal`` in the currency of the debt, rates ``Decimal`` in per cent a
year. Nothing is rounded before the end, unless the terms say so.
"""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import NamedTuple

ZERO = Decimal(0)
ONE_DAY = timedelta(days=1)

# Which rate counts: that of each day (Directive 2011/7/EU art. 2 no. 7, BGB § 288), or
# that of the day on which the debt became late, until it is paid (Late Payment of
# Commercial Debts (Rate of Interest) (No. 3) Order 2002).
EACH_DAY, AT_START = FIXINGS = ("each_day", "at_start")
SIMPLE, MONTHLY, YEARLY = COMPOUNDINGS = ("simple", "monthly", "yearly")
MONTHS = {MONTHLY: 1, YEARLY: 12}


class Period(NamedTuple):
    """A rate and the days on which it is in force.

    :ivar start: first day
    :ivar end: last day, ``None``: until further notice
    :ivar rate: in per cent a year, with any margin
    """

    start: date
    end: date | None
    rate: Decimal


class Terms(NamedTuple):
    """How interest is computed.

    :ivar periods: tuple of :class:`Period` by date, see :func:`check_periods`
    :ivar fixing: one of :data:`FIXINGS`
    :ivar compounding: one of :data:`COMPOUNDINGS`; on anniversaries of the first day
    :ivar year_days: days of a year, 365 or 360
    :ivar daily_places: decimal places to which the interest of one day is rounded, as
        the guidance of GOV.UK does; ``None``: it is not
    :ivar extend: where the table ends the last known rate goes on
    """

    periods: tuple
    fixing: str = EACH_DAY
    compounding: str = SIMPLE
    year_days: int = 365
    daily_places: int | None = None
    extend: bool = False


class Slice(NamedTuple):
    """Days on which neither balance nor rate changed.

    :ivar start: first day, ``end``: last day, both included
    :ivar balance: on which interest was counted
    :ivar interest: not rounded, unless the terms round each day
    """

    start: date
    end: date
    days: int
    balance: Decimal
    rate: Decimal
    interest: Decimal


class Accrued(NamedTuple):
    """Interest up to a day, rounded, and how it came about."""

    amount: Decimal
    slices: tuple


class MissingRateError(LookupError):
    """The table has no rate for a day on which interest is to be counted.

    :ivar day: that day
    """

    def __init__(self, day):
        super().__init__(f"no rate for {day.isoformat()}")
        self.day = day


class BadPeriodsError(ValueError):
    """Periods that cannot be: ``code`` is ``reversed`` or ``overlap``.

    :ivar period: the :class:`Period`, in an overlap the later one
    """

    def __init__(self, code, period):
        super().__init__(f"{code}: {period.start.isoformat()}")
        self.code = code
        self.period = period


def check_periods(periods):
    """Return the periods by date.

    Days that no period holds are allowed: who needs one gets :class:`MissingRateError`.

    :raises BadPeriodsError: one ends before it begins, or two hold the same day
    """
    found = tuple(sorted(periods, key=lambda period: period.start))
    for period in found:
        if period.end is not None and period.end < period.start:
            raise BadPeriodsError("reversed", period)
    for earlier, later in pairwise(found):
        if earlier.end is None or earlier.end >= later.start:
            raise BadPeriodsError("overlap", later)
    return found


def accrue(due, amount, payments, terms, until, places):
    """Return the :class:`Accrued` interest on a debt.

    :param due: due date; interest counts from the day after it
    :param amount: owed on the due date
    :param payments: ``[(day, amount)]`` of all that reduced it, in any order; what
        came up to the due date bears no interest
    :param until: last day for which interest is counted
    :param places: decimal places of the currency
    :raises MissingRateError: the table lacks a day, and the terms do not extend it
    """
    return Calculator(terms, until, places).accrue(due, amount, payments)


class Calculator:
    """Interest up to one day on many debts under the same terms.

    What the calendar and the table say depends on the due date alone and is found
    once for each.
    """

    def __init__(self, terms, until, places):
        self.terms, self.until, self.places = terms, until, places
        self._windows = {}

    def accrue(self, due, amount, payments=()):
        """See :func:`accrue`."""
        balance, reductions = amount, {}
        for day, paid in payments:
            if day <= due:
                balance -= paid
            elif day <= self.until:
                reductions[day] = reductions.get(day, ZERO) + paid
        windows = self._get_windows(due)
        if reductions:
            windows = _split(windows, reductions)
        slices, unpaid = [], ZERO
        for window in windows:
            if reductions:
                balance -= reductions.get(window.start, ZERO)
            if window.capitalises:
                balance, unpaid = balance + unpaid, ZERO
            if balance <= 0:
                continue
            part = _make_slice(window, balance, self.terms)
            unpaid += part.interest
            slices.append(part)
        total = sum((part.interest for part in slices), ZERO)
        return Accrued(_round(total, self.places), tuple(slices))

    def _get_windows(self, due):
        if due not in self._windows:
            self._windows[due] = _make_windows(due + ONE_DAY, self.terms, self.until)
        return self._windows[due]


def clip(slices, since):
    """Those parts of slices that lie on ``since`` or later.

    Interest is the same on each day of a slice, so a part of it has its share.
    """
    found = []
    for part in slices:
        if part.end < since:
            continue
        if part.start < since:
            days = (part.end - since).days + 1
            interest = part.interest * days / part.days
            part = part._replace(start=since, days=days, interest=interest)
        found.append(part)
    return tuple(found)


def fixed_sum(amount, steps):
    """Fixed compensation for a late payment.

    :param amount: of the debt
    :param steps: ``((from amount, sum), ...)`` by amount, such as the GBP 40, 70 and
        100 of the Late Payment of Commercial Debts (Interest) Act 1998 s. 5A
    :return: the sum of the highest step that is reached, 0 if none is
    """
    reached = [fixed for start, fixed in steps if amount >= start]
    return reached[-1] if reached and amount > 0 else ZERO


class _Window(NamedTuple):
    """Days with one rate; ``rate`` is ``None`` if the table lacks ``rate_day``."""

    start: date
    following: date
    rate: Decimal | None
    rate_day: date
    capitalises: bool


def _make_windows(begin, terms, until):
    capital_days = _find_capital_days(begin, terms, until)
    windows = []
    for start, following in pairwise(_find_marks(begin, capital_days, terms, until)):
        rate_day = begin if terms.fixing == AT_START else start
        rate = _find_rate(terms, rate_day)
        windows.append(_Window(start, following, rate, rate_day, start in capital_days))
    return tuple(windows)


def _split(windows, days):
    """Windows that end where one of these days begins."""
    found = []
    for window in windows:
        inside = sorted(day for day in days if window.start < day < window.following)
        for day in inside:
            found.append(window._replace(following=day))
            window = window._replace(start=day, capitalises=False)
        found.append(window)
    return found


def _find_marks(begin, capital_days, terms, until):
    """Days on which something changes, the day after ``until`` the last."""
    end = until + ONE_DAY
    marks = {begin, end} | capital_days
    if terms.fixing == EACH_DAY:
        marks |= {period.start for period in terms.periods}
        marks |= {period.end + ONE_DAY for period in terms.periods if period.end}
    return sorted(day for day in marks if begin <= day <= end)


def _find_capital_days(begin, terms, until):
    """Anniversaries on which interest becomes capital."""
    step = MONTHS.get(terms.compounding)
    if not step:
        return frozenset()
    found, number = set(), step
    while (day := _add_months(begin, number)) <= until:
        found.add(day)
        number += step
    return found


def _add_months(day, count):
    """The same day ``count`` months later, or the last one of a shorter month."""
    month = day.month - 1 + count
    year, month = day.year + month // 12, month % 12 + 1
    following = date(year + month // 12, month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(days=day.day - 1), following - ONE_DAY)


def _find_rate(terms, day):
    """The rate of a day, ``None`` if the table lacks it."""
    known = [period for period in terms.periods if period.start <= day]
    if not known:
        return None
    last = known[-1]
    is_over = last.end is not None and last.end < day
    if is_over and not (terms.extend and last == terms.periods[-1]):
        return None
    return last.rate


def _make_slice(window, balance, terms):
    start, following, rate, rate_day, _capitalises = window
    if rate is None:
        raise MissingRateError(rate_day)
    days = (following - start).days
    if terms.daily_places is None:
        # One division, at the end.
        interest = balance * rate * days / (100 * terms.year_days)
    else:
        a_day = balance * rate / 100 / terms.year_days
        interest = _round(a_day, terms.daily_places) * days
    return Slice(start, following - ONE_DAY, days, balance, rate, interest)


def _round(amount, places):
    return amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
