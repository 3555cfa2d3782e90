"""Which level of a policy is due for one open item, and if none, why not.

The ladder is climbed one rung at a time unless the policy may skip; it is never
climbed down. Notices (levels before the due date) are a courtesy: they lapse with
the due date and never hold up the reminders after it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from . import reasons


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
    """

    due: date
    level_id: int | None = None
    level_days: int | None = None
    level_date: date | None = None


class Ladder:
    """The levels of one policy in the order of their days.

    :param rungs: any order; no two of them on the same day
    :param gap_days: days that must lie between two levels after the due date
    :param may_skip: go straight to the highest level whose day has come
    :raises ValueError: two rungs on one day, or a negative gap
    """

    def __init__(self, rungs, gap_days=0, may_skip=False):
        self.rungs = tuple(sorted(rungs, key=lambda rung: rung.days))
        if len({rung.days for rung in self.rungs}) != len(self.rungs):
            raise ValueError("two levels fall on the same day")
        if gap_days < 0:
            raise ValueError("the days between levels cannot be negative")
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
        """Latest notice whose day has come and that was not given, or the next."""
        given = standing.level_days
        ahead = [r for r in self.notices if given is None or r.days > given]
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
        ahead = [r for r in self.reminders if given is None or r.days > given]
        if not ahead:
            return Decision("none", reasons.TOP, standing.level_id, standing.level_date)
        rung = self._pick(ahead, standing.due, today)
        by_ladder = standing.due + timedelta(days=rung.days)
        by_gap = self.rests_until(standing) or by_ladder
        until = max(by_ladder, by_gap)
        if until <= today:
            return Decision("chase", reasons.DUE, rung.level_id, until)
        code = reasons.WAIT_GAP if by_gap > by_ladder else reasons.WAIT_LEVEL
        return Decision("wait", code, rung.level_id, until)

    def rests_until(self, standing):
        """First day after the gap that follows a reminder, or ``None``."""
        if standing.level_date is None or (standing.level_days or 0) < 0:
            return None
        return standing.level_date + self.gap

    def _pick(self, ahead, due, today):
        if not self.may_skip:
            return ahead[0]
        passed = [r for r in ahead if due + timedelta(days=r.days) <= today]
        return passed[-1] if passed else ahead[0]
