"""On which day a payment plan is to settle each of its items."""

from decimal import Decimal
from itertools import accumulate


def covering_dates(residuals, instalments):
    """Return the date on which each item is settled if the plan is kept.

    Instalments settle the items in the order given, oldest first as a rule. Of an
    instalment only the part counts that pays items, without interest and fee.

    :param residuals: list of positive ``Decimal``, what is open of each item
    :param instalments: list of ``(date, Decimal)`` by date, what is still to be paid
        of each towards the items; same currency
    :return: list of dates, ``None`` for all if there is no instalment. What the
        instalments do not cover falls to the last of them
    """
    if not instalments:
        return [None] * len(residuals)
    dates = [day for day, _amount in instalments]
    reached = list(accumulate(amount for _day, amount in instalments))
    result, place = [], 0
    for wanted in accumulate(residuals, initial=Decimal(0)):
        while place < len(reached) - 1 and reached[place] < wanted:
            place += 1
        result.append(dates[place])
    return result[1:]
