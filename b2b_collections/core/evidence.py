"""Which evidence the names of files point at, and whether it covers all documents."""

import re

# A keyword stands at the beginning of a word: "po" is in "PO-4711.pdf" and not in
# "report.pdf"; what follows it may be a number or an ending.
BEFORE = r"(?<![^\W_])"
AFTER = r"(?![^\W\d_])"


def read_keywords(text):
    """The keywords of a comma-separated text, lower case, without empty ones."""
    words = (word.strip().casefold() for word in (text or "").split(","))
    return tuple(word for word in words if word)


def names_it(name, keywords):
    """Whether the name of a file contains one of these keywords.

    :param name: file name; ``None`` counts as empty
    :param keywords: what :func:`read_keywords` returns; a gap in a keyword stands for
        any separator, so that "purchase order" is found in "Purchase_Order-12.pdf"
    """
    name = (name or "").casefold()
    return any(_make_pattern(keyword).search(name) for keyword in keywords)


def find_uncovered(documents, files):
    """Documents, in their order, for which there is no file.

    :param documents: iterable of keys
    :param files: ``{key of a document: files}``
    """
    return tuple(key for key in documents if not files.get(key))


def _make_pattern(keyword):
    body = r"[\W_]*".join(map(re.escape, keyword.split()))
    return re.compile(BEFORE + body + AFTER)
