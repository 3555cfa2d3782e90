"""Checks the texts of a level: words, placeholders, what is missing, length.

An error cannot be saved. A warning is for a manager to confirm, and until then the
level is not sent. Advice is only shown. The words for the codes are the addon's.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from . import placeholders
from .plain_text import count_words, plain, sentences
from .sms_length import segments
from .word_list import excerpt, find_words

ERROR, WARNING, ADVICE = SEVERITIES = ("error", "warning", "advice")

WORD = "word"
UNKNOWN = "unknown"
BROKEN = "broken"
UNFILLED = "unfilled"
EMPTY = "empty"
NO_TEXT = "no_text"
NO_AMOUNT = "no_amount"
NO_DUE = "no_due"
NO_PAYMENT = "no_payment"
NO_OBJECTION = "no_objection"
NO_CONTACT = "no_contact"
LONG_TEXT = "long_text"
LONG_SENTENCE = "long_sentence"
LONG_SMS = "long_sms"

# What a text is read as.
LETTER, LINE, SMS, GUIDE, LAYOUT = ROLES = ("letter", "line", "sms", "guide", "layout")

# More is put aside unread. A page holds some 350 words beside its table; a sentence
# of more than 45 is found hard by most readers of any of our languages.
MAX_WORDS = 320
MAX_SENTENCE = 45
MAX_SEGMENTS = 2

# Parts of a message, and the placeholders that give them.
AMOUNT, DUE, PAYMENT, OBJECTION, CONTACT = (
    NO_AMOUNT,
    NO_DUE,
    NO_PAYMENT,
    NO_OBJECTION,
    NO_CONTACT,
)
GIVEN_BY = {
    AMOUNT: {"total"},
    DUE: {"deadline", "oldest_days"},
    PAYMENT: set(),
    OBJECTION: {"complaints"},
    CONTACT: {
        "contact_us",
        "complaints",
        "collector_phone",
        "collector_email",
        "company_phone",
        "company_email",
    },
}
PARTS = frozenset(GIVEN_BY)
# Levels before the due date, the first one after it, and those that follow.
NOTICE, FIRST, LATER = KINDS = ("notice", "first", "later")
NEEDED = {
    NOTICE: (AMOUNT, DUE),
    FIRST: (AMOUNT, DUE, PAYMENT),
    LATER: (AMOUNT, DUE, PAYMENT, OBJECTION),
}
NEEDED_IN_SMS = (AMOUNT, CONTACT)

# In a talking guide “do not threaten” is an instruction to the caller, no threat.
NEGATIONS = re.compile(
    r"\b(?:do not|don't|don’t|never|must not|may not|jangan|tidak boleh|dilarang"
    r"|nicht|niemals|keinesfalls|ne|jamais|niet|nooit|nunca|no)\b",
    re.IGNORECASE,
)


class Text(NamedTuple):
    """One text in one language.

    :ivar name: which text it is, for whoever puts the finding into words
    :ivar lang: code of the language, such as ``en_US``
    :ivar body: HTML, or plain text for the roles ``line`` and ``sms``
    :ivar role: one of :data:`ROLES`; ``layout`` is a template, whose braces nobody
        fills
    """

    name: str
    lang: str
    body: str
    role: str = LETTER

    @property
    def is_html(self):
        return self.role not in (LINE, SMS)

    @property
    def words(self):
        return plain(self.body) if self.is_html else self.body or ""


class Finding(NamedTuple):
    """What is wrong with a text, and where.

    :ivar severity: one of :data:`SEVERITIES`
    :ivar code: one of the codes of this module
    :ivar name: of the text, or the channel for a part that is missing
    :ivar start: place in the plain words of the text, ``None`` where it has none
    :ivar excerpt: the words around it
    :ivar word: key of the word of the list, ``None`` for other codes
    :ivar detail: the placeholder, the hit as it stands, or the number counted
    """

    severity: str
    code: str
    name: str
    lang: str
    start: int | None = None
    end: int | None = None
    excerpt: str = ""
    word: int | None = None
    detail: str = ""


@lru_cache(maxsize=4096)
def lint_text(text, words=(), empty=frozenset(), lengths=()):
    """Return the findings of one text, errors first, as a tuple.

    Remembered: a run asks for the same texts for each batch of debtors.

    :param text: :class:`Text`
    :param words: tuple of :class:`.word_list.Word` of its language
    :param empty: frozenset of placeholders that have no value here
    :param lengths: ``((placeholder, usual number of characters), ...)``
    """
    found = [
        *_check_placeholders(text, empty),
        *_check_words(text, words),
        *_check_length(text, dict(lengths)),
    ]
    return tuple(sorted(found, key=lambda finding: SEVERITIES.index(finding.severity)))


def _check_placeholders(text, empty):
    names = list(dict.fromkeys(placeholders.names(text.body)))
    if text.role == LAYOUT:
        known = [name for name in names if name in placeholders.NAMES]
        return [_find(text, WARNING, UNFILLED, detail=name) for name in known]
    found = [
        _find(text, ERROR, UNKNOWN, detail=name)
        for name in placeholders.unknown(text.body)
    ]
    if text.is_html:
        broken = placeholders.broken(text.body)
        found += [_find(text, ERROR, BROKEN, detail=name) for name in broken]
    found += [
        _find(text, ADVICE, EMPTY, detail=name) for name in names if name in empty
    ]
    return found


def _check_words(text, words):
    shown = text.words
    hits = find_words(shown, words)
    if text.role == GUIDE:
        hits = [hit for hit in hits if not _is_forbidden_there(shown, hit.start)]
    return [
        Finding(
            hit.word.severity,
            WORD,
            text.name,
            text.lang,
            hit.start,
            hit.end,
            excerpt(shown, hit.start, hit.end),
            hit.word.key,
            shown[hit.start : hit.end],
        )
        for hit in hits
    ]


def _is_forbidden_there(text, place):
    """Whether the sentence says before ``place`` that it must not be done."""
    before = sentences(text[:place] + "x")[-1]
    return bool(NEGATIONS.search(before))


def _check_length(text, lengths):
    shown = text.words
    if text.role == SMS:
        sample = placeholders.fill(
            shown, {name: "x" * length for name, length in lengths.items()}
        )
        count = segments(sample)
        if count > MAX_SEGMENTS:
            return [_find(text, ADVICE, LONG_SMS, detail=str(count))]
        return []
    if text.role != LETTER:
        return []
    return [
        _find(
            text, ADVICE, LONG_SENTENCE, excerpt=f"{sentence[:60]}…", detail=str(size)
        )
        for sentence in sentences(shown)
        if (size := count_words(sentence)) > MAX_SENTENCE
    ]


def _find(text, severity, code, **where):
    return Finding(severity, code, text.name, text.lang, **where)


def lint_message(texts, channel, lang, kind, provided=frozenset()):
    """Return what a message of several texts lacks as a whole, and its length.

    :param texts: list of :class:`Text`, those that the message is made of
    :param channel: ``mail``, ``letter`` or ``sms``; the name of the findings
    :param kind: one of :data:`KINDS`
    :param provided: parts that the layout gives, whatever the texts say
    """
    body = [text for text in texts if text.words.strip()]
    if channel == SMS and not body:
        return [Finding(ADVICE, NO_TEXT, channel, lang)]
    names = {name for text in body for name in placeholders.names(text.body)}
    needed = NEEDED_IN_SMS if channel == SMS else NEEDED[kind]
    found = [
        Finding(WARNING if part == OBJECTION else ADVICE, part, channel, lang)
        for part in needed
        if part not in provided and not names & GIVEN_BY[part]
    ]
    count = sum(count_words(text.words) for text in body if text.role == LETTER)
    if count > MAX_WORDS:
        found.append(Finding(ADVICE, LONG_TEXT, channel, lang, detail=str(count)))
    return found


def kind_of(days, other_days):
    """Which of :data:`KINDS` a level is.

    :param days: its days from the due date
    :param other_days: the days of all levels of its policy
    """
    if days < 0:
        return NOTICE
    first = min((other for other in other_days if other >= 0), default=days)
    return FIRST if days <= first else LATER
