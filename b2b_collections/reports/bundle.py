"""Joins documents to one PDF with numbered exhibits: for an agency, a court, auditors.

Each page gets a band below it with its exhibit, its page there and its page of the
whole file; there are bookmarks, and links from the contents in front. What cannot be
shown as pages (locked, broken, of another kind) keeps its number and is named. Pages
are written one by one, so that the memory needed is that of the largest exhibit, not of
the file. Same exhibits, same file.
Knows nothing of Odoo.
"""

import io
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, NamedTuple

from .bundle_images import open_image, read_images
from .bundle_join import Joiner
from .bundle_pages import UnreadableError, open_pdf, read_pages

IMAGES = (b"\xff\xd8\xff", b"\x89PNG", b"II*\x00", b"MM\x00*", b"GIF8", b"BM", b"RIFF")
PDF_WITHIN = 1024
# A document of more is passed on as a file.
MAX_BYTES = 200_000_000
# How often the contents are made until the pages they tell are right.
MOST_FRONTS = 5


@dataclass
class Exhibit:
    """A document on its way into the file.

    :ivar load: function without arguments that returns the bytes of the document
    :ivar title: for contents and bookmarks
    :ivar date: as text
    :ivar group: heading that it stands under
    :ivar pages: number of pages, see :func:`inspect`
    :ivar problem: why it cannot be shown, as code of :class:`UnreadableError`
    """

    load: Any
    title: str
    date: str = ""
    group: str = ""
    pages: int = 0
    problem: str = ""


class Words(NamedTuple):
    """What stamps and bookmarks say, with placeholders as in :func:`str.format`."""

    stamp: str = "Exhibit {exhibit} - page {page} of {pages}"
    heading: str = "Exhibit {exhibit} - {title}"
    place: str = "{file} - {page} / {pages}"
    contents: str = "Contents"


@dataclass
class Bundle:
    """
    :ivar file_name: number of the file, on each page
    :ivar title: of the document
    :ivar exhibits: list of :class:`Exhibit`, in their order
    :ivar make_front: function of ``[(number, Exhibit, first page)]`` that returns the
        PDF of cover and contents; links to ``exhibit:3`` lead to exhibit 3
    :ivar make_slip: function of ``(number, Exhibit)`` that returns the PDF that stands
        for an exhibit with a problem
    :ivar moment: naive datetime in UTC, of the document
    """

    file_name: str
    title: str
    exhibits: list
    make_front: Any
    make_slip: Any
    moment: Any
    author: str = ""
    lang: str = ""
    # How many pages the front is likely to have; a right guess saves making it twice.
    front_pages: int = 1
    words: Words = field(default_factory=Words)


def inspect(content):
    """The number of pages that a document has.

    :param bytes content: a PDF or a picture
    :raises UnreadableError: it cannot be shown as pages
    """
    if not content:
        raise UnreadableError("empty")
    if len(content) > MAX_BYTES:
        raise UnreadableError("too_large")
    if b"%PDF-" in content[:PDF_WITHIN]:
        return len(open_pdf(io.BytesIO(content)).pages)
    if content.startswith(IMAGES):
        return getattr(open_image(io.BytesIO(content)), "n_frames", 1)
    raise UnreadableError("kind")


def read(content, with_links=False):
    """Yield the pages of a document, see :func:`.bundle_pages.read_pages`."""
    if b"%PDF-" in content[:PDF_WITHIN]:
        return read_pages(open_pdf(io.BytesIO(content)), with_links)
    return read_images(open_image(io.BytesIO(content)), content)


def join(bundle, fileobj, progress=None):
    """Write the joined PDF.

    Exhibits that turn out to be unreadable get their ``problem``, and the file is
    written anew, since all page numbers behind them change.

    :param fileobj: empty binary file that can be written, read and truncated
    :param progress: function of (exhibits written, all of them)
    :return: number of pages
    """
    for exhibit in bundle.exhibits:
        if not exhibit.problem and not exhibit.pages:
            _inspect(exhibit)
    while True:
        fileobj.seek(0)
        fileobj.truncate()
        try:
            return _write(bundle, fileobj, progress)
        except _ExhibitError as failure:
            # Each turn takes one out, so there are at most as many as exhibits.
            failure.exhibit.problem = failure.code


class _ExhibitError(UnreadableError):
    def __init__(self, exhibit, code):
        super().__init__(code)
        self.exhibit = exhibit


def _inspect(exhibit):
    try:
        exhibit.pages = inspect(exhibit.load())
    except UnreadableError as error:
        exhibit.problem = error.code


def _write(bundle, fileobj, progress):
    slips = {
        number: bundle.make_slip(number, exhibit)
        for number, exhibit in enumerate(bundle.exhibits, 1)
        if exhibit.problem
    }
    counts = [
        inspect(slips[number]) if number in slips else exhibit.pages
        for number, exhibit in enumerate(bundle.exhibits, 1)
    ]
    front, front_pages = _make_front(bundle, counts)
    joiner = Joiner(bundle, fileobj, front_pages, counts)
    joiner.add(front, read(front, with_links=True), front_pages)
    for number, exhibit in enumerate(bundle.exhibits, 1):
        content = slips.get(number) or exhibit.load()
        try:
            joiner.add(content, read(content), counts[number - 1], number)
        except UnreadableError as error:
            raise _ExhibitError(exhibit, error.code) from error
        if progress:
            progress(number, len(bundle.exhibits))
    joiner.close()
    return front_pages + sum(counts)


def _make_front(bundle, counts):
    """``(PDF, number of its pages)``: it tells pages that its own length moves."""
    length = max(1, bundle.front_pages)
    # The second time it is right, since numbers hardly change the length.
    for _turn in range(MOST_FRONTS):
        firsts = list(accumulate([length + 1, *counts]))
        front = bundle.make_front(
            [
                (number, exhibit, firsts[number - 1])
                for number, exhibit in enumerate(bundle.exhibits, 1)
            ]
        )
        found = inspect(front)
        if found == length:
            return front, found
        length = found
    raise UnreadableError("front")
