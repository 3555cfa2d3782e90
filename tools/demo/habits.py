"""How companies pay: from one invoice to the payments it brings, and when.

A habit is a function of the invoice's place in the debtor's own sequence and of its
instalments; it returns ``(date, amount)`` pairs whose sum never exceeds the invoice.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Owed:
    """One invoice as its payer sees it.

    :ivar number: 0 for the debtor's first invoice, 1 for the second ...
    :ivar parts: ``(due date, amount)`` of each instalment
    :ivar cut: the day on which the debtor's fortunes turn
    """

    number: int
    parts: tuple[tuple[date, Decimal], ...]
    cut: date

    @property
    def total(self):
        return sum(amount for _due, amount in self.parts)

    @property
    def due(self):
        return self.parts[0][0]


def after(due, days):
    return due + timedelta(days=days)


def each_part(owed, days):
    return [(after(due, days), amount) for due, amount in owed.parts]


def share(amount, percent):
    return (amount * percent / 100).quantize(CENT, ROUND_DOWN)


def pays_early(owed):
    return each_part(owed, -5)


def pays_on_time(owed):
    return each_part(owed, 0)


def pays_12_days_late(owed):
    return each_part(owed, 12)


def pays_when_reminded(owed):
    """The friendly reminder goes out after three days and helps."""
    return each_part(owed, 5 + owed.number % 4)


def pays_when_warned(owed):
    """Only the first warning letter, after thirty days, moves them."""
    return each_part(owed, 34 + owed.number % 5)


def pays_every_second(owed):
    return each_part(owed, 6) if owed.number % 2 else []


def pays_in_parts(owed):
    first, second = share(owed.total, 40), share(owed.total, 30)
    rest = owed.total - first - second
    payments = [(after(owed.due, 4), first), (after(owed.due, 26), second)]
    if owed.number % 2:
        payments.append((after(owed.due, 48), rest))
    return payments


def stops_paying(owed):
    """In time until the cut, then never again."""
    return [part for part in each_part(owed, 0) if part[0] < owed.cut]


def never_pays(_owed):
    return []


def disputes_one(owed):
    """Pays with some delay, but not the third invoice: it is disputed."""
    return [] if owed.number == 2 else each_part(owed, 8)


def pays_on_account(owed):
    """Rounds down and pays without saying for what; the ledger matches nothing."""
    return [(after(owed.due, 9), share(owed.total, 60))] if owed.number % 2 else []


def skips_second_part(owed):
    """The first instalment in time, the second forgotten, the third a little late."""
    days = (0, None, 10)
    parts = zip(owed.parts, days * len(owed.parts), strict=False)
    return [
        (after(due, late), amount) for (due, amount), late in parts if late is not None
    ]


HABITS = {
    "early": pays_early,
    "on time": pays_on_time,
    "12 days late": pays_12_days_late,
    "when reminded": pays_when_reminded,
    "when warned": pays_when_warned,
    "every second invoice": pays_every_second,
    "in parts": pays_in_parts,
    "stops paying": stops_paying,
    "never": never_pays,
    "disputes": disputes_one,
    "on account": pays_on_account,
    "skips an instalment": skips_second_part,
}
UNMATCHED = {"on account"}
