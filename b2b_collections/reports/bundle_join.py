"""The pages of a joined file, its bookmarks and links. Knows nothing of Odoo."""

import hashlib
import re
from itertools import accumulate

from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NumberObject,
)

from .bundle_pages import BROKEN, UnreadableError, draw, multiply
from .bundle_stamps import BAND, MIN_WIDTH, get_scale, make_bands
from .bundle_writer import Copier, PdfOutput, dictionary, name, numbers, stream, text

LINK = re.compile(r"exhibit:(\d+)$")
# Pages whose bands are drawn together.
BATCH = 50


class Joiner:
    """Takes documents one after the other.

    :param bundle: a :class:`.bundle.Bundle`
    :param front_pages: number of pages in front of the exhibits
    :param counts: numbers of pages of the exhibits, in their order
    """

    def __init__(self, bundle, fileobj, front_pages, counts):
        self.bundle = bundle
        self.output = PdfOutput(fileobj)
        self.tree = self.output.reserve()
        # Known before they are written, so that links can lead ahead.
        self.pages = [
            self.output.reserve() for _page in range(front_pages + sum(counts))
        ]
        self.firsts = list(accumulate([front_pages, *counts]))[:-1]
        self.written = 0
        self.identity = hashlib.sha256(bundle.file_name.encode())

    def add(self, content, pages, count, number=None):
        """Write the pages of a document.

        :param content: its bytes, for the identity of the file
        :param pages: iterable of :class:`.bundle_pages.Page`
        :param number: of the exhibit; ``None`` for the front
        :raises UnreadableError: they are broken, or not as many as they should be
        """
        self.identity.update(hashlib.sha256(content).digest())
        copier, batch, done = Copier(self.output), [], 0
        for page in pages:
            done += 1
            batch.append((page, self._stamp(number, done, count)))
            if len(batch) == BATCH:
                self._write_pages(copier, batch)
                batch = []
        self._write_pages(copier, batch)
        if done != count:
            raise UnreadableError("broken")

    def _stamp(self, number, page, count):
        if not number:
            return ""
        return self.bundle.words.stamp.format(exhibit=number, page=page, pages=count)

    def _place(self, page):
        return self.bundle.words.place.format(
            file=self.bundle.file_name, page=page, pages=len(self.pages)
        )

    def _write_pages(self, copier, batch):
        sizes = [
            (max(page.width, MIN_WIDTH), get_scale(page.width, page.height))
            for page, _stamp in batch
        ]
        bands = make_bands(
            (width, scale, stamp, self._place(self.written + turn))
            for turn, ((width, scale), (_page, stamp)) in enumerate(
                zip(sizes, batch, strict=True), 1
            )
        )
        # The bands of a batch share their font.
        own = Copier(self.output)
        for band, (width, scale), (page, _stamp) in zip(
            bands, sizes, batch, strict=True
        ):
            try:
                self._write_page(copier, own, page, (band, width, BAND * scale))
            except BROKEN as error:
                raise UnreadableError("broken") from error

    def _write_page(self, copier, own, page, below):
        """Write a page with its band, as ``(band, width, height)``, below it."""
        band, width, height = below
        left = (width - page.width) / 2
        shift = 1, 0, 0, 1, left, height
        forms, operators = DictionaryObject(), []
        for turn, drawing in enumerate(page.drawings):
            forms[name(f"P{turn}")] = copier.write(drawing.form)
            operators.append(draw(f"P{turn}", multiply(drawing.matrix, shift)))
        for turn, drawing in enumerate(band.drawings):
            forms[name(f"B{turn}")] = own.write(drawing.form)
            operators.append(draw(f"B{turn}", drawing.matrix))
        values = dictionary(
            Type=name("Page"),
            Parent=self.tree,
            MediaBox=numbers((0, 0, width, page.height + height)),
            Resources=dictionary(XObject=forms),
            Contents=self.output.write(stream("".join(operators).encode())),
        )
        links = self._make_links(page.links, left, height)
        if links:
            values[name("Annots")] = links
        self.output.write(values, self.pages[self.written])
        self.written += 1

    def _make_links(self, links, left, height):
        found = ArrayObject()
        for address, (x0, y0, x1, y1) in links:
            match = LINK.match(address)
            if match and 0 < int(match[1]) <= len(self.firsts):
                found.append(
                    dictionary(
                        Type=name("Annot"),
                        Subtype=name("Link"),
                        Rect=numbers((x0 + left, y0 + height, x1 + left, y1 + height)),
                        Border=numbers((0, 0, 0)),
                        Dest=self._get_target(self.firsts[int(match[1]) - 1]),
                    )
                )
        return found

    def _get_target(self, page):
        return ArrayObject([self.pages[page], name("Fit")])

    def close(self):
        """Write what holds the pages together."""
        kids = ArrayObject(self.pages)
        count = NumberObject(len(self.pages))
        tree = dictionary(Type=name("Pages"), Kids=kids, Count=count)
        self.output.write(tree, self.tree)
        root = dictionary(
            Type=name("Catalog"),
            Pages=self.tree,
            Outlines=self._write_outline(),
            PageMode=name("UseOutlines"),
        )
        if self.bundle.lang:
            root[name("Lang")] = text(self.bundle.lang.replace("_", "-"))
        moment = text(f"D:{self.bundle.moment:%Y%m%d%H%M%S}Z")
        info = dictionary(
            Title=text(self.bundle.title),
            Author=text(self.bundle.author),
            CreationDate=moment,
            ModDate=moment,
        )
        root, info = self.output.write(root), self.output.write(info)
        self.output.close(root, info, self.identity.digest())

    def _write_outline(self):
        """Bookmarks: the contents, then the exhibits below their groups."""
        top = self.output.reserve()
        entries = [(self.bundle.words.contents, 0, [])]
        for number, exhibit in enumerate(self.bundle.exhibits, 1):
            first = self.firsts[number - 1]
            heading = self.bundle.words.heading.format(
                exhibit=number, title=exhibit.title
            )
            if exhibit.group and exhibit.group != entries[-1][0]:
                entries.append((exhibit.group, first, []))
            siblings = entries[-1][2] if exhibit.group else entries
            siblings.append((heading, first, []))
        self._write_entries(entries, {"Type": name("Outlines")}, top)
        return top

    def _write_entries(self, entries, values, reference):
        """Write an entry with its children."""
        children = [self.output.reserve() for _entry in entries]
        for turn, (title, page, below) in enumerate(entries):
            own = {
                "Title": text(title),
                "Parent": reference,
                "Dest": self._get_target(page),
            }
            if turn:
                own["Prev"] = children[turn - 1]
            if turn + 1 < len(children):
                own["Next"] = children[turn + 1]
            self._write_entries(below, own, children[turn])
        if children:
            values["First"], values["Last"] = children[0], children[-1]
            values["Count"] = NumberObject(len(children))
        self.output.write(dictionary(**values), reference)
