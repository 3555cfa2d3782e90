"""HTML to PDF with WeasyPrint. Knows nothing of Odoo.

Two things make a letter quick: fonts are looked up once and not per document, and a
stylesheet is parsed once and not per document.
"""

import gc
import re
from collections import OrderedDict, deque
from contextlib import contextmanager

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

# Relative addresses need some base to be resolved against. Nobody resolves this one.
BASE_URL = "http://database.invalid/"
# Different letter layouts in use at a time are few.
SHEETS_KEPT = 16

_STYLE = re.compile(r"<style\b[^>]*>(.*?)</style>", re.DOTALL | re.IGNORECASE)
# What such a sheet loads depends on who prints, so it is not shared.
_LOADS_SOMETHING = re.compile(r"@import|@font-face|url\(", re.IGNORECASE)


class RefusingFetcher(URLFetcher):
    """Loads nothing. Subclasses say what may be loaded, by overriding `fetch`."""

    def __init__(self):  # pylint: disable=super-init-not-called
        # Not calling super is the point: it registers the handlers that would open
        # files and network connections.
        self._fail_on_errors = False

    def fetch(self, url, headers=None):
        raise ValueError("refused")

    def open(self, url, data=None, timeout=None):
        return self.fetch(getattr(url, "full_url", url))


class _Kit:
    """Fonts and parsed stylesheets; for one thread at a time, as Pango demands."""

    def __init__(self):
        self.fonts = FontConfiguration()
        self._sheets = OrderedDict()

    def sheet(self, css):
        if css not in self._sheets:
            self._sheets[css] = CSS(
                string=css, url_fetcher=RefusingFetcher(), font_config=self.fonts
            )
            if len(self._sheets) > SHEETS_KEPT:
                self._sheets.popitem(last=False)
        self._sheets.move_to_end(css)
        return self._sheets[css]


_idle_kits = deque()


@contextmanager
def _borrowed_kit():
    try:
        kit = _idle_kits.pop()
    except IndexError:
        kit = _Kit()
    try:
        yield kit
    finally:
        _idle_kits.append(kit)


@contextmanager
def _without_garbage_collection():
    """A sixth of the time goes into looking at boxes that are all still in use."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _split_styles(html):
    """Take the sheets that can be shared out of the document.

    :return: the rest of the HTML, and the texts of the sheets
    """
    taken = []

    def take(match):
        if _LOADS_SOMETHING.search(match[1]):
            return match[0]
        taken.append(match[1])
        return ""

    return _STYLE.sub(take, html), taken


def render_pdf(html, fetcher, image_cache=None):
    """Return the PDF of one HTML document.

    :param str html: a whole document
    :param RefusingFetcher fetcher: loads what the document refers to
    :param dict image_cache: shared by documents that one user prints in one go, so that
        the logo is decoded once
    """
    rest, sheets = _split_styles(html)
    with _borrowed_kit() as kit, _without_garbage_collection():
        document = HTML(string=rest, base_url=BASE_URL, url_fetcher=fetcher)
        return document.write_pdf(
            stylesheets=[kit.sheet(css) for css in sheets],
            font_config=kit.fonts,
            cache={} if image_cache is None else image_cache,
        )
