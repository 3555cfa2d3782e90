"""How many people have to agree, why, and who may be one of them.

Amounts are in company currency, discounts fractions (0.1 is 10 %), risks are ranked
``low``, ``medium``, ``high``. Persons are identifiers of any hashable kind.
"""

from decimal import Decimal
from typing import NamedTuple

RISKS = ("low", "medium", "high")
# Where these facts lie, the risk of a debtor is high; see judge_risk.
OVERDUE_HIGH = 90
OVERDUE_LOW = 30
BROKEN_HIGH = 2
# What an own approval, and one for somebody who is away, are refused for.
MAKER, TWICE, REPRESENTED, STRANGER = "maker", "twice", "represented", "stranger"


class Facts(NamedTuple):
    """What an approval is asked for.

    :ivar amount_company: amount in company currency
    :ivar days: from today to the last day of what is asked for
    :ivar discount: what is given up, as a fraction of the debt
    :ivar risk: of the debtor, one of :data:`RISKS`
    """

    amount_company: Decimal
    days: int = 0
    discount: float = 0.0
    risk: str = "medium"


class Limits(NamedTuple):
    """What is allowed without (further) approval; ``None`` is not looked at.

    Amount, days and discount are exceeded by more than the limit, the risk is by
    as much: ``risk="high"`` asks for approval where the risk is high.
    """

    amount: Decimal | None = None
    days: int | None = None
    discount: float | None = None
    risk: str | None = None


class Cause(NamedTuple):
    """Why approval is asked for.

    :ivar fact: ``always``, ``amount``, ``days``, ``discount`` or ``risk``
    :ivar value: the fact, ``None`` for ``always``
    :ivar limit: what it exceeds
    """

    fact: str
    value: object = None
    limit: object = None


class Demand(NamedTuple):
    """How many have to approve (0, 1 or 2), and the causes of that number."""

    count: int
    causes: tuple = ()


class Given(NamedTuple):
    """An approval that was given: by whom, and in whose place (himself as a rule)."""

    by: object
    seat: object


class Answer(NamedTuple):
    """Whether somebody may approve.

    :ivar seat: whose approval it counts as; ``None`` if he may not
    :ivar refusal: why not: MAKER, TWICE, REPRESENTED or STRANGER
    """

    seat: object = None
    refusal: str | None = None


def demand(facts, first, second, always=True):
    """Return the :class:`Demand` of :class:`Facts`.

    :param first: :class:`Limits` beyond which one has to approve
    :param second: :class:`Limits` beyond which two have to
    :param always: at least one has to, whatever the facts
    """
    causes = exceeded(facts, second)
    if causes:
        return Demand(2, causes)
    causes = exceeded(facts, first)
    if causes:
        return Demand(1, causes)
    return Demand(1, (Cause("always"),)) if always else Demand(0)


def exceeded(facts, limits):
    """Return the :class:`Cause` of each limit that the facts exceed, as a tuple."""
    values = (
        ("amount", facts.amount_company, limits.amount),
        ("days", facts.days, limits.days),
        ("discount", facts.discount, limits.discount),
    )
    causes = [
        Cause(*each) for each in values if each[2] is not None and each[1] > each[2]
    ]
    if limits.risk is not None and RISKS.index(facts.risk) >= RISKS.index(limits.risk):
        causes.append(Cause("risk", facts.risk, limits.risk))
    return tuple(causes)


def may_approve(person, approvers, makers, given=(), absent=()):
    """Return the :class:`Answer` to whether ``person`` may approve now.

    Nobody approves what he made, for himself or for another. Nobody counts twice,
    and no seat is taken twice. Who made it has no seat that a deputy could take.

    :param approvers: persons who have a seat
    :param makers: persons who made it or ask for it
    :param given: :class:`Given` approvals of this request
    :param absent: persons whose deputy ``person`` is now, in the order of preference
    """
    if person in makers:
        return Answer(refusal=MAKER)
    if any(each.by == person for each in given):
        return Answer(refusal=TWICE)
    taken = {each.seat for each in given}
    if person in approvers and person not in taken:
        return Answer(seat=person)
    for other in absent:
        if other in approvers and other not in makers and other not in taken:
            return Answer(seat=other)
    is_represented = person in taken or any(other in taken for other in absent)
    return Answer(refusal=REPRESENTED if is_represented else STRANGER)


def judge_risk(days_overdue=0, broken=0, trust="normal"):
    """Return ``(risk, reasons)`` of a debtor from what is known of him.

    High: trusted badly, or :data:`BROKEN_HIGH` broken promises, or overdue by more
    than :data:`OVERDUE_HIGH` days. Low: none of that, no broken promise, overdue by
    at most :data:`OVERDUE_LOW` days or trusted well. Else medium.

    :param days_overdue: of the oldest open item
    :param broken: broken promises of late
    :param trust: ``good``, ``normal`` or ``bad``, as people judged the debtor
    :return: one of :data:`RISKS`, and a tuple of ``trust``, ``broken``, ``overdue``
    """
    high = [
        name
        for name, is_so in (
            ("trust", trust == "bad"),
            ("broken", broken >= BROKEN_HIGH),
            ("overdue", days_overdue > OVERDUE_HIGH),
        )
        if is_so
    ]
    if high:
        return "high", tuple(high)
    if not broken and (days_overdue <= OVERDUE_LOW or trust == "good"):
        return "low", ("trust",) if trust == "good" else ()
    return "medium", ("broken",) if broken else ("overdue",)
