"""What became of promises to pay: kept, partly kept, broken, or settled otherwise.

A promise names an amount and a day, over one or several items, all in one currency. It
counts what is paid on these items from the day it was made until its last day, which
is the promised day and the working days that are granted after it. Several promises
may be over the same item: each payment goes to the promise that is due first, and what
one has taken no other gets. The payments themselves and what they settle are the
ledger's (``account.partial.reconcile``); this module only reads them.

All amounts of one call are ``Decimal`` in the currency of the items.
"""

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from .allocation import PAYMENT

ZERO = Decimal(0)

OPEN = "open"
KEPT = "kept"
PARTLY_KEPT = "partly_kept"
BROKEN = "broken"
# Nothing is left to be paid, and it was not the debtor who paid: a credit note, a
# cancelled invoice, a payment from before the promise, a payment plan instead.
OVERTAKEN = "overtaken"
WITHDRAWN = "withdrawn"
# States that say something about whether the debtor keeps his word.
ENDED = (KEPT, PARTLY_KEPT, BROKEN)


class Promise(NamedTuple):
    """A promise to pay.

    :ivar key: identifier
    :ivar amount: promised, more than 0
    :ivar made: day on which it was made
    :ivar due: promised day
    :ivar last: last day on which a payment counts, ``due`` or later
    :ivar shares: ``((item, amount), ...)``: what was promised of which item, in the
        order in which they are to be paid; together ``amount``. A share may be 0:
        what is paid of that item counts, too
    :ivar tolerance: what may be missing in the end
    :ivar known: highest key of a settlement that was there before the promise
    :ivar is_coming: money for one of its items is on its way to the bank account, so
        that nobody can say yet that it was not kept
    """

    key: int
    amount: Decimal
    made: date
    due: date
    last: date
    shares: tuple
    tolerance: Decimal = ZERO
    known: int = 0
    is_coming: bool = False


class Verdict(NamedTuple):
    """What a promise came to as of a day.

    :ivar state: one of :data:`OPEN`, :data:`KEPT`, :data:`PARTLY_KEPT`,
        :data:`BROKEN`, :data:`OVERTAKEN`
    :ivar paid: payments that count for it, at most its amount
    :ivar otherwise: part of it that nobody owes any more, without having been paid
    :ivar missing: what is still to be paid of it
    :ivar shares: ``((item, amount), ...)``: where the missing amount is still open
    """

    state: str
    paid: Decimal
    otherwise: Decimal
    missing: Decimal
    shares: tuple


def judge(promises, open_amounts, settlements, today):
    """Return ``{key: Verdict}`` for promises that may share items.

    Each takes what is paid of its shares; what is left over of payments on its items
    counts for it as well. What is left open on the items is shared out in the same
    way, so that a credit note goes against what nobody has promised first, and then
    against the promise that is due last.

    :param promises: list of :class:`Promise`, all in one currency; none that was
        withdrawn or overtaken
    :param open_amounts: ``{item: open amount today}``, 0 or missing: nothing is open
    :param settlements: ``{item: [Settlement]}``, see :class:`.allocation.Settlement`
    """
    promises = sorted(promises, key=lambda promise: (promise.due, promise[:3]))
    paid = _share_payments(promises, settlements)
    still_open = {}
    for end in {_get_end(promise, today) for promise in promises}:
        running = [one for one in promises if one.made <= end <= one.last]
        left = _find_left(running, open_amounts, settlements, end)
        still_open[end] = _share_out(running, left, paid)
    return {
        promise.key: _sum_up(
            promise,
            sum(paid[promise.key].values(), ZERO),
            still_open[_get_end(promise, today)][promise.key],
            today,
        )
        for promise in promises
    }


def decide_state(amount, paid, otherwise, tolerance, is_over):
    """State of a promise of ``amount``, see :class:`Verdict`.

    The tolerance is for what is missing in the end: a promise that is nearly paid
    before its last day stays open until then.

    :param is_over: whether its last day has passed
    """
    missing = amount - paid - otherwise
    if missing <= 0 or (is_over and (paid or otherwise) and missing <= tolerance):
        return KEPT if paid else OVERTAKEN
    if not is_over:
        return OPEN
    return PARTLY_KEPT if paid else BROKEN


def get_tolerance(amount, absolute, percent):
    """What may be missing of a promise; where both limits are set, the lower counts.

    :param absolute: amount in the currency of the promise, 0: no such limit
    :param percent: per cent of the promise, 0: no such limit
    """
    limits = [limit for limit in (absolute, amount * percent / 100) if limit > 0]
    return min(limits, default=ZERO)


def keeping(state, amount, paid, otherwise=ZERO):
    """How far a promise was kept, from 0 to 1, or ``None`` if it says nothing.

    Kept is 1, also with a difference within the tolerance; broken is 0; partly kept is
    the part that was paid of what was owed.
    """
    if state == KEPT:
        return Decimal(1)
    if state == BROKEN:
        return ZERO
    return paid / (amount - otherwise) if state == PARTLY_KEPT else None


def get_score(kept, count):
    """How much the word of a debtor is worth, from 0 (nothing) to 100.

    100 × (kept + 1) / (count + 2), Laplace's rule of succession: the share of promises
    that were kept, as if one more had been kept and one more broken. So a single
    broken promise does not condemn and a single kept one proves little: without any
    promise 50, one kept 67, one broken 33, nine of ten kept 83.

    :param kept: sum of :func:`keeping` over the promises that ended
    :param count: number of these promises
    """
    return 100 * (kept + 1) / (count + 2)


def _get_end(promise, today):
    """Day as of which a promise is judged."""
    return max(promise.made, min(today, promise.last))


def _share_payments(promises, settlements):
    """``{key: Counter({item: paid})}``: no part of a payment counts twice.

    First for the shares, then for what else was promised over the items, each time the
    payments in the order of their days and the promises in that of their due days.
    """
    offers = _find_offers(promises, settlements)
    left = {number: payment.amount for number, payment, _promise in offers}
    paid = {promise.key: Counter() for promise in promises}
    for any_item in (False, True):
        for number, payment, promise in offers:
            wanted = _get_wanted(promise, paid[promise.key], payment.item, any_item)
            part = min(left[number], wanted)
            if part > 0:
                left[number] -= part
                paid[promise.key][payment.item] += part
    return paid


def _find_offers(promises, settlements):
    """``[(number of the payment, payment, promise for which it may count)]``."""
    of_item = defaultdict(list)
    for promise in promises:
        for item, _amount in promise.shares:
            of_item[item].append(promise)
    payments = [
        payment
        for item in of_item
        for payment in settlements.get(item, ())
        if payment.kind == PAYMENT
    ]
    payments.sort(key=lambda one: (one.day, one.key, one.item))
    return [
        (number, payment, promise)
        for number, payment in enumerate(payments)
        for promise in of_item[payment.item]
        if promise.made <= payment.day <= promise.last and payment.key > promise.known
    ]


def _find_left(promises, open_amounts, settlements, end):
    """What was open on day ``end`` of the items of these promises."""
    return {
        item: open_amounts.get(item, ZERO)
        + sum(one.amount for one in settlements.get(item, ()) if one.day > end)
        for item in {item for one in promises for item, _amount in one.shares}
    }


def _share_out(promises, left, paid):
    """``{key: Counter({item: amount})}``: where unpaid promises are still open."""
    found = {promise.key: Counter() for promise in promises}
    for any_item in (False, True):
        for promise in promises:
            for item, _amount in promise.shares:
                done = paid[promise.key] + found[promise.key]
                part = min(left[item], _get_wanted(promise, done, item, any_item))
                if part > 0:
                    left[item] -= part
                    found[promise.key][item] += part
    return found


def _get_wanted(promise, done, item, any_item):
    """What is still wanted of an item: of its share, or of all that was promised."""
    rest = promise.amount - sum(done.values(), ZERO)
    return rest if any_item else min(rest, dict(promise.shares)[item] - done[item])


def _sum_up(promise, paid, still_open, today):
    missing = sum(still_open.values(), ZERO)
    otherwise = promise.amount - paid - missing
    is_over = today > promise.last and not promise.is_coming
    return Verdict(
        decide_state(promise.amount, paid, otherwise, promise.tolerance, is_over),
        paid,
        otherwise,
        missing,
        tuple(still_open.items()),
    )
