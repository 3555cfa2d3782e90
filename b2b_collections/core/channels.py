"""Over which channels a level reaches a contact, and if over none, why not."""

from typing import NamedTuple

from . import reasons

MAIL = "mail"
LETTER = "letter"
SMS = "sms"
CALL = "call"
VISIT = "visit"
WHATSAPP = "whatsapp"
WRITTEN = (LETTER, MAIL, SMS, WHATSAPP)
# The first of these that a message has is the one that must reach the debtor for
# the level to count; the others go beside it.
BY_WEIGHT = (LETTER, MAIL, SMS, CALL, VISIT)


class Place(NamedTuple):
    """Where somebody is, as far as it is known; see :func:`.zones.find_zones`."""

    country: str = ""
    state: str = ""
    zone: str = ""


class Reach(NamedTuple):
    """How a contact can be reached.

    :ivar email: address, empty if there is none
    :ivar email_failed: a message to this very address came back
    :ivar email_refused: the address is on the blacklist
    :ivar phone: number, empty if there is none
    :ivar phone_refused: the number is on the blacklist
    :ivar postal: whether at least the city of an address is known
    :ivar email_borrowed: the address is the debtor's, the contact has none that works
    :ivar phone_borrowed: the number is the debtor's, the contact has none that works
    :ivar phone_failed: the number was wrong, and there is no other
    :ivar postal_failed: a letter to the address came back
    :ivar refused: channels that the contact has declined
    :ivar granted: channels that the contact has agreed to
    :ivar bar: reason code for which the contact may not be contacted at all
    :ivar place: where the contact is
    """

    email: str = ""
    email_failed: bool = False
    email_refused: bool = False
    phone: str = ""
    phone_refused: bool = False
    postal: bool = False
    email_borrowed: bool = False
    phone_borrowed: bool = False
    phone_failed: bool = False
    postal_failed: bool = False
    refused: frozenset = frozenset()
    granted: frozenset = frozenset()
    bar: str | None = None
    place: Place = Place()


def obstacle(channel, reach, statutory=False):
    """Reason code for which ``channel`` cannot reach the contact, else ``None``.

    :param statutory: a formal demand, which nobody can decline
    """
    if reach.bar:
        return reach.bar
    if channel in reach.refused and not statutory:
        return reasons.OPTED_OUT
    if channel == MAIL:
        return _mail_obstacle(reach)
    if channel in (SMS, CALL, WHATSAPP):
        if not reach.phone:
            return reasons.PHONE_FAILED if reach.phone_failed else reasons.NO_PHONE
        refused = channel != CALL and reach.phone_refused
        return reasons.OPTED_OUT if refused else None
    if reach.postal_failed:
        return reasons.ADDRESS_FAILED
    return None if reach.postal else reasons.NO_ADDRESS


def _mail_obstacle(reach):
    if not reach.email:
        return reasons.NO_EMAIL
    if reach.email_refused:
        return reasons.OPTED_OUT
    return reasons.EMAIL_FAILED if reach.email_failed else None


def plan(channels, reach, letter_instead, statutory=False):
    """Split the channels of a level into those that reach the contact and the rest.

    A call for which no number is known stays planned: finding it is part of the
    task. It does not carry the level, though, where a written message should.

    :param channels: channels of the level
    :param letter_instead: send a letter where no written channel is open
    :param statutory: see :func:`obstacle`; it concerns the letter only
    :return: ``(open channels in order of weight, reason code or None)``; a code
        comes back only when the level cannot be given at all
    """
    closed = {
        channel: obstacle(channel, reach, statutory and channel == LETTER)
        for channel in channels
    }
    usable = {channel for channel, code in closed.items() if code is None}
    written = [channel for channel in channels if channel in WRITTEN]
    if written and not usable.intersection(WRITTEN):
        if not letter_instead or obstacle(LETTER, reach, statutory):
            return (), closed[written[0]]
        usable.add(LETTER)
    if closed.get(CALL) == reasons.NO_PHONE:
        usable.add(CALL)
    if not usable:
        return (), next(iter(closed.values()), reasons.NO_EMAIL)
    return tuple(channel for channel in BY_WEIGHT if channel in usable), None
