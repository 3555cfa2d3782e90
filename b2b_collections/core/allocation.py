"""What was settled of items, and how a sum of money is shared out over what is due."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

ZERO = Decimal(0)
PAYMENT, CREDIT, OTHER = "payment", "credit", "other"


class Settlement(NamedTuple):
    """Part of an item that something in the ledger settled.

    :ivar item: key of the item
    :ivar day: date of the payment, credit note or entry
    :ivar amount: positive, in the currency of the item
    :ivar kind: :data:`PAYMENT` for money received, :data:`CREDIT` for a credit note,
        :data:`OTHER` for any other entry, such as a write-off
    :ivar key: identifier of the reconciliation; later ones have higher keys
    """

    item: int
    day: date
    amount: Decimal
    kind: str
    key: int = 0


def allocate(total, dues):
    """Share out an amount over what is due, in the order given.

    :param total: ``Decimal``, not negative
    :param dues: iterable of ``Decimal``, not negative, same currency
    :return: tuple of ``Decimal``, one for each due and at most as large; what is left
        of ``total`` when all are covered is nobody's
    """
    shares = []
    for due in dues:
        share = min(total, due)
        total -= share
        shares.append(share)
    return tuple(shares)
