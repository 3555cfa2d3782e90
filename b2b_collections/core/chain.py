"""The hash chain of the journal: canonical form, digests, links, and what breaks them.

A chain belongs to one company. Its entries are numbered from 1 without gaps, and the
hash of each is taken over the hash of the entry before and all of its own. So nobody
can change, remove, insert or reorder sealed entries without every later hash changing.
"""

import hashlib
import hmac
import json
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

# What stands in the place of the hash before the first entry.
GENESIS = "0" * 64
# What can be wrong with an entry of a chain.
CHANGED = "changed"
MISSING = "missing"
DETACHED = "detached"


# Lines of what an entry says; its number stands apart.
PARTS = 8
# The decoder without the search for spaces around: a verification reads a lot.
_decode = json.JSONDecoder().raw_decode


class Entry(NamedTuple):
    """All of an entry that its hash vouches for.

    :ivar number: place in the chain of the company, from 1
    :ivar company: id; likewise user, case, action and contact, which may be None
    :ivar event: code of what happened
    :ivar moment: naive datetime in UTC, whole seconds
    :ivar payload: canonical JSON (see :func:`canonical`)
    """

    number: int
    company: int
    event: str
    moment: datetime
    user: int | None
    case: int | None
    action: int | None
    contact: int | None
    payload: str


class Break(NamedTuple):
    """The first thing wrong with a chain.

    :ivar number: of the entry that is wrong, or missing
    :ivar kind: CHANGED (its hash is not that of its content), MISSING (there is no
        entry of this number) or DETACHED (does not follow from the entry before)
    """

    number: int
    kind: str


class Head(NamedTuple):
    """Where a chain ends: number and hash of its last entry."""

    number: int = 0
    hash: str = GENESIS


def canonical(value):
    """The one way to write a value as JSON, whoever writes it.

    Keys sorted, no spaces, text as it is (UTF-8, not escaped), dates and moments in
    ISO 8601, decimals as text without trailing zeros.

    :param value: None, bool, int, str, Decimal, date, naive datetime (UTC), and lists,
        tuples and dicts (with str keys) of these
    :return: str
    :raises TypeError: anything else; floats too, since 0.1 and 0.10000000000000001
        would be the same and different at once
    :raises ValueError: a moment with a time zone, a decimal that is no number, text
        that is no Unicode
    """
    text = json.dumps(
        _plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    text.encode()
    return text


def _plain(value):
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, dict):
        return {_key(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical form")


def _key(key):
    if not isinstance(key, str):
        raise TypeError(f"keys are text, not {type(key).__name__}")
    return key


def decimal_text(value):
    """``Decimal("10.50")`` as ``"10.5"``: equal amounts read the same."""
    if not value.is_finite():
        raise ValueError(f"{value} is no amount")
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def moment_text(value):
    """``2026-03-05T00:00:00``, in UTC."""
    if value.tzinfo:
        raise ValueError("moments are naive and in UTC")
    return value.isoformat(timespec="seconds")


def digest(content):
    """SHA-256 of bytes, or of text as UTF-8, in hexadecimal."""
    data = content.encode() if isinstance(content, str) else content
    return hashlib.sha256(data).hexdigest()


def salted(salt, value):
    """HMAC-SHA-256 of a personal value, in hexadecimal.

    With the salt it proves the value. Without it nobody can find the value out, not
    even by trying all e-mail addresses there are: so forgetting the salt and the value
    makes an entry anonymous, and its hash stays right.

    :param salt: str, the key; of its own for each entry
    :param value: str; nothing has no digest
    :return: str, or None for an empty value
    """
    if not value:
        return None
    return hmac.digest(salt.encode(), value.encode(), "sha256").hex()


def content_digest(entry):
    """SHA-256 over what an entry says, one part on a line; the number is no part.

    :raises ValueError: a part that goes over several lines would make two different
        entries look the same
    """
    _number, company, event, moment, user, case, action, contact, payload = entry
    text = "\n".join(
        (
            str(company),
            event,
            moment_text(moment),
            "" if user is None else str(user),
            "" if case is None else str(case),
            "" if action is None else str(action),
            "" if contact is None else str(contact),
            payload,
        )
    )
    if text.count("\n") != PARTS - 1 or "\r" in text:
        raise ValueError("the parts of an entry are single lines")
    return hashlib.sha256(text.encode()).hexdigest()


def chain_digest(previous, number, content):
    """Hash of the entry with this number: SHA-256 over three lines.

    Of entries that concern others it is enough to hand out the digest of the content:
    the chain can be recomputed, and nothing becomes known.

    :param previous: hash of the entry before, :data:`GENESIS` for the first
    :param content: see :func:`content_digest`
    """
    text = f"{previous}\n{number}\n{content}"
    return hashlib.sha256(text.encode()).hexdigest()


def link(previous, entry):
    """Hash of an entry that follows the one with the hash ``previous``."""
    return chain_digest(previous, entry.number, content_digest(entry))


def seal(head, entries):
    """Number and chain new entries.

    :param head: :class:`Head` of the chain so far
    :param entries: :class:`Entry` tuples in their order; their number does not count
    :return: list of ``(number, previous hash, hash)``
    """
    number, previous = head
    sealed = []
    for entry in entries:
        number += 1
        current = link(previous, entry._replace(number=number))
        sealed.append((number, previous, current))
        previous = current
    return sealed


def follow(head, rows):
    """Go along a chain as far as it is right.

    :param head: :class:`Head` that the rows have to follow from
    :param rows: ``(Entry, previous hash, hash)`` by number
    :return: ``(Head of what is right, Break or None)``
    """
    number, last = head
    for entry, previous, current in rows:
        if entry.number != number + 1:
            return Head(number, last), Break(number + 1, MISSING)
        if previous != last:
            return Head(number, last), Break(entry.number, DETACHED)
        if not _is_right(entry, previous, current):
            return Head(number, last), Break(entry.number, CHANGED)
        number, last = entry.number, current
    return Head(number, last), None


def _is_right(entry, previous, current):
    try:
        return link(previous, entry) == current
    except ValueError:
        return False


def read(payload):
    """What a payload says; the opposite of :func:`canonical` for plain values."""
    return _decode(payload)[0] if payload else {}
