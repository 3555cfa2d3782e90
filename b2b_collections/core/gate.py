"""May this contact happen, and if not now, when? The one place that answers.

Moments are naive datetimes in UTC, as Odoo keeps them; days are the creditor's. A
soft rule may be overridden by a manager who gives a reason, a hard one by nobody.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from . import reasons, windows
from .channels import CALL, LETTER, WRITTEN, Reach, obstacle

# What a letter is bound to has no hour: it is read when the post comes.
TIMELESS = (LETTER,)
# Rules over which the reason of a manager prevails; over all others nobody's does.
SOFT = (
    reasons.WAIT_CONTACT,
    reasons.WAIT_PAYMENT,
    reasons.WAIT_PROMISE,
    reasons.WAIT_REPLY,
    reasons.CAP,
    reasons.HOURS,
)


class Contact(NamedTuple):
    """A contact that was made or is on its way.

    :ivar person: identifier of the recipient
    """

    moment: datetime
    person: int
    channel: str


class Cap(NamedTuple):
    """At most ``limit`` contacts in any ``days`` times 24 hours.

    :ivar per_person: counted for each recipient, else for the debtor as a whole
    :ivar channels: only these count and are stopped; empty: all
    """

    limit: int
    days: int
    per_person: bool = False
    channels: tuple = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """The rules for contacts with one debtor.

    :ivar clocks: opening hours by custom; all of them must be open
    :ivar law_clocks: opening hours by law
    :ivar gaps: ``{"message" | "payment" | "promise" | "reply": days}`` that must lie
        between such an event and the next written message or call
    :ivar consent: channels that need the consent of the recipient
    :ivar spread: timedelta over which scheduled messages are spread
    """

    clocks: tuple = ()
    law_clocks: tuple = ()
    caps: tuple = ()
    gaps: tuple = ()
    consent: frozenset = frozenset()
    spread: timedelta = timedelta(hours=4)

    @property
    def all_clocks(self):
        return self.clocks + self.law_clocks


@dataclass(frozen=True, slots=True)
class Past:
    """What happened with the debtor so far.

    :ivar contacts: :class:`Contact` tuple of the time that the caps look back, and
        those that are scheduled
    :ivar events: ``{"message" | "payment" | "promise" | "reply": day}`` of the last
    """

    contacts: tuple = ()
    events: tuple = ()

    def add(self, moment, person, channel):
        """The past with one more contact."""
        contact = Contact(moment, person, channel)
        return Past((*self.contacts, contact), self.events)


class Request(NamedTuple):
    """A contact that somebody or something wants to make.

    :ivar channel: one of :mod:`.channels`
    :ivar reach: how the recipient can be reached
    :ivar person: identifier of the recipient
    :ivar statutory: a formal demand: as a letter it needs no consent, and neither
        hours nor limits stop it
    :ivar asked_for: the debtor asked for it, or it answers him (a statement, a
        thank-you): gaps and limits do not apply
    :ivar override: a manager has given a reason for which soft rules do not apply
    """

    channel: str
    reach: Reach
    person: int = 0
    statutory: bool = False
    asked_for: bool = False
    override: bool = False

    @property
    def is_statutory_letter(self):
        return self.statutory and self.channel == LETTER


class Answer(NamedTuple):
    """What the gate says.

    :ivar code: reason for which it is not allowed now, ``None`` if it is
    :ivar moment: from when it is allowed; ``None``: not at all
    :ivar day: from which day of the debtor, where days and not hours are in the way
    """

    code: str | None = None
    moment: datetime | None = None
    day: date | None = None

    @property
    def allowed(self):
        return self.code is None

    @property
    def waits_days(self):
        """It is to be asked again on :attr:`day`; there is nothing to schedule."""
        return self.day is not None

    @property
    def can_be_overridden(self):
        return self.code in SOFT


# Many debtors share their clocks and are asked about at the same moment.
_next_open = lru_cache(maxsize=4096)(windows.next_open)
_GAP_CODES = {
    "message": reasons.WAIT_CONTACT,
    "payment": reasons.WAIT_PAYMENT,
    "promise": reasons.WAIT_PROMISE,
    "reply": reasons.WAIT_REPLY,
}


def rests_until(last, gap_days, today):
    """First day after a gap, or ``None`` if today is fine."""
    if not last:
        return None
    until = last + timedelta(days=gap_days)
    return until if until > today else None


def check(request, terms, past, now, today=None):
    """Return the :class:`Answer` to a :class:`Request` at the moment ``now``.

    :param today: day of the run; default: the day that it is for the debtor
    """
    code = _find_obstacle(request, terms)
    if code:
        return Answer(code)
    clocks = _get_clocks(request, terms)
    today = today or _get_day(terms, now)
    moment, code = now, None
    if not request.override:
        moment, code = _wait_for_days(request, terms, past, now, today)
    free = _find_free(request, terms, past, clocks, moment)
    if free is None:
        return Answer(reasons.LAW_HOURS if terms.law_clocks else reasons.HOURS)
    if free == now:
        return Answer(None, now)
    if not _fits(request, terms, past, _open(clocks, moment)):
        code = reasons.CAP
    if code:
        day = _get_day(terms, free)
        return Answer(code, free, day if day > today else None)
    return Answer(_get_hours_code(terms, now), free)


def schedule(answer, terms, request, past, share):
    """The moment for a message that is allowed from ``answer.moment`` on.

    Not the first minute, in which everybody would get theirs, but a place in the
    hours that are running then.

    :param share: 0 ≤ share < 1, see :func:`.windows.spread`
    """
    clocks = _get_clocks(request, terms)
    if answer.allowed or not clocks:
        return answer.moment
    moment = windows.spread(clocks, answer.moment, share, terms.spread)
    return moment if _fits(request, terms, past, moment) else answer.moment


def _find_obstacle(request, terms):
    """Reason for which this channel never reaches this recipient, or ``None``."""
    channel, reach = request.channel, request.reach
    code = obstacle(channel, reach, request.is_statutory_letter)
    if code == reasons.NO_PHONE and channel == CALL:
        # Finding the number is part of the task.
        code = None
    if code:
        return code
    needs_consent = channel in terms.consent and not request.is_statutory_letter
    if needs_consent and channel not in reach.granted:
        return reasons.NO_CONSENT
    return None


def _get_clocks(request, terms):
    if request.channel in TIMELESS:
        return ()
    return terms.law_clocks if request.override else terms.all_clocks


def _get_hours_code(terms, now):
    lawful = all(clock.is_open(now) for clock in terms.law_clocks)
    return reasons.HOURS if lawful else reasons.LAW_HOURS


def _get_day(terms, moment):
    clocks = terms.all_clocks
    return clocks[0].local_date(moment) if clocks else moment.date()


def _wait_for_days(request, terms, past, now, today):
    """First moment after all gaps, and the reason for the last of them."""
    if request.asked_for:
        return now, None
    gaps, events = dict(terms.gaps), dict(past.events)
    found = None
    for name, code in _GAP_CODES.items():
        if name == "message" and request.channel not in WRITTEN:
            continue
        until = rests_until(events.get(name), gaps.get(name, 0), today)
        if until and (found is None or until > found[0]):
            found = (until, code)
    if found is None:
        return now, None
    until, code = found
    clocks = terms.all_clocks
    start = (
        clocks[0].midnight(until)
        if clocks
        else datetime.combine(until, datetime.min.time())
    )
    return max(now, start), code


def _open(clocks, moment):
    return _next_open(clocks, moment) or moment


def _find_free(request, terms, past, clocks, moment):
    """First moment that is open and within all caps, or ``None``."""
    while True:
        moment = _next_open(clocks, moment)
        if moment is None:
            return None
        later = _leave_caps(request, terms, past, moment)
        if later == moment:
            return moment
        moment = later


def _fits(request, terms, past, moment):
    return _leave_caps(request, terms, past, moment) == moment


def _leave_caps(request, terms, past, moment):
    """``moment``, or a later one before which some cap is reached."""
    if request.asked_for or request.override or request.is_statutory_letter:
        return moment
    for cap in terms.caps:
        if cap.channels and request.channel not in cap.channels:
            continue
        counted = sorted(
            contact.moment
            for contact in past.contacts
            if (not cap.channels or contact.channel in cap.channels)
            and (not cap.per_person or contact.person == request.person)
        )
        moment = _leave_cap(counted, moment, cap.limit, timedelta(days=cap.days))
    return moment


def _leave_cap(counted, moment, limit, span):
    """First moment from ``moment`` on with which no span has more than ``limit``."""
    later = [moment, *(known + span for known in counted if known + span > moment)]
    for candidate in sorted(later):
        around = sorted((*counted, candidate))
        if all(
            last - first >= span
            for first, last in zip(around, around[limit:], strict=False)
        ):
            return candidate
    return later[-1]
