"""Loss allowance of trade receivables from own roll rates.

IFRS 9 asks for lifetime expected losses of trade receivables (simplified approach,
para 5.5.15) and allows a provision matrix from own experience, adjusted by what is
expected (practical expedient, para B5.5.35). Here the experience is the company's own
ledger, in buckets of a month each, so that what is not paid rolls one bucket further
from one month to the next:

    roll(b)  = sum of bucket b+1 a month later / sum of bucket b, over all months
    loss(b)  = roll(b) x roll(b+1) x ... x roll(last-1) x loss(last)
    rate(b)  = loss(b) x factor, at least the minimum of b, or what a person sets
    allowance(b) = open amount of b x rate(b)

    loss(last) = (written off - recovered) / what left the last bucket

Amounts are Decimal, of one currency and never negative: receivables, credits not
taken off. Rates are Decimal fractions (0.02 is 2 %), from 0 to 1.
"""

from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from .writeoff import round_to

NOTHING, ALL = Decimal(0), Decimal(1)
# Digits that rates are kept with.
RATE_STEP = Decimal("0.000001")
# Fewer months than these tell about a season and not about a year.
ENOUGH_MONTHS = 12
# Why the history is thin; codes.
FEW_MONTHS, NO_LOSSES, EMPTY_BUCKET = "few_months", "no_losses", "empty_bucket"


class Ending(NamedTuple):
    """What became of receivables in the last bucket, within some months.

    :ivar opening: open in it at the start
    :ivar entered: what came into it, or was written off before
    :ivar closing: open in it at the end
    :ivar written_off: in these months, of any age
    :ivar recovered: of any write-off, in these months
    """

    opening: Decimal
    entered: Decimal
    closing: Decimal
    written_off: Decimal
    recovered: Decimal


def roll_rates(months):
    """Return the roll rate of each bucket but the last; ``None`` where none is known.

    Weighted by amounts: months with more receivables count more. More than all
    cannot roll on, so a rate is 1 at most (debts that were entered late, or whose due
    date was changed, would make it more).

    :param months: balances per month, oldest first; of each month one balance per
        bucket, youngest first, all of them as many
    :raises ValueError: fewer than two buckets, or months that differ in them
    """
    count = len(months[0]) if months else 2
    if count < 2 or any(len(month) != count for month in months):
        raise ValueError("each month needs the same two buckets or more")
    rates = []
    for bucket in range(count - 1):
        start = sum((before[bucket] for before, _after in pairwise(months)), NOTHING)
        rolled = sum((after[bucket + 1] for _b, after in pairwise(months)), NOTHING)
        rates.append(_fraction(rolled, start) if start else None)
    return rates


def ending_loss(ending):
    """Return the part of what left the last bucket that was lost; ``None``: unknown.

    Unknown where nothing was written off or nothing left it: debts that nobody ever
    writes off prove nothing, and certainly not that they are paid.
    """
    left = ending.opening + ending.entered - ending.closing
    lost = ending.written_off - ending.recovered
    if ending.written_off <= 0 or left <= 0:
        return None
    return _fraction(max(NOTHING, lost), left)


def loss_rates(rolls, last):
    """Return the loss rate of each bucket, the last one's included.

    What is unknown counts as 1: without experience, all of it may be lost.

    :param rolls: as of :func:`roll_rates`
    :param last: as of :func:`ending_loss`
    """
    rates = [ALL if last is None else last]
    for roll in reversed(rolls):
        rates.append(rates[-1] * (ALL if roll is None else roll))
    return [round_to(rate, RATE_STEP) for rate in reversed(rates)]


def final_rate(loss, factor=ALL, minimum=NOTHING, override=None):
    """Return the rate that is applied: what a person set, else the matrix.

    :param factor: for what is expected to come, 1 where nothing changes
    :param minimum: at least this
    :param override: instead of all that; ``None``: none
    """
    rate = override if override is not None else max(loss * factor, minimum)
    return round_to(min(ALL, max(NOTHING, rate)), RATE_STEP)


def allowance(balance, rate, step):
    """Return the part of ``balance`` that is expected to be lost, rounded."""
    return round_to(balance * rate, step)


def find_gaps(months, rolls, last):
    """Return codes that say why the history is thin, as a tuple."""
    gaps = []
    if len(months) - 1 < ENOUGH_MONTHS:
        gaps.append(FEW_MONTHS)
    if last is None:
        gaps.append(NO_LOSSES)
    if None in rolls:
        gaps.append(EMPTY_BUCKET)
    return tuple(gaps)


def _fraction(part, whole):
    return round_to(min(ALL, max(NOTHING, part / whole)), RATE_STEP)
