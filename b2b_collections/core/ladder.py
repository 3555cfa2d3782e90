"""Which level of a policy is due for one open item, and if none, why not.

The ladder is climbed one rung at a time unless the policy may skip; it is never
climbed down, except where the policy starts anew after a hold. Notices (levels before
the due date) are a courtesy: they lapse with the due date and never hold up the
reminders after it.

After a hold that stopped an item as a whole, what fell due meanwhile is not made up for
at once: the policy says where the item comes back in (:data:`RESUME`, :data:`RESTART`,
:data:`ANNOUNCE`), and from there it climbs one rung at a time, gap by gap. A debtor who
broke his word may come back in by another way, also :data:`NEXT` or :data:`RAISE`.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from . import reasons

# Where an item comes back in after a hold: at the level where it stood, the gap counted
# from the end of the hold; with the first reminder; or with the last level once more.
RESUME = "resume"
RESTART = "restart"
ANNOUNCE = "announce"
# Only for a single item, see Standing.return_by: with the next level, or with the one
# after it, as soon as the gap to the last level allows and whatever their days.
NEXT = "next"
RAISE = "raise"
COMEBACKS = (RESUME, RESTART, ANNOUNCE, NEXT, RAISE)


class Rung(NamedTuple):
    """One level: its identifier and its days relative to the due date."""

    level_id: int
    days: int


class Decision(NamedTuple):
    """What the ladder says of an item on a day.

    :ivar verdict: ``chase`` (the level is due), ``wait`` or ``none``
    :ivar code: one of :mod:`.reasons`
    :ivar level_id: the level that is due or waited for, ``None`` at the top
    :ivar until: since when it is due, or from when it will be; for ``top`` the
        day on which the last level was reached
    :ivar detail: free text that the words of the reason may show
    """

    verdict: str
    code: str
    level_id: int | None = None
    until: date | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How an item stands before the run.

    :ivar due: contractual due date
    :ivar level_id: last level that reached the debtor, ``None`` if none did
    :ivar level_days: days of that level in its own ladder; it tells the place when
        the item has come under another policy
    :ivar level_date: when it did
    :ivar resumed_on: first day after a hold on the whole item, ``None`` if none was
    :ivar comeback: way back in that comes before that of the policy
    """

    due: date
    level_id: int | None = None
    level_days: int | None = None
    level_date: date | None = None
    resumed_on: date | None = None
    comeback: str | None = None

    @property
    def is_returning(self):
        """Whether no level has been given since the hold."""
        return self.resumed_on is not None and (
            self.level_date is None or self.level_date < self.resumed_on
        )

    def return_by(self, comeback, day):
        """The standing of an item that comes back in by a way of its own.

        Said once, it holds until a level has been given from that day on.

        :param comeback: one of :data:`COMEBACKS`, ``None``: nothing of its own
        :param day: first day back, for instance the day after a broken promise
        :raises ValueError: unknown way back
        """
        if not comeback or (self.level_date is not None and self.level_date >= day):
            return self
        if comeback not in COMEBACKS:
            raise ValueError(f"unknown way back in: {comeback}")
        resumed_on = max(self.resumed_on or day, day)
        return replace(self, resumed_on=resumed_on, comeback=comeback)


class Ladder:
    """The levels of one policy in the order of their days.

    :param rungs: any order; no two of them on the same day
    :param gap_days: days that must lie between two levels after the due date
    :param may_skip: go straight to the highest level whose day has come
    :param reentry: where an item comes back in after a hold
    :raises ValueError: two rungs on one day, a negative gap, or an unknown re-entry
    """

    def __init__(self, rungs, gap_days=0, may_skip=False, reentry=RESUME):
        self.rungs = tuple(sorted(rungs, key=lambda rung: rung.days))
        if len({rung.days for rung in self.rungs}) != len(self.rungs):
            raise ValueError("two levels fall on the same day")
        if gap_days < 0:
            raise ValueError("the days between levels cannot be negative")
        if reentry not in (RESUME, RESTART, ANNOUNCE):
            raise ValueError(f"unknown way back after a hold: {reentry}")
        self.reentry = reentry
        self.gap = timedelta(days=gap_days)
        self.may_skip = may_skip
        self.notices = tuple(rung for rung in self.rungs if rung.days < 0)
        self.reminders = tuple(rung for rung in self.rungs if rung.days >= 0)

    @property
    def lead_days(self):
        """Days before the due date on which the first notice falls (0: none)."""
        return -self.rungs[0].days if self.notices else 0

    def decide(self, standing, today):
        """Return the :class:`Decision` for an item on ``today``."""
        if not self.rungs:
            return Decision("none", reasons.NO_LEVELS)
        if today < standing.due:
            notice = self._decide_notice(standing, today)
            if notice:
                return notice
        return self._decide_reminder(standing, today)

    def _decide_notice(self, standing, today):
        """Latest notice whose day has come and that was not given, or the next.

        A notice whose day fell into a hold is not made up for.
        """
        given = standing.level_days
        ahead = [
            rung
            for rung in self.notices
            if (given is None or rung.days > given) and not _is_missed(rung, standing)
        ]
        due = [r for r in ahead if standing.due + timedelta(days=r.days) <= today]
        if due:
            since = standing.due + timedelta(days=due[-1].days)
            return Decision("chase", reasons.DUE, due[-1].level_id, since)
        if ahead:
            until = standing.due + timedelta(days=ahead[0].days)
            return Decision("wait", reasons.WAIT_LEVEL, ahead[0].level_id, until)
        return None

    def _decide_reminder(self, standing, today):
        given = standing.level_days
        if given is not None and given < 0:
            given = None
        reentry = self._get_reentry(standing)
        if given is not None and reentry == ANNOUNCE:
            again = self._find_given(given)
            if again:
                return _decide_rung(again, [self.rests_until(standing)], today)
        if reentry == RESTART:
            given = None
        ahead = [r for r in self.reminders if given is None or r.days > given]
        if not ahead:
            return Decision("none", reasons.TOP, standing.level_id, standing.level_date)
        if reentry in (NEXT, RAISE):
            skipped = reentry == RAISE and given is not None and len(ahead) > 1
            return self._escalate(ahead[skipped], standing, today)
        rung = self._pick(ahead, standing, today)
        by_ladder = standing.due + timedelta(days=rung.days)
        by_gap = self.rests_until(standing) or by_ladder
        since = [by_ladder, by_gap, standing.resumed_on or by_ladder]
        code = reasons.WAIT_LEVEL
        if by_gap > by_ladder:
            code = reasons.WAIT_HELD if standing.is_returning else reasons.WAIT_GAP
        return _decide_rung(rung, since, today, code)

    def _get_reentry(self, standing):
        """How the item comes back in, ``None`` if it is not coming back."""
        if not standing.is_returning:
            return None
        return standing.comeback or self.reentry

    def _escalate(self, rung, standing, today):
        """The rung at once, but never before the first reminder of all."""
        first_day = standing.due + timedelta(days=self.reminders[0].days)
        by_gap = self.rests_until(standing) or first_day
        code = reasons.WAIT_GAP if by_gap > first_day else reasons.WAIT_LEVEL
        earliest = [first_day, by_gap, standing.resumed_on]
        return _decide_rung(rung, earliest, today, code)

    def rests_until(self, standing):
        """First day on which a further reminder may follow the last, or ``None``.

        After a hold the gap counts from its end. Where the item starts anew, repeats
        the last level or is escalated, that may be at once, but for the gap to that
        level.
        """
        if standing.level_date is None or (standing.level_days or 0) < 0:
            return None
        until = standing.level_date + self.gap
        if not standing.is_returning:
            return until
        if self._get_reentry(standing) == RESUME:
            return standing.resumed_on + self.gap
        return max(until, standing.resumed_on)

    def _find_given(self, days):
        """The reminder that stands for a given level, also one of another ladder."""
        return max(
            (rung for rung in self.reminders if rung.days <= days),
            key=lambda rung: rung.days,
            default=None,
        )

    def _pick(self, ahead, standing, today):
        """The next level; the highest one due where the policy may skip.

        It may not skip what a hold has kept back: that is climbed step by step.
        """
        if not self.may_skip or _is_missed(ahead[0], standing):
            return ahead[0]
        passed = [r for r in ahead if standing.due + timedelta(days=r.days) <= today]
        return passed[-1] if passed else ahead[0]


def _is_missed(rung, standing):
    """Whether the day of a rung came before the end of a hold."""
    day = standing.due + timedelta(days=rung.days)
    return standing.resumed_on is not None and day < standing.resumed_on


def _decide_rung(rung, earliest, today, code=reasons.WAIT_HELD):
    """The rung is due when all of ``earliest`` have come; until then wait."""
    until = max(earliest)
    if until <= today:
        return Decision("chase", reasons.DUE, rung.level_id, until)
    return Decision("wait", code, rung.level_id, until)
