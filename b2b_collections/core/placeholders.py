"""Words in braces that the texts of a level may contain, such as {debtor}.

Values are plain text. They are put into HTML escaped, so that a debtor's name can
never become markup.
"""

import re
from html import escape, unescape

# In the order in which users see them; what they mean is said by the addon.
NAMES = (
    "debtor",
    "contact",
    "total",
    "item_count",
    "oldest_days",
    "date",
    "deadline",
    "number",
    "level",
    "company",
    "company_phone",
    "company_email",
    "collector",
    "collector_phone",
    "collector_email",
    "contact_us",
    "complaints",
    "answer_days",
)

_PLACEHOLDER = re.compile(r"\{\s*([A-Za-z]\w*)\s*\}")
# Not the no-break space: an amount stays beside its currency.
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_TAG = re.compile(r"<[^<>]*>")


def names(text):
    """Return the placeholders of ``text`` in its order, known or not."""
    return [match[1].lower() for match in _PLACEHOLDER.finditer(text or "")]


def unknown(text, known=NAMES):
    """Return the placeholders of ``text`` that do not exist, each once, in order."""
    return list(dict.fromkeys(name for name in names(text) if name not in known))


def broken(html):
    """Return the placeholders that formatting cuts up, as in ``{<b>debtor</b>}``.

    They look right on the screen and would be printed as they stand.
    """
    whole = names(html)
    shown = names(unescape(_TAG.sub("", html or "")))
    for name in whole:
        if name in shown:
            shown.remove(name)
    return list(dict.fromkeys(shown))


def _fill(text, values, convert):
    def value(match):
        name = match[1].lower()
        return convert(values[name]) if name in values else match[0]

    return _PLACEHOLDER.sub(value, text or "")


def fill(text, values):
    """Put values into plain text.

    No-break spaces become spaces: in a text message they would halve its length.

    :param dict values: plain text by name; a name that is missing stays as it is
    """
    return _fill(text, values, lambda value: value.replace("\N{NO-BREAK SPACE}", " "))


def fill_line(text, values):
    """Put values into a text that has to stay on one line, such as a subject."""
    return _BLANKS.sub(" ", _fill(text, values, lambda value: value)).strip()


def fill_html(html, values):
    """Put values into HTML, escaped; line breaks in a value become ``<br/>``."""
    return _fill(html, values, lambda value: escape(value).replace("\n", "<br/>"))
