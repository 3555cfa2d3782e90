"""What the holds on one item come to on a day: how much, until when, and why.

A hold covers its days from the first to the last, both included. Holds may overlap;
nothing is added up beyond the open amount, and the longest one speaks for all.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

ZERO = Decimal(0)
ONE_DAY = timedelta(days=1)


class Hold(NamedTuple):
    """A hold as far as one item is concerned.

    :ivar key: identifier of the hold
    :ivar start: first day
    :ivar end: last day, ``None`` if it is open-ended; before ``start`` if it was taken
        back before it began
    :ivar amount: amount in the currency of the item, ``None`` for all of it
    :ivar reason: code of the reason
    """

    key: int
    start: date
    end: date | None = None
    amount: Decimal | None = None
    reason: str = ""

    def covers(self, day):
        """Whether the hold is in force on ``day``."""
        return self.start <= day and (self.end is None or day <= self.end)


class Held(NamedTuple):
    """What is held of an item on a day. Amounts in the currency of the item.

    :ivar amount: held amount, at most the open amount
    :ivar whole: nothing is left to be chased
    :ivar until: last day on which exactly this amount is held, ``None`` if it does
        not change by itself (or nothing is held)
    :ivar reason: code of the reason of the longest hold in force
    :ivar resumed_on: first day on which the item was free again after it had been held
        as a whole; ``None`` while it is, or if it never was
    :ivar shares: ``((key, amount), ...)``, what each hold in force contributes; the
        sum is ``amount``
    :ivar parts: ``((reason code, amount), ...)``, the same by reason, the longest hold
        first; the sum is ``amount``
    """

    amount: Decimal = ZERO
    whole: bool = False
    until: date | None = None
    reason: str | None = None
    resumed_on: date | None = None
    shares: tuple = ()
    parts: tuple = ()


def held_part(holds, residual, day):
    """Return :class:`Held` for an item with the open amount ``residual`` on ``day``.

    Days past are judged by the open amount of today: what it was then is not known
    here, and a payment only ever makes more of an item held.

    :param holds: iterable of :class:`Hold`, in any order
    :param residual: positive ``Decimal`` in the currency of the item
    """
    holds = [hold for hold in holds if hold.end is None or hold.start <= hold.end]
    amount = _amount_on(holds, residual, day)
    whole = residual > 0 and amount >= residual
    resumed_on = None if whole else _find_resumption(holds, residual, day)
    if amount <= 0:
        return Held(resumed_on=resumed_on)
    active = sorted((hold for hold in holds if hold.covers(day)), key=_by_length)
    shares = tuple(_share_out(active, residual))
    return Held(
        amount=amount,
        whole=whole,
        until=_find_last_day(holds, residual, day, amount),
        reason=active[0].reason,
        resumed_on=resumed_on,
        shares=shares,
        parts=_sum_by_reason(active, shares),
    )


def first_free_day(holds, residual, day):
    """First day from ``day`` on that an item is not held as a whole.

    ``None`` if an open-ended hold leaves no such day. Parameters as for
    :func:`held_part`.
    """
    while True:
        held = held_part(holds, residual, day)
        if not held.whole:
            return day
        if held.until is None:
            return None
        day = held.until + ONE_DAY


def company_share(amount, residual, residual_company):
    """Part of an open amount in company currency that falls to ``amount``, not rounded.

    :param amount: part of ``residual``, both in the currency of the item
    :param residual_company: open amount in company currency
    """
    return amount * residual_company / residual if residual else ZERO


def _amount_on(holds, residual, day):
    active = [hold.amount for hold in holds if hold.covers(day)]
    if None in active:
        return residual
    return min(residual, sum(active, ZERO))


def _by_length(hold):
    """Holds on the whole item first, then the longest, then the oldest."""
    return (hold.amount is not None, -(hold.end or date.max).toordinal(), hold[:2])


def _share_out(active, residual):
    """Give each hold its amount until the open amount is used up."""
    rest = residual
    for hold in active:
        share = rest if hold.amount is None else min(rest, hold.amount)
        rest -= share
        yield hold.key, share


def _sum_by_reason(active, shares):
    amounts = {}
    for hold, (_key, share) in zip(active, shares, strict=True):
        if share:
            amounts[hold.reason] = amounts.get(hold.reason, ZERO) + share
    return tuple(amounts.items())


def _find_last_day(holds, residual, day, amount):
    edges = {hold.start for hold in holds}
    edges |= {_day_after(hold.end) for hold in holds}
    for edge in sorted(edge for edge in edges if edge and edge > day):
        if _amount_on(holds, residual, edge) != amount:
            return edge - ONE_DAY
    return None


def _find_resumption(holds, residual, day):
    ends = {hold.end for hold in holds if hold.end and hold.end < day}
    last = [end for end in ends if _amount_on(holds, residual, end) >= residual]
    return max(last) + ONE_DAY if last else None


def _day_after(day):
    """The next day; none after an open end or the end of the calendar."""
    return None if day in (None, date.max) else day + ONE_DAY
