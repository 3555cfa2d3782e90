"""What a debtor is charged for: fees of a level, and what was charged before.

Amounts are ``Decimal``, all in one currency. Which costs of reminding may be claimed is
for law and contract to say; here is only how they are shared out and capped.
"""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import NamedTuple

ZERO = Decimal(0)


class Fee(NamedTuple):
    """What a reminder of some level costs the debtor.

    :ivar amount: fixed part
    :ivar percent: of what is overdue, in per cent, on top of it
    :ivar minimum: at least this much
    :ivar maximum: and no more than this; 0: no limit
    :ivar cap_item: what all fees on one item may come to; 0: no limit
    :ivar cap_year: what all fees of a debtor may come to in a calendar year; 0: no limit
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


def still_to_charge(claimed, charged, is_once=False):
    """``(to charge, too much)`` of a kind of claim on an item; one of them is 0.

    :param claimed: what is owed of it in all, today
    :param charged: what was charged or waived of it so far, less what was taken back
    :param is_once: what is charged once only, such as fixed compensation
    """
    if is_once and charged > 0:
        return ZERO, max(ZERO, charged - claimed)
    return max(ZERO, claimed - charged), max(ZERO, charged - claimed)


def _quantize(amount, places, rounding):
    return amount.quantize(Decimal(1).scaleb(-places), rounding)
