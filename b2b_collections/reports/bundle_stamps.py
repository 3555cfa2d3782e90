"""The band below each page of a joined file: exhibit number, page, page of the file.

It is added to the page and does not lie on it, so that it covers nothing.
Knows nothing of Odoo.
"""

import io
import logging
from functools import cache

from pypdf import PdfReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas

from .bundle_pages import read_pages

# Points on a page of A4; larger pages have a larger band, as they are printed smaller.
BAND, FONT_SIZE, MARGIN, GAP = 24.0, 9.0, 22.0, 12.0
A4_WIDTH = 595.276
# Narrower pages, such as till receipts, get white space beside them.
MIN_WIDTH = 230.0
PLAIN = "Helvetica-Bold"
# Fonts that know more letters than those every reader has; the first one found.
WIDE_FONTS = ("DejaVuSans-Bold.ttf", "NotoSans-Bold.ttf", "LiberationSans-Bold.ttf")

_logger = logging.getLogger(__name__)


def get_scale(width, height):
    """How much larger than on A4 the band of a page is."""
    return max(1.0, min(width, height) / A4_WIDTH)


def make_bands(bands):
    """Draw the bands of some pages.

    :param bands: list of ``(page width, scale, text on the left, text on the right)``
    :return: generator of :class:`.bundle_pages.Page`, in the same order
    """
    result = io.BytesIO()
    canvas = Canvas(result, pageCompression=1, invariant=1)
    for width, scale, left, right in bands:
        canvas.setPageSize((width, BAND * scale))
        _draw(canvas, width, scale, left, right)
        canvas.showPage()
    canvas.save()
    return read_pages(PdfReader(result))


def _draw(canvas, width, scale, left, right):
    canvas.setFillGray(1)
    canvas.rect(0, 0, width, BAND * scale, stroke=0, fill=1)
    canvas.setStrokeGray(0.6)
    canvas.setLineWidth(0.5 * scale)
    canvas.line(0, BAND * scale - 0.5, width, BAND * scale - 0.5)
    canvas.setFillGray(0)
    font, margin = _choose_font(left + right), min(MARGIN * scale, width / 20)
    left, right = _spell(left, font), _spell(right, font)
    size = FONT_SIZE * scale
    needed = sum(pdfmetrics.stringWidth(text, font, size) for text in (left, right))
    room = width - 2 * margin - GAP * scale
    size = size * min(1.0, room / needed) if needed else size
    canvas.setFont(font, size)
    bottom = (BAND * scale - size) / 2 + size * 0.12
    canvas.drawString(margin, bottom, left)
    canvas.drawRightString(width - margin, bottom, right)


def _choose_font(text):
    return PLAIN if _is_plain(text) else _find_wide_font() or PLAIN


def _is_plain(text):
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _spell(text, font):
    """The text as far as the font can write it; the numbers always remain."""
    if font != PLAIN or _is_plain(text):
        return text
    return text.encode("cp1252", "ignore").decode("cp1252").strip()


@cache
def _find_wide_font():
    for file_name in WIDE_FONTS:
        try:
            pdfmetrics.registerFont(TTFont(file_name, _find_file(file_name)))
        except (TTFError, OSError):
            continue
        return file_name
    _logger.warning(
        "None of these fonts is installed: %s. Stamps in scripts other than Latin "
        "show numbers only.",
        ", ".join(WIDE_FONTS),
    )
    return None


def _find_file(file_name):
    from pathlib import Path

    for folder in ("/usr/share/fonts", "/usr/local/share/fonts"):
        for path in sorted(Path(folder).rglob(file_name)):
            return str(path)
    return file_name
