"""When a door is open: hours of the week in a time zone, without public holidays.

Moments are naive datetimes in UTC, as Odoo keeps them. Hours are wall-clock time of
the zone: where the clock goes back, an hour that comes twice is open twice; where it
goes forward, hours that do not exist are not open.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
# A door that does not open within that time never does: no holidays last longer.
HORIZON = 400
MINUTES_A_DAY = 24 * 60


class Hours(NamedTuple):
    """Opening hours of a week.

    :ivar weekdays: numbers of the days, Monday is 0
    :ivar start: minutes after midnight, wall clock
    :ivar end: minutes after midnight, up to 1440; that minute is closed
    """

    weekdays: frozenset
    start: int
    end: int


ALWAYS = Hours(frozenset(range(7)), 0, MINUTES_A_DAY)


def check_hours(hours):
    """Raise if such hours can never be open.

    :raises ValueError: no weekday, or the end is not after the start; its first
        argument is ``"weekdays"`` or ``"hours"``
    """
    if not hours.weekdays:
        raise ValueError("weekdays", "no day of the week is open")
    if not 0 <= hours.start < hours.end <= MINUTES_A_DAY:
        raise ValueError("hours", "the hours must end after they start, on one day")


def common_hours(first, second):
    """The :class:`Hours` that are open by both; they may be empty."""
    return Hours(
        first.weekdays & second.weekdays,
        max(first.start, second.start),
        min(first.end, second.end),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Clock:
    """Opening hours somewhere.

    :ivar zone: time zone of the hours
    :ivar hours: see :class:`Hours`
    :ivar days_off: container of dates that are closed whatever their weekday
    """

    zone: ZoneInfo
    hours: Hours
    days_off: object = frozenset()

    def is_open(self, moment):
        """Whether the door is open at that moment."""
        local = moment.replace(tzinfo=UTC).astimezone(self.zone)
        minute = local.hour * 60 + local.minute
        return self.hours.start <= minute < self.hours.end and self._is_working_day(
            local.date()
        )

    def next_open(self, moment):
        """First moment from ``moment`` on that is open, or ``None`` if none comes."""
        if self.is_open(moment):
            return moment
        today = self.local_date(moment)
        for ahead in range(-1, HORIZON):
            day = today + ahead * DAY
            if self._is_working_day(day):
                for start in self._find(day, self.hours.start):
                    if start >= moment and self.is_open(start):
                        return start
        return None

    def closes(self, moment):
        """When the hours that are running at ``moment`` end."""
        today = self.local_date(moment)
        ends = self._find(today, self.hours.end)
        return min((end for end in ends if end > moment), default=moment)

    def local_date(self, moment):
        """The day that it is there."""
        return moment.replace(tzinfo=UTC).astimezone(self.zone).date()

    def midnight(self, day):
        """Moment at which that day begins there."""
        return self._find(day, 0)[0]

    def _is_working_day(self, day):
        return day.weekday() in self.hours.weekdays and day not in self.days_off

    def _find(self, day, minute):
        """Moments at which the clock there shows that minute of the day, in order.

        Two where the clock goes back; where it goes forward over that minute, the
        moment of the leap.
        """
        wall = datetime.combine(day, time.min) + timedelta(minutes=minute)
        moments = {self._to_utc(wall, fold) for fold in (0, 1)}
        shown = {self._show(moment): moment for moment in moments}
        if len(moments) == 2 and wall not in shown:
            return [self._find_leap(min(moments), max(moments))]
        return sorted(moments)

    def _to_utc(self, wall, fold):
        local = wall.replace(tzinfo=self.zone, fold=fold)
        return local.astimezone(UTC).replace(tzinfo=None)

    def _show(self, moment):
        return moment.replace(tzinfo=UTC).astimezone(self.zone).replace(tzinfo=None)

    def _find_leap(self, before, after):
        """The moment between the two at which the clock is put forward."""
        old = self._show(before) - before
        while after - before > timedelta(seconds=1):
            middle = before + (after - before) / 2
            middle = middle.replace(microsecond=0)
            if self._show(middle) - middle == old:
                before = middle
            else:
                after = middle
        return after


def next_open(clocks, moment):
    """First moment from ``moment`` on at which all doors are open, or ``None``."""
    limit = moment + HORIZON * DAY
    while moment is not None and moment < limit:
        start = moment
        for clock in clocks:
            moment = clock.next_open(moment)
            if moment is None:
                return None
        if moment == start:
            return moment
    return None


def closes(clocks, moment):
    """When the first of the doors closes that are all open at ``moment``."""
    return min((clock.closes(moment) for clock in clocks), default=moment + DAY)


def spread(clocks, start, share, limit):
    """A moment from ``start`` on, in the hours that are running then.

    :param start: a moment at which all doors are open
    :param share: 0 ≤ share < 1, the place in those hours
    :param limit: timedelta; the places lie within that time from ``start``
    """
    span = min(closes(clocks, start) - start, limit)
    moment = start + timedelta(minutes=int(span.total_seconds() * share) // 60)
    return moment if all(clock.is_open(moment) for clock in clocks) else start
