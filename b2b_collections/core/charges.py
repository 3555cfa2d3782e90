"""What a debtor is charged for: fees of a level, and what was charged before.

Amounts are ``Decimal``, all in one currency. Which costs of reminding may be claimed is
for law and contract to say; here is only how they are shared out and capped.
"""

from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import NamedTuple

from .interest import ONE_DAY, clip

ZERO = Decimal(0)
INTEREST, FIXED, FEE = KINDS = ("interest", "fixed", "fee")


class Fee(NamedTuple):
    """What a reminder of some level costs the debtor.

    :ivar amount: fixed part
    :ivar percent: of what is overdue, in per cent, on top of it
    :ivar minimum: at least this much
    :ivar maximum: and no more than this; 0: no limit
    :ivar cap_item: what all fees on one item may come to; 0: no limit
    :ivar cap_year: what all fees of a case may come to in a calendar year; 0: no limit
    """

    amount: Decimal = ZERO
    percent: Decimal = ZERO
    minimum: Decimal = ZERO
    maximum: Decimal = ZERO
    cap_item: Decimal = ZERO
    cap_year: Decimal = ZERO


class Bearer(NamedTuple):
    """An item that bears a share of a fee.

    :ivar overdue: what is asked for of it
    :ivar before: fees that it has borne already
    :ivar free: part of a fee that its fixed compensation covers already
    """

    key: int
    overdue: Decimal
    before: Decimal = ZERO
    free: Decimal = ZERO


def share_fee(fee, bearers, this_year, places):
    """Return ``{key: share}`` of the fee, in proportion to what is overdue.

    Shares add up to the fee to the last unit, unless a limit is reached: what an item
    may not bear is not put upon the others.

    :param fee: :class:`Fee`
    :param bearers: list of :class:`Bearer`, each with something overdue
    :param this_year: fees of the debtor in this calendar year so far
    :param places: decimal places of the currency
    """
    overdue = sum((one.overdue for one in bearers), ZERO)
    if overdue <= 0:
        return {}
    total = max(fee.amount + overdue * fee.percent / 100, fee.minimum)
    if fee.maximum:
        total = min(total, fee.maximum)
    if fee.cap_year:
        total = min(total, max(ZERO, fee.cap_year - this_year))
    shares = _apportion(_quantize(total, places, ROUND_HALF_UP), bearers, places)
    return {
        one.key: max(ZERO, _cap(share, one, fee))
        for one, share in zip(bearers, shares, strict=True)
    }


def _cap(share, bearer, fee):
    share -= bearer.free
    return min(share, fee.cap_item - bearer.before) if fee.cap_item else share


def _apportion(total, bearers, places):
    """Shares of ``total`` by what is overdue; the largest rests get the last units."""
    overdue = sum((one.overdue for one in bearers), ZERO)
    exact = [total * one.overdue / overdue for one in bearers]
    shares = [_quantize(share, places, ROUND_DOWN) for share in exact]
    unit = Decimal(1).scaleb(-places)
    rests = sorted(range(len(shares)), key=lambda at: shares[at] - exact[at])
    for at in rests[: int((total - sum(shares, ZERO)) / unit)]:
        shares[at] += unit
    return shares


def find_charge(slices, since, places):
    """``(amount, slices)``: interest for the days from ``since`` on.

    Rounded so that notes over consecutive days add up to one over all of them, to the
    last unit: the rounded whole less the rounded sum of the days before.

    :param slices: all of the debt, see :class:`.interest.Slice`
    :param since: first day that was not charged yet
    """
    whole = sum((part.interest for part in slices), ZERO)
    kept = clip(slices, since)
    before = whole - sum((part.interest for part in kept), ZERO)
    amount = _quantize(whole, places, ROUND_HALF_UP)
    return amount - _quantize(before, places, ROUND_HALF_UP), kept


class Evidence(NamedTuple):
    """A slice as it is kept with the charge.

    :ivar principal: what was open of the debt itself; ``balance`` may hold interest
        that has become capital
    """

    start: date
    end: date
    days: int
    balance: Decimal
    rate: Decimal
    interest: Decimal
    principal: Decimal


def keep(slices, owed, payments):
    """The :class:`Evidence` of slices, from the same debt and payments."""
    return [Evidence(*part, _open_on(part.start, owed, payments)) for part in slices]


def founded_part(evidence, owed, payments):
    """Which part of the interest is still founded, from 0 to 1.

    What was credited since, or was paid earlier than was known, makes it smaller. The
    rates stay those that were charged, whatever a table says by now.

    :param evidence: list of :class:`Evidence`
    :param owed: what was truly owed, as is known today
    :param payments: ``[(day, amount)]``, as is known today
    """
    whole = sum((part.interest for part in evidence), ZERO)
    if not whole:
        return Decimal(1)
    founded = sum((_find_founded(part, owed, payments) for part in evidence), ZERO)
    return min(Decimal(1), founded / whole)


def _find_founded(part, owed, payments):
    if part.principal <= 0:
        return ZERO
    inside = {day for day, _paid in payments if part.start < day <= part.end}
    marks = sorted({part.start, part.end + ONE_DAY, *inside})
    day_open = sum(
        (_open_on(start, owed, payments) * (following - start).days)
        for start, following in pairwise(marks)
    )
    share = day_open / (part.principal * part.days)
    return part.interest * min(Decimal(1), share)


def _open_on(day, owed, payments):
    return max(ZERO, owed - sum((paid for on, paid in payments if on <= day), ZERO))


def _quantize(amount, places, rounding):
    return amount.quantize(Decimal(1).scaleb(-places), rounding)
