"""May this contact happen? The one place that answers, whoever asks."""

from datetime import date, timedelta
from typing import NamedTuple

from . import reasons
from .channels import WRITTEN, Reach, obstacle


class Request(NamedTuple):
    """A contact that somebody or something wants to make.

    :ivar channel: one of :mod:`.channels`
    :ivar reach: how the recipient can be reached
    :ivar last_message: day of the debtor's last written message, ``None`` if none
    :ivar gap_days: days that must lie between two written messages
    :ivar asked_for: the debtor asked for it, or it answers him (a statement, a
        thank-you): the gap between messages does not apply
    """

    channel: str
    reach: Reach
    last_message: date | None = None
    gap_days: int = 0
    asked_for: bool = False


class Answer(NamedTuple):
    """``allowed``, or the reason code and, for a rest, from when it is allowed."""

    allowed: bool
    code: str | None = None
    until: date | None = None


def rests_until(last_message, gap_days, today):
    """First day on which a further message may go, or ``None`` if today is fine."""
    if not last_message:
        return None
    until = last_message + timedelta(days=gap_days)
    return until if until > today else None


def check(request, today):
    """Return the :class:`Answer` to a :class:`Request` on ``today``."""
    code = obstacle(request.channel, request.reach)
    if code and request.channel != "call":
        return Answer(False, code)
    if request.channel in WRITTEN and not request.asked_for:
        until = rests_until(request.last_message, request.gap_days, today)
        if until:
            return Answer(False, reasons.WAIT_CONTACT, until)
    return Answer(True)
