"""Can the debtor pay, and does he want to: a suggestion with its reasons.

Each thing that is known speaks for or against, with a weight; the sum decides. It is a
suggestion for a person who knows more, and it never leaves the house.
"""

from typing import NamedTuple

CAN, WILLING = "can", "willing"
CODES = ("can_willing", "can_unwilling", "cannot_willing", "cannot_unwilling")
# Days from which on something counts as long ago.
RECENT_ANSWER = 30
LONG_OVERDUE = 120
# That nothing was paid says something only after some days.
LATE = 30
# Written messages without an answer that begin to speak, and speak clearly.
SILENT, VERY_SILENT = 2, 4


class Known(NamedTuple):
    """What is known of a debtor in a case.

    :ivar days_overdue: of the oldest open item
    :ivar paid: part of the debt of the last months that was paid in them, 0 to 1;
        ``None`` if nothing was due
    :ivar part_payments: payments that settled an item only in part
    :ivar kept: promises that were kept, of late
    :ivar broken: promises that were broken, of late
    :ivar plans_defaulted: payment plans that ended in default
    :ivar answer_days: days since the last answer; ``None`` if there was none
    :ivar unanswered: written messages since then
    :ivar disputes: open disputes
    :ivar trust: ``good``, ``normal`` or ``bad``, as people judged the debtor
    :ivar is_insolvent: insolvency proceedings are known
    """

    days_overdue: int = 0
    paid: float | None = None
    part_payments: int = 0
    kept: int = 0
    broken: int = 0
    plans_defaulted: int = 0
    answer_days: int | None = None
    unanswered: int = 0
    disputes: int = 0
    trust: str = "normal"
    is_insolvent: bool = False


class Sign(NamedTuple):
    """One thing that speaks for (positive weight) or against an axis.

    :ivar axis: CAN or WILLING
    :ivar code: name of what is known
    :ivar weight: from -3 to 3, not 0
    :ivar value: what was seen, for the words
    """

    axis: str
    code: str
    weight: int
    value: object = None


class Suggestion(NamedTuple):
    """The quadrant, as two answers, and what spoke for them.

    :ivar can: the debtor can pay
    :ivar willing: he wants to
    :ivar signs: tuple of :class:`Sign`, the weightiest first
    """

    can: bool
    willing: bool
    signs: tuple = ()

    @property
    def code(self):
        """One of :data:`CODES`."""
        can = "can" if self.can else "cannot"
        return f"{can}_{'willing' if self.willing else 'unwilling'}"


def suggest(known):
    """Return the :class:`Suggestion` for what is :class:`Known`.

    Where nothing speaks, or as much for as against, the debtor has the benefit of the
    doubt.
    """
    signs = [*_ability(known), *_willingness(known)]
    sums = {axis: sum(s.weight for s in signs if s.axis == axis) for axis in _AXES}
    signs.sort(key=lambda sign: (-abs(sign.weight), sign.axis, sign.code))
    return Suggestion(sums[CAN] >= 0, sums[WILLING] >= 0, tuple(signs))


_AXES = (CAN, WILLING)


def _ability(known):
    if known.is_insolvent:
        yield Sign(CAN, "insolvent", -3)
    if known.paid is not None and known.paid >= 0.5:
        yield Sign(CAN, "paid", 2, known.paid)
    elif known.paid is not None and known.paid < 0.1 and known.days_overdue > LATE:
        yield Sign(CAN, "paid_little", -1, known.paid)
    if known.part_payments:
        yield Sign(CAN, "part_payments", -1, known.part_payments)
    if known.plans_defaulted:
        yield Sign(CAN, "plans_defaulted", -2, known.plans_defaulted)
    if known.days_overdue > LONG_OVERDUE:
        yield Sign(CAN, "long_overdue", -1, known.days_overdue)
    if known.trust != "normal":
        yield Sign(CAN, f"trust_{known.trust}", 1 if known.trust == "good" else -1)


def _willingness(known):
    if known.kept:
        yield Sign(WILLING, "kept", min(known.kept, 2), known.kept)
    if known.broken:
        yield Sign(WILLING, "broken", -min(known.broken, 3), known.broken)
    if known.part_payments:
        yield Sign(WILLING, "part_payments", 1, known.part_payments)
    if known.answer_days is not None and known.answer_days <= RECENT_ANSWER:
        yield Sign(WILLING, "answered", 2, known.answer_days)
    if known.unanswered >= VERY_SILENT:
        yield Sign(WILLING, "silent", -2, known.unanswered)
    elif known.unanswered >= SILENT:
        yield Sign(WILLING, "silent", -1, known.unanswered)
    if known.disputes:
        yield Sign(WILLING, "disputes", -1, known.disputes)
