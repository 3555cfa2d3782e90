"""Exact amounts of a write-off: what belongs to whom, to the last cent.

Amounts are Decimal. ``step`` is the smallest unit of their currency (0.01, or 1).
"""

from decimal import ROUND_HALF_UP, Decimal


def round_to(amount, step):
    """Round to a multiple of ``step``, halves away from zero, as Odoo does."""
    return (amount / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def split(amount, weights, step):
    """Share ``amount`` out in proportion to ``weights``; the last one takes the rest.

    :param weights: of any sign; a list
    :return: as many amounts as weights; they add up to ``amount`` exactly. Where the
        weights come to nothing, the last one has all of it.
    :raises ValueError: without weights
    """
    if not weights:
        raise ValueError("nothing to share the amount between")
    total = sum(weights)
    if not total:
        return [Decimal(0)] * (len(weights) - 1) + [amount]
    shares = [round_to(amount * weight / total, step) for weight in weights[:-1]]
    return [*shares, amount - sum(shares)]


def book_value(amount, residual, original, step):
    """What ``amount`` of an item is worth in company currency, as it was booked.

    Written off at any other rate, an exchange difference would appear that never was.
    The last of an item takes what is left in company currency, whatever differences
    were booked on it before.

    :param amount: to be written off, in the currency of the item, at most what is open
    :param residual: pair of what is open, in the item's and the company's currency
    :param original: pair of what was booked, in the same order
    :param step: of the company currency
    :return: at most what is open in company currency, and never below zero
    :raises ValueError: more than what is open
    """
    own, company = residual
    if amount > own:
        raise ValueError("more than what is open")
    if amount == own:
        return company
    if not original[0]:
        return Decimal(0)
    value = round_to(amount * original[1] / original[0], step)
    return max(Decimal(0), min(value, company))


def recovery_rate(recovered, written_off):
    """Part of what was written off that came back later; ``None`` of nothing."""
    return recovered / written_off if written_off else None


def allot(amount, open_amounts):
    """Put a recovery to lines in their order until it is used up.

    :param amount: at most the sum of ``open_amounts``
    :param open_amounts: what has not come back yet of each line, none negative
    :return: as many amounts, adding up to ``amount``
    :raises ValueError: more than what is missing
    """
    if amount > sum(open_amounts):
        raise ValueError("more than what is missing")
    shares = []
    for missing in open_amounts:
        share = min(missing, amount)
        shares.append(share)
        amount -= share
    return shares
