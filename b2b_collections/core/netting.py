"""What credit notes and payments on account do to the items of one debtor."""

from decimal import Decimal

NET = "net"
SHOW = "show"
IGNORE = "ignore"


def covered_items(items, credit):
    """Items that an unmatched credit pays in full, oldest due date first.

    All amounts in one and the same currency. A credit settles an item only as a
    whole: what does not suffice for the next item stays with that item, which is
    then due for the difference and thus not covered; later items are not covered
    either, because the oldest debt is settled first (the usual order of
    appropriation where the payer named none).

    :param items: iterable of ``(key, due, amount)`` with positive amounts
    :param credit: unmatched credit as a positive ``Decimal``
    :return: set of keys
    """
    covered = set()
    rest = Decimal(credit)
    for key, _due, amount in sorted(items, key=lambda item: (item[1], item[0])):
        if rest < amount:
            break
        rest -= amount
        covered.add(key)
    return covered


def is_in_credit(open_amount, credit):
    """Whether the debtor's credits reach what he owes.

    Both in company currency; ``credit`` is positive.
    """
    return credit > 0 and credit >= open_amount
