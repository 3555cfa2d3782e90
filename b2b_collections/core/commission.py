"""What an agency earns with what it recovers.

Amounts are ``Decimal`` in one currency, that of the placement; shares and rates are
fractions (0.18 is 18 %). With ``R_i`` recovered of item ``i`` that was placed with
``P_i``, and ``s = sum(R) / sum(P)``::

    contingency = sum(R_i * rate_i(s))               tiers over the whole sum
    contingency = sum(R_i * 1/s * integral 0..s rate_i)   tiers by slices
    commission  = min(sum(R), max(minimum, fixed + contingency))   if sum(R) > 0, else 0

``rate_i`` is that of the band which fits the item best. It is rounded once, at the
end. What single receipts earn are differences of this sum, so that it does not matter
in how many parts the same money comes. No source but arithmetic: what is usual in
the trade differs by country and contract, so every figure is entered by the user.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from .allocation import allocate

ZERO = Decimal(0)
ONE = Decimal(1)


class Band(NamedTuple):
    """A rate, and what it is for.

    :ivar rate: fraction of what is recovered
    :ivar days: from that many days overdue at placement
    :ivar amount: from that sum placed
    :ivar share: from that share recovered
    :ivar again: for placements after another one; else for all
    """

    rate: Decimal
    days: int = 0
    amount: Decimal = ZERO
    share: Decimal = ZERO
    again: bool = False


class Fees(NamedTuple):
    """The fee schedule of an agency.

    :ivar bands: of :class:`Band`
    :ivar fixed: once for each placement, with the first money
    :ivar minimum: at least that much, once something is recovered
    :ivar whole: a tier that is reached counts for all that is recovered, and not
        only for what is recovered beyond it
    :ivar unit: smallest unit of the currency, such as 0.01; 1 for yen
    """

    bands: tuple = ()
    fixed: Decimal = ZERO
    minimum: Decimal = ZERO
    whole: bool = False
    unit: Decimal = Decimal("0.01")


class Claim(NamedTuple):
    """An item as it was placed; ``days``: overdue on that day."""

    amount: Decimal
    days: int = 0


def charge(fees, claims, receipts, again=False):
    """Return what each receipt earns, rounded, in their order.

    Their sum is :func:`commission` of all, unless a tier lowers it: what was earned
    is not taken back, so that no receipt ever earns less than nothing.

    :param claims: of :class:`Claim`, those that money goes to first in front
    :param receipts: amounts; or a sequence of amounts, one for each claim, where it
        is known for which items they are
    :param again: the claims were placed before, with this or another agency
    """
    recovered = [ZERO] * len(claims)
    charged, earned = ZERO, []
    for receipt in receipts:
        recovered = _add(recovered, claims, receipt)
        due = commission(fees, claims, recovered, again)
        part = max(ZERO, due - charged)
        charged += part
        earned.append(part)
    return earned


def commission(fees, claims, recovered, again=False):
    """Return what is earned with all that is recovered, see the formula above.

    :param recovered: amount of each claim, in their order
    """
    total = sum(recovered, ZERO)
    if total <= 0:
        return ZERO
    placed = sum((claim.amount for claim in claims), ZERO)
    share = min(ONE, total / placed) if placed > 0 else ONE
    contingency = ZERO
    for claim, amount in zip(claims, recovered, strict=True):
        tiers = find_tiers(fees.bands, claim.days, placed, again)
        rate = _whole_rate(tiers, share) if fees.whole else _sliced(tiers, share)
        contingency += amount * rate
    earned = max(fees.minimum, fees.fixed + contingency)
    return min(total, round_to(earned, fees.unit))


def find_tiers(bands, days, placed, again=False):
    """Return ``[(share, rate)]`` for an item, by share: those of the best band.

    Best fits what is made for second placements, then the highest age, then the
    highest sum; bands that differ in their share only belong together.
    """
    fitting = [
        band
        for band in bands
        if band.days <= days and band.amount <= placed and (again or not band.again)
    ]
    if not fitting:
        return []
    best = max((band.again, band.days, band.amount) for band in fitting)
    return sorted(
        (band.share, band.rate)
        for band in fitting
        if (band.again, band.days, band.amount) == best
    )


def round_to(amount, unit):
    """Round half up to a multiple of ``unit``, as invoices do."""
    return (amount / unit).quantize(ONE, rounding=ROUND_HALF_UP) * unit


def _whole_rate(tiers, share):
    """The rate of the highest tier that is reached; 0 before the first one."""
    reached = [rate for start, rate in tiers if start <= share]
    return reached[-1] if reached else ZERO


def _sliced(tiers, share):
    """The rate that the slices of the tiers come to on average, up to ``share``."""
    ends = [start for start, _rate in tiers[1:]] + [ONE]
    earned = sum(
        (
            max(ZERO, min(end, share) - start) * rate
            for (start, rate), end in zip(tiers, ends, strict=False)
        ),
        ZERO,
    )
    return earned / share


def _add(recovered, claims, receipt):
    """What is recovered of each claim with one more receipt.

    Money for no item in particular goes to the first ones that are still open, and
    what is left over to the last.
    """
    if isinstance(receipt, Decimal):
        rests = [
            max(ZERO, claim.amount - amount)
            for claim, amount in zip(claims, recovered, strict=True)
        ]
        parts = list(allocate(receipt, rests))
        if parts:
            parts[-1] += receipt - sum(parts, ZERO)
    else:
        parts = receipt
    return [amount + part for amount, part in zip(recovered, parts, strict=True)]
