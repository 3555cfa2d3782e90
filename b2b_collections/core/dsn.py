"""What a mail server says of a message that it could not deliver.

Delivery status notifications are RFC 3464, their status codes RFC 3463. Servers that
keep to neither are read as far as their words allow.
"""

import re
from email.utils import parseaddr
from typing import NamedTuple

DETAIL_LENGTH = 250
# Enhanced codes (5.1.1), else the code of the SMTP dialogue (550) at its usual place.
CODE = re.compile(r"\b([245])\.\d{1,3}\.\d{1,3}\b|(?<!\d)([45])\d\d[ -]")
SERVERS = ("mailer-daemon", "postmaster")
ARRIVED = ("delivered", "relayed", "expanded")


class Report(NamedTuple):
    """What became of a message for one recipient.

    :ivar recipient: address in lower case, empty if the server does not name it
    :ivar is_lost: it was not delivered and nobody tries any more
    :ivar is_bad: the address itself is to blame, as far as the server says
    :ivar detail: the server's own words, shortened
    """

    recipient: str
    is_lost: bool
    is_bad: bool
    detail: str


def read_reports(message):
    """Return the :class:`Report` list of a bounce; empty if all went well.

    :param message: ``email.message.Message``
    """
    status = next(
        (
            part
            for part in message.walk()
            if part.get_content_type() == "message/delivery-status"
        ),
        None,
    )
    blocks = status.get_payload()[1:] if status and status.is_multipart() else []
    if blocks:
        reports = [_read_block(block) for block in blocks]
        return [report for report in reports if report]
    return [_read_words(message)]


def _read_block(block):
    action = str(block.get("Action", "")).strip().lower()
    if action in ARRIVED:
        return None
    status = str(block.get("Status", "")).strip()
    diagnostic = str(block.get("Diagnostic-Code", "")).rpartition(";")[2]
    is_lost = action != "delayed" and (action == "failed" or not status.startswith("4"))
    return Report(
        _read_address(block.get("Final-Recipient") or block.get("Original-Recipient")),
        is_lost,
        is_lost and not status.startswith("4"),
        _shorten(diagnostic or status or action),
    )


def _read_words(message):
    """A bounce without a status part: lost only if a code of its text says so.

    People's automatic answers come the same way and may contain any number, so only
    mail servers are believed.
    """
    text = " ".join(
        str(part.get_payload(decode=True) or b"", "utf-8", "replace")
        for part in message.walk()
        if part.get_content_type() == "text/plain"
    )
    sender = parseaddr(str(message.get("From", "")))[1].partition("@")[0].lower()
    found = CODE.search(text) if sender in SERVERS else None
    is_lost = bool(found) and (found[1] or found[2]) == "5"
    start = found.start() if found else 0
    return Report(
        _read_address(message.get("X-Failed-Recipients")),
        is_lost,
        is_lost,
        _shorten(text[start:] if found else str(message.get("Subject", ""))),
    )


def _read_address(value):
    """``rfc822; Anna@Debtor.example`` -> ``anna@debtor.example``."""
    return parseaddr(str(value or "").rpartition(";")[2])[1].lower()


def _shorten(text):
    return " ".join(text.split())[:DETAIL_LENGTH]
