"""How a payment plan is kept: what is paid of each instalment, and what follows.

Amounts are ``Decimal`` in the currency of the plan. Payments go to the instalments in
their order, but for what a person has told otherwise; what was credited or cancelled
is taken off from the last instalment backwards, since the debtor's next payments were
agreed upon and the end of the plan is what comes nearer.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from .allocation import allocate

ZERO = Decimal(0)
OPEN, PAID, LATE, MISSED = "open", "paid", "late", "missed"
REMINDER, OVERDUE, WARNING, DEFAULT = "reminder", "overdue", "warning", "default"
# What is said first where several things are to be said on one day.
BY_WEIGHT = (DEFAULT, WARNING, OVERDUE, REMINDER)


class Due(NamedTuple):
    """An instalment.

    :ivar told: part of what is paid that a person has put down to it
    """

    day: date
    amount: Decimal
    told: Decimal = ZERO


class Habits(NamedTuple):
    """The small policy of a plan. Days; ``grace`` in working days of the debtor.

    :ivar before: a reminder that many days before each instalment, 0: none
    :ivar after: one that many days after it, while it is not paid, 0: none
    :ivar grace: then it is missed
    :ivar warning: from the day on which it is missed to the warning
    :ivar default: from the warning to the end of the plan
    :ivar tolerance: what may be missing of an instalment
    """

    before: int = 0
    after: int = 0
    grace: int = 0
    warning: int = 0
    default: int = 0
    tolerance: Decimal = ZERO


class Said(NamedTuple):
    """Days on which the debtor was told of an instalment, ``None``: not yet."""

    reminder: date | None = None
    overdue: date | None = None
    warning: date | None = None


class Standing(NamedTuple):
    """How an instalment stands.

    :ivar paid: at most what is due of it
    :ivar reduced: part of its amount that does not have to be paid any more
    :ivar state: :data:`OPEN`, :data:`PAID`, :data:`LATE` (its day has passed) or
        :data:`MISSED` (the days of grace as well)
    :ivar date_paid: day of the payment that completed it
    :ivar missed_on: first day after the days of grace
    """

    paid: Decimal
    reduced: Decimal
    state: str
    date_paid: date | None
    missed_on: date


class Progress(NamedTuple):
    """How a plan stands.

    :ivar standings: one :class:`Standing` for each instalment
    :ivar missing: what is still to be paid
    :ivar surplus: what was paid beyond the plan
    :ivar is_complete: every instalment is paid
    """

    standings: tuple
    missing: Decimal
    surplus: Decimal
    is_complete: bool


def follow(dues, payments, credited, today, habits, workdays):
    """Return the :class:`Progress` of a plan.

    :param dues: :class:`Due` in the order of their days
    :param payments: ``(day, amount)`` since the plan was made, in the order of days
    :param credited: sum of what was credited, cancelled or written off since
    :param workdays: :class:`.workdays.Workdays` where the debtor is
    """
    cuts = allocate(credited, [due.amount for due in reversed(dues)])[::-1]
    owed = [due.amount - cut for due, cut in zip(dues, cuts, strict=True)]
    told = [min(due.told, amount) for due, amount in zip(dues, owed, strict=True)]
    total = sum((amount for _day, amount in payments), ZERO)
    paid = _share_out(total, owed, told)
    dates = _find_dates(payments, owed, told, habits.tolerance)
    standings = []
    for due, amount, cut, share, day in zip(dues, owed, cuts, paid, dates, strict=True):
        missed_on = workdays.add(due.day, habits.grace) + timedelta(days=1)
        is_paid = amount - share <= habits.tolerance
        state = PAID if is_paid else _judge(due.day, missed_on, today)
        standings.append(
            Standing(share, cut, state, day if is_paid else None, missed_on)
        )
    missing = sum(owed, ZERO) - sum(paid, ZERO)
    return Progress(
        tuple(standings),
        missing,
        total - sum(paid, ZERO),
        all(standing.state == PAID for standing in standings),
    )


def find_step(due, standing, said, habits, today):
    """What is to be said of an instalment today, ``None`` if nothing.

    A default needs a warning that was given: nobody loses his plan unheard.

    :return: :data:`REMINDER`, :data:`OVERDUE`, :data:`WARNING` or :data:`DEFAULT`
    """
    if standing.state == PAID:
        return None
    if standing.state == MISSED:
        if not said.warning:
            is_time = today >= standing.missed_on + timedelta(days=habits.warning)
            return WARNING if is_time else None
        is_over = today >= said.warning + timedelta(days=habits.default)
        return DEFAULT if is_over else None
    return _find_reminder(due.day, said, habits, today)


def _find_reminder(day, said, habits, today):
    if habits.after and today >= day + timedelta(days=habits.after):
        return None if said.overdue else OVERDUE
    is_near = day - timedelta(days=habits.before) <= today <= day
    if habits.before and is_near and not said.reminder:
        return REMINDER
    return None


def _share_out(total, owed, told):
    """First what was told, then the instalments in their order."""
    by_word = allocate(total, told)
    rest = total - sum(by_word, ZERO)
    gaps = [amount - share for amount, share in zip(owed, by_word, strict=True)]
    in_order = allocate(rest, gaps)
    return [sum(both, ZERO) for both in zip(by_word, in_order, strict=True)]


def _find_dates(payments, owed, told, tolerance):
    """Day of the payment with which each instalment was complete."""
    found = [None] * len(owed)
    total = ZERO
    for day, amount in payments:
        total += amount
        for place, share in enumerate(_share_out(total, owed, told)):
            if found[place] is None and owed[place] - share <= tolerance:
                found[place] = day
    return found


def _judge(day, missed_on, today):
    if today <= day:
        return OPEN
    return LATE if today < missed_on else MISSED
