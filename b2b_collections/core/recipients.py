"""To whom a message goes: by role, in order; else to the invoicing contact."""

from typing import NamedTuple

from . import channels
from .channels import LETTER, MAIL

NO_REACH = channels.Reach()


class Contact(NamedTuple):
    """A person or desk of the debtor that carries roles.

    :ivar key: identifier of the contact
    :ivar roles: identifiers of its roles
    """

    key: int
    roles: frozenset


class Addressing(NamedTuple):
    """Whom a level addresses; without roles the invoicing contact.

    :ivar roles: roles in order of preference
    :ivar copies: roles that get a copy
    """

    roles: tuple = ()
    copies: tuple = ()


class Recipient(NamedTuple):
    """Who gets a message.

    :ivar contact: its reader, or the one who cannot be reached
    :ivar role: role for which he was chosen; ``None``: he is the invoicing contact
    :ivar code: reason code if nobody can be reached
    """

    contact: int
    role: int | None = None
    code: str | None = None


INVOICING_CONTACT = Addressing()


def plan_channels(level_id, reach, rules):
    """Channels over which a level goes to a contact; see :func:`channels.plan`.

    A notice before the due date is never sent as a letter instead of a mail.
    """
    days = {rung.level_id: rung.days for rung in rules.ladder.rungs}[level_id]
    letter_instead = rules.letter_instead and days >= 0
    return channels.plan(
        rules.level_channels[level_id],
        reach,
        letter_instead,
        level_id in rules.statutory,
    )


def own_reach(reach):
    """What remains without the addresses that a contact borrows from the debtor.

    Who is addressed for his role is to be reached himself: a warning for the
    director is not to end in the mailbox that left the reminders unanswered. On
    paper the house will do, his name stands on the envelope.
    """
    return reach._replace(
        email="" if reach.email_borrowed else reach.email,
        phone="" if reach.phone_borrowed else reach.phone,
    )


def resolve(level_id, contact, debtor, rules):
    """Return the :class:`Recipient` of a level.

    The first role in order of which some contact can be reached over the channels
    of the level; among several the invoicing contact itself, if it is one of them.

    :param contact: invoicing contact of the items
    """
    for role in rules.level_recipients.get(level_id, INVOICING_CONTACT).roles:
        for holder in _find_holders(role, debtor, contact):
            reach = own_reach(debtor.reach.get(holder, NO_REACH))
            open_channels, code = plan_channels(level_id, reach, rules)
            if not code and _agrees(open_channels[0], level_id, reach, rules):
                return Recipient(holder, role)
    reach = debtor.reach.get(contact, NO_REACH)
    return Recipient(contact, None, plan_channels(level_id, reach, rules)[1])


def find_copies(level_id, recipient, open_channels, debtor, rules):
    """Contacts that get a copy: of the mail, or of the letter where there is no mail.

    Nobody gets one who does not want mail, and no address gets the mail twice.

    :param open_channels: those over which the message goes
    :return: tuple of contacts
    """
    channel = next((c for c in (MAIL, LETTER) if c in open_channels), None)
    if not channel:
        return ()
    told = {_get_mark(channel, recipient, debtor.reach.get(recipient, NO_REACH))}
    copies = []
    for role in rules.level_recipients.get(level_id, INVOICING_CONTACT).copies:
        for holder in _find_holders(role, debtor):
            reach = own_reach(debtor.reach.get(holder, NO_REACH))
            mark = _get_mark(channel, holder, reach)
            if (
                mark not in told
                and not channels.obstacle(channel, reach)
                and _agrees(channel, None, reach, rules)
            ):
                told.add(mark)
                copies.append(holder)
    return tuple(c for c in copies if c != recipient)


def _agrees(channel, level_id, reach, rules):
    """Whether the contact has given the consent that the channel needs, if any.

    A formal demand by letter needs none, a copy of it does.
    """
    if channel == LETTER and level_id in rules.statutory:
        return True
    needed = rules.get_terms(reach).consent
    return channel not in needed or channel in reach.granted


def _get_mark(channel, contact, reach):
    return reach.email if channel == MAIL else contact


def _find_holders(role, debtor, first=None):
    holders = [contact.key for contact in debtor.contacts if role in contact.roles]
    return sorted(holders, key=lambda key: key != first)
