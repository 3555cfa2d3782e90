"""Working days of a place: days of the week, without its public holidays.

For dates that people agree upon (instalments, days of grace), where hours and time
zones do not matter.
"""

from datetime import timedelta
from typing import NamedTuple

DAY = timedelta(days=1)
# Where no day of the week is a working day, every day is one after that many.
MAX_DAYS_OFF = 60


class Workdays(NamedTuple):
    """A container of dates: ``day in workdays``.

    :ivar weekdays: numbers of the days, Monday is 0
    :ivar days_off: container of dates
    """

    weekdays: frozenset = frozenset(range(5))
    days_off: object = frozenset()

    def __contains__(self, day):
        return day.weekday() in self.weekdays and day not in self.days_off

    def add(self, day, count):
        """The ``count``-th working day after ``day``; ``day`` itself for 0."""
        for _turn in range(count):
            day = self.find(day + DAY)
        return day

    def find(self, day, step=DAY):
        """The first working day from ``day`` on, or back with ``step=-DAY``.

        The day itself where there is none within :data:`MAX_DAYS_OFF` days.
        """
        found = day
        for _turn in range(MAX_DAYS_OFF):
            if found in self:
                return found
            found += step
        return day
