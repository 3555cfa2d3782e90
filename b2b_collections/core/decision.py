"""Go on, settle, sue, or stop: what each way is worth from today on.

The value of a way is the present value of the money that it can be expected to bring,
less what it still costs::

    go on   G                                            G = sum(open × rate × v(days))
    settle  v(settle) × (a × (1 − d) × open + (1 − a) × G)
    sue     v(sue) × win × collectability × open
    stop    0
    each    less its cost to come;  v(days) = 1 / (1 + r) ** (days / 365)

where settling also costs ``(1 − a)`` times what going on costs.

``rate`` and ``days`` are the own history of debts of that age and segment
(:mod:`.recovery`). A debtor accepts a settlement with a discount ``d`` with probability
``a``; else we go on, later. In court, ``collectability`` is the share of a judgement
that is really paid. The recovery rate does not multiply it: that is how often debtors
pay without being sued, and a suit is for those who do not.

``v`` discounts by the time value of money at a yearly rate: the present value technique
as in IFRS 13, appendix B12 to B14. Costs are paid today. What was spent before is sunk:
it is the same whatever is decided, so it is passed on to be shown, and no value counts
it.

Amounts are ``Decimal`` in one currency, that of the company; rates and probabilities
between 0 and 1. Nothing is rounded.
"""

from decimal import Decimal
from itertools import combinations, pairwise, product
from typing import NamedTuple

ZERO, ONE = Decimal(0), Decimal(1)
YEAR = Decimal(365)
GO_ON, SETTLE, SUE, STOP = WAYS = ("go_on", "settle", "sue", "stop")
# Where two ways are worth the same: the one with the least effort.
EFFORT = {STOP: 0, GO_ON: 1, SETTLE: 2, SUE: 3}
RATE, WIN, ACCEPT = PARAMETERS = ("rate", "win", "accept")


class Part(NamedTuple):
    """Open debt of one age and segment.

    :ivar rate: expected to be recovered, with its range ``low`` to ``high``
    :ivar days: until the money comes
    """

    amount: Decimal
    rate: Decimal
    low: Decimal
    high: Decimal
    days: Decimal


class Assumptions(NamedTuple):
    """What people assume; see the formula above.

    :ivar interest: time value of money a year
    :ivar cost_go_on: still to come, and so ``cost_settle``, ``cost_sue``
    :ivar margin: by how much ``win`` and ``accept`` may be wrong either way
    """

    interest: Decimal = ZERO
    cost_go_on: Decimal = ZERO
    cost_settle: Decimal = ZERO
    cost_sue: Decimal = ZERO
    win: Decimal = ZERO
    collectability: Decimal = ZERO
    accept: Decimal = ZERO
    discount: Decimal = ZERO
    days_settle: Decimal = ZERO
    days_sue: Decimal = ZERO
    margin: Decimal = ZERO


class Option(NamedTuple):
    """What a way is worth.

    :ivar expected: money, before costs and without discounting
    :ivar present: its present value
    :ivar cost: still to come
    :ivar value: present value less cost, with its range ``low`` to ``high``
    """

    way: str
    expected: Decimal
    present: Decimal
    cost: Decimal
    value: Decimal
    low: Decimal
    high: Decimal


class Turn(NamedTuple):
    """From which value of a parameter on another way is better.

    :ivar name: one of :data:`PARAMETERS`
    :ivar now: assumed, ``at``: where the answer changes, ``way``: to what
    """

    name: str
    now: Decimal
    at: Decimal
    way: str


class Decision(NamedTuple):
    """
    :ivar options: :class:`Option`, the best first
    :ivar is_close: the second best might as well be the best, within the ranges
    :ivar turns: :class:`Turn`
    :ivar sunk: spent before, passed on
    """

    options: tuple
    is_close: bool
    turns: tuple
    sunk: Decimal

    @property
    def best(self):
        return self.options[0]


def present_value(amount, days, interest):
    """What money that comes in some days is worth today.

    :param interest: a year, more than -1
    """
    return amount / (ONE + interest) ** (days / YEAR)


def decide(parts, assumed, sunk=ZERO):
    """Return the :class:`Decision`.

    :param parts: :class:`Part`
    :param assumed: :class:`Assumptions`
    :param sunk: spent before; not counted
    """
    options = sorted(
        (_make_option(way, parts, assumed) for way in WAYS),
        key=lambda one: (-one.value, one.cost, EFFORT[one.way]),
    )
    best, second = options[:2]
    is_close = second.high > best.low and best.value > ZERO
    return Decision(tuple(options), is_close, _find_turns(parts, assumed), sunk)


def _make_option(way, parts, assumed):
    cost = _get_cost(way, assumed)
    present = _get_present(way, parts, assumed)
    ends = [
        _get_present(way, parts, changed, rate) - _get_cost(way, changed)
        for changed, rate in product(_vary(assumed), ("low", "rate", "high"))
    ]
    at_once = assumed._replace(interest=ZERO)
    return Option(
        way,
        _get_present(way, parts, at_once),
        present,
        cost,
        present - cost,
        min(ends),
        max(ends),
    )


def _vary(assumed):
    """The assumptions, and the same with both probabilities at the ends."""
    yield assumed
    for sign in (-1, 1):
        yield assumed._replace(
            win=_clip(assumed.win + sign * assumed.margin),
            accept=_clip(assumed.accept + sign * assumed.margin),
        )


def _clip(share):
    return min(max(share, ZERO), ONE)


def _get_cost(way, assumed):
    return {
        GO_ON: assumed.cost_go_on,
        SETTLE: assumed.cost_settle + (ONE - assumed.accept) * assumed.cost_go_on,
        SUE: assumed.cost_sue,
        STOP: ZERO,
    }[way]


def _get_present(way, parts, assumed, rate="rate"):
    going_on = _value_going_on(parts, assumed, rate)
    return _get_money(way, parts, assumed, going_on)


def _value_going_on(parts, assumed, rate="rate"):
    return sum(
        (
            present_value(
                part.amount * getattr(part, rate), part.days, assumed.interest
            )
            for part in parts
        ),
        ZERO,
    )


def _get_money(way, parts, assumed, going_on):
    """Present value of what a way brings.

    :param going_on: the same of going on
    """
    amount = sum((part.amount for part in parts), ZERO)
    if way == GO_ON:
        return going_on
    if way == SETTLE:
        settled = amount * assumed.accept * (ONE - assumed.discount)
        later = (ONE - assumed.accept) * going_on
        return present_value(settled + later, assumed.days_settle, assumed.interest)
    if way == SUE:
        won = amount * assumed.win * assumed.collectability
        return present_value(won, assumed.days_sue, assumed.interest)
    return ZERO


def _find_turns(parts, assumed):
    """The nearest :class:`Turn` of each parameter, up and down."""
    everything = [part._replace(rate=ONE) for part in parts]
    most = _value_going_on(everything, assumed)
    going_on = _value_going_on(parts, assumed)
    current = {
        RATE: going_on / most if most else ZERO,
        WIN: assumed.win,
        ACCEPT: assumed.accept,
    }
    turns = []
    for name in PARAMETERS:

        def value(way, share, name=name):
            changed, money = assumed, going_on
            if name == RATE:
                money = most * share
            else:
                changed = assumed._replace(**{name: share})
            return _get_money(way, parts, changed, money) - _get_cost(way, changed)

        lines = {way: (value(way, ZERO), value(way, ONE)) for way in WAYS}
        turns += _find_turns_of(name, current[name], lines, assumed)
    return tuple(turns)


def _find_turns_of(name, now, lines, assumed):
    """
    :param lines: ``{way: (value at 0, value at 1)}``; all of them are straight
    """

    def best(share):
        return min(
            WAYS,
            key=lambda way: (
                -_at(lines[way], share),
                _get_cost(way, assumed),
                EFFORT[way],
            ),
        )

    cuts = sorted({ZERO, ONE, *_find_crossings(lines)})
    middles = [(low + high) / 2 for low, high in pairwise(cuts)]
    here = best(now)
    up = next(
        (
            Turn(name, now, low, best(middle))
            for low, middle in zip(cuts, middles, strict=False)
            if middle > now and best(middle) != here
        ),
        None,
    )
    down = next(
        (
            Turn(name, now, high, best(middle))
            for high, middle in reversed(list(zip(cuts[1:], middles, strict=False)))
            if middle < now and best(middle) != here
        ),
        None,
    )
    return [turn for turn in (down, up) if turn]


def _at(line, share):
    return line[0] + (line[1] - line[0]) * share


def _find_crossings(lines):
    for one, other in combinations(lines.values(), 2):
        slope = (one[1] - one[0]) - (other[1] - other[0])
        if slope:
            share = (other[0] - one[0]) / slope
            if ZERO < share < ONE:
                yield share
