"""What a reader sees of an HTML text, and where one sentence ends."""

import re
from html import unescape

# Their content is never read.
_UNSEEN = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>", re.S | re.I)
# Elements that begin a new line; all others stand inside a line, as <b> does, and
# leave no gap: a word that is half bold is one word.
_BLOCK = re.compile(
    r"</?(?:p|div|br|hr|ul|ol|li|h[1-6]|table|tr|td|th|blockquote|section|pre)\b[^>]*>",
    re.I,
)
_TAG = re.compile(r"<[^<>]*>")
_SENTENCE_END = re.compile(r"(?<=[.!?…。])\s+|\n+")
_WORD = re.compile(r"\{\s*\w+\s*\}|\w+(?:[-'’]\w+)*")


def plain(html):
    """Return the words of an HTML text, one line per paragraph or cell."""
    text = _UNSEEN.sub("", html or "")
    text = unescape(_TAG.sub("", _BLOCK.sub("\n", text)))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def sentences(text):
    """Return the sentences of a plain text; a line ends one as a full stop does."""
    parts = (part.strip() for part in _SENTENCE_END.split(text or ""))
    return [part for part in parts if part]


def count_words(text):
    """Number of words; a placeholder in braces and a compound count as one."""
    return len(_WORD.findall(text or ""))
