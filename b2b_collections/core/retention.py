"""How long personal data of a closed case are kept."""

from calendar import monthrange
from datetime import date

# Longer than any period of limitation; more is a slip of the pen.
MAX_MONTHS = 600


def forget_on(closed, months):
    """First day on which the personal data of a case are to be forgotten.

    Whole calendar months after the day of closing; where that month has no such day,
    its last day, as PostgreSQL reckons it too.

    :param closed: day on which the case was closed
    :param months: 0: never
    :return: a date, or ``None`` for never
    :raises ValueError: months below 0 or above :data:`MAX_MONTHS`
    """
    if not 0 <= months <= MAX_MONTHS:
        raise ValueError(f"data are kept for 0 to {MAX_MONTHS} months")
    if not months:
        return None
    year, month = divmod(closed.year * 12 + closed.month - 1 + months, 12)
    if year > date.max.year:
        return None
    return date(year, month + 1, min(closed.day, monthrange(year, month + 1)[1]))
