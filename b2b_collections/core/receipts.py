"""What an agency may report as received, and what becomes of it."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from .allocation import allocate

ZERO = Decimal(0)


class Receipt(NamedTuple):
    """Money that an agency received; amounts in the currency of the placement.

    :ivar day: on which the debtor paid the agency
    :ivar gross: what the debtor paid
    :ivar commission: what the agency keeps of it
    :ivar net: what it passes on, as it says itself; ``None``: it does not say
    """

    day: date | None
    gross: Decimal | None
    commission: Decimal = ZERO
    net: Decimal | None = None


class Limits(NamedTuple):
    """What a receipt is held against.

    :ivar today: nothing is received in the future
    :ivar placed: first day of the placement
    :ivar ended: last day of the placement; ``None``: it goes on
    :ivar open: what is open today, less what was reported and not yet decided upon
    :ivar decimals: of the currency
    """

    today: date
    placed: date | None
    ended: date | None
    open: Decimal
    decimals: int = 2


def find_problems(receipt, limits):
    """Why a receipt cannot be taken: list of ``(field, code)``, empty if it can.

    Codes: missing, future, not_placed, ended, not_positive, negative, decimals,
    above_open, above_gross, net_differs.
    """
    return _day_problems(receipt.day, limits) + _amount_problems(receipt, limits)


def _day_problems(day, limits):
    if day is None:
        return [("date", "missing")]
    if day > limits.today:
        return [("date", "future")]
    if limits.placed is None or day < limits.placed:
        return [("date", "not_placed")]
    if limits.ended is not None and day > limits.ended:
        return [("date", "ended")]
    return []


def _amount_problems(receipt, limits):
    amounts = {
        "gross": receipt.gross,
        "commission": receipt.commission,
        "net": receipt.net,
    }
    found = [
        (name, "decimals")
        for name, amount in amounts.items()
        if amount is not None and not _fits(amount, limits.decimals)
    ]
    if receipt.gross is None:
        return [*found, ("gross", "missing")]
    if receipt.gross <= 0:
        return [*found, ("gross", "not_positive")]
    if receipt.gross > limits.open:
        found.append(("gross", "above_open"))
    if receipt.commission < 0:
        found.append(("commission", "negative"))
    elif receipt.commission > receipt.gross:
        found.append(("commission", "above_gross"))
    elif receipt.net not in (None, receipt.gross - receipt.commission):
        found.append(("net", "net_differs"))
    return found


def _fits(amount, decimals):
    return amount == amount.quantize(Decimal(1).scaleb(-decimals))


def share_out(gross, dues):
    """What of a receipt goes to which item, the oldest first.

    :param gross: ``Decimal``, in the currency of the items
    :param dues: list of ``(key, open amount)`` in the order they are settled
    :return: list of ``(key, amount)`` of those that get something
    :raises ValueError: more was received than is open
    """
    shares = allocate(gross, [due for _key, due in dues])
    if sum(shares, ZERO) != gross:
        raise ValueError("more than is open")
    return [
        (key, share) for (key, _due), share in zip(dues, shares, strict=True) if share
    ]


def netting(kept, owed):
    """How much of what an agency keeps settles its bill: never more than either.

    :param kept: ``Decimal``, what is open on the clearing account for what it kept
    :param owed: ``Decimal``, what is open of the bill
    """
    return max(min(kept, owed), ZERO)
