"""Words of a list in a text: whole words and phrases, whatever their case and accents.

A pattern is a word or a phrase. ``*`` at an end of a word stands for any letters:
``arrest*`` is found in *arrested*, ``*ancam*`` in *mengancam*.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

# A pattern of fewer letters would be found in half of all words.
MIN_LETTERS = 3
_ANY = r"\w*"
# Between the words of a phrase, but not across the end of a sentence.
_GAP = r"[^\w.!?;:…\n]+"
_APOSTROPHES = str.maketrans("’‘`´", "''''")
# Characters of text on each side of a hit that make an excerpt readable.
_AROUND = 40


class Word(NamedTuple):
    """A word of the list.

    :ivar key: identifier of the word, for whoever keeps the list
    :ivar pattern: see the module
    :ivar severity: of a hit, see :mod:`.linter`
    """

    key: int
    pattern: str
    severity: str = "warning"


class Hit(NamedTuple):
    """Where a word stands: ``text[start:end]``."""

    word: Word
    start: int
    end: int


def _fold_char(char):
    folded = unicodedata.normalize("NFKD", char).casefold()
    return [
        part
        for part in unicodedata.normalize("NFKD", folded)
        # Accents, and what is not seen, such as soft hyphens.
        if not unicodedata.combining(part) and unicodedata.category(part) != "Cf"
    ]


def fold(text):
    """Return ``(folded, places)``: no case and accents, and where each came from.

    ``places`` has one entry more than ``folded``: the end of the text.
    """
    text = text.translate(_APOSTROPHES)
    if text.isascii():
        return text.lower(), range(len(text) + 1)
    folded, places = [], []
    for place, char in enumerate(text):
        parts = _fold_char(char)
        folded += parts
        places += [place] * len(parts)
    return "".join(folded), [*places, len(text)]


def problem(pattern):
    """Return why a pattern cannot be used: ``empty``, ``short``, ``star``, or ``None``.

    ``star`` is an asterisk that does not stand at an end of a word.
    """
    tokens = (pattern or "").split()
    if not tokens:
        return "empty"
    cores = [_split(token)[1] for token in tokens]
    if any("*" in core for core in cores):
        return "star"
    letters = sum(char.isalnum() for char in "".join(cores))
    if letters < MIN_LETTERS or any(
        not any(char.isalnum() for char in core) for core in cores
    ):
        return "short"
    return None


def _split(token):
    """``(open at the start, the letters, open at the end)`` of a word of a pattern."""
    before, after = token.startswith("*"), len(token) > 1 and token.endswith("*")
    return before, token[before : len(token) - after], after


@lru_cache(maxsize=4096)
def _compile(pattern):
    parts = []
    for token in pattern.split():
        before, core, after = _split(token)
        letters = re.escape(fold(core)[0])
        parts.append(before * _ANY + letters + after * _ANY)
    return re.compile(rf"(?<!\w){_GAP.join(parts)}(?!\w)")


def find_words(text, words):
    """Return the :class:`Hit` list of a plain text, in the order of the text.

    A hit inside a longer one is left out, so that *court order* is not reported as
    *order* as well.

    :param words: iterable of :class:`Word`
    """
    folded, places = fold(text)
    hits = [
        Hit(word, places[match.start()], places[match.end() - 1] + 1)
        for word in words
        for match in _compile(word.pattern).finditer(folded)
    ]
    hits.sort(key=lambda hit: (hit.start, -hit.end, hit.word.severity != "warning"))
    kept = []
    for hit in hits:
        if not kept or hit.end > kept[-1].end:
            kept.append(hit)
    return kept


def excerpt(text, start, end):
    """The words around ``text[start:end]``, cut at blanks, with … where cut."""
    low, high = max(0, start - _AROUND), min(len(text), end + _AROUND)
    if low:
        low = text.find(" ", low, start) + 1 or start
    if high < len(text):
        high = text.rfind(" ", end, high)
        high = end if high < 0 else high
    words = " ".join(text[low:high].split())
    return f"{'…' if low else ''}{words}{'…' if high < len(text) else ''}"
