"""Pages of a PDF as forms that can be put upright onto a page of another file.

Rotation, crop box and unit of a page are undone here, and its annotations (filled form
fields, stamps, comments) become part of what is drawn. So whoever places a page knows
only its width and height. Knows nothing of Odoo.
"""

import struct
import zlib
from dataclasses import dataclass
from typing import NamedTuple

from pypdf import PdfReader
from pypdf.errors import PdfReadError, PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject

from .bundle_writer import name, numbers, stream, written

# What files that are none, are cut off or are full of nonsense make pypdf raise.
BROKEN = (
    PyPdfError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
# More in one exhibit is no document but an attack on whoever opens it.
MAX_PAGES = 5_000
# Points; a page without a usable size is taken for A4.
A4 = (0.0, 0.0, 595.276, 841.89)
MAX_SIDE = 14_400
HIDDEN, NO_VIEW = 2, 32
# Turns clockwise, as the matrix that puts the visible box upright at the origin.
TURNS = {
    0: (1, 0, 0, 1, "-x0", "-y0"),
    90: (0, -1, 1, 0, "-y0", "x1"),
    180: (-1, 0, 0, -1, "x1", "y1"),
    270: (0, 1, -1, 0, "y1", "-x0"),
}


class UnreadableError(Exception):
    """A file cannot be shown page by page.

    :ivar code: ``encrypted``, ``broken``, ``empty``, ``too_large`` or ``kind``
    """

    def __init__(self, code):
        super().__init__(code)
        self.code = code


class Drawing(NamedTuple):
    """A form and how it is placed on its page."""

    form: StreamObject
    matrix: tuple


@dataclass
class Page:
    """:ivar width: points, as the reader sees the page; likewise ``height``
    :ivar drawings: list of :class:`Drawing`, from the bottom to the top
    :ivar links: list of ``(address, (x0, y0, x1, y1))`` in points of the page
    """

    width: float
    height: float
    drawings: list
    links: list


def open_pdf(fileobj):
    """The reader of a PDF.

    :raises UnreadableError: it has a password, no pages, too many, or is no PDF
    """
    try:
        reader = PdfReader(fileobj)
        # Many files are only protected against changes: everybody may read them.
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableError("encrypted")
        count = len(reader.pages)
    except BROKEN as error:
        is_locked = "password" in str(error).lower() or "decrypt" in str(error).lower()
        raise UnreadableError("encrypted" if is_locked else "broken") from error
    if not count:
        raise UnreadableError("empty")
    if count > MAX_PAGES:
        raise UnreadableError("too_large")
    return reader


def read_pages(reader, with_links=False):
    """Yield the pages of a reader as :class:`Page`.

    :raises UnreadableError: a page cannot be read
    """
    try:
        for page in reader.pages:
            yield _read_page(page, with_links)
    except BROKEN as error:
        raise UnreadableError("broken") from error


def _read_page(page, with_links):
    box = _get_box(page)
    matrix, width, height = _put_upright(page, box)
    form = _make_form(page, box)
    drawings = [Drawing(form, matrix)]
    links = []
    for annotation in _get_annotations(page):
        drawing = _draw_annotation(annotation, matrix)
        if drawing:
            drawings.append(drawing)
        elif with_links:
            links += _read_link(annotation, matrix)
    return Page(width, height, drawings, links)


def _get(values, key, default=None):
    """A value of a PDF dictionary, never a mere reference to it."""
    # Its own method `get` may return the reference.
    return values[key] if key in values else default  # noqa: SIM401


def _get_box(page):
    """What is visible: the part of the crop box that lies on the sheet."""
    media = _read_box(_get(page, "/MediaBox")) or A4
    crop = _read_box(_get(page, "/CropBox"))
    if crop:
        lower = max(media[0], crop[0]), max(media[1], crop[1])
        upper = min(media[2], crop[2]), min(media[3], crop[3])
        if lower[0] < upper[0] and lower[1] < upper[1]:
            return (*lower, *upper)
    return media


def _read_box(value):
    """Corners in order; ``None`` if that is no box."""
    if value is None or len(value) != 4:
        return None
    x0, y0, x1, y1 = (float(part.get_object()) for part in value)
    box = min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
    is_usable = 1 <= box[2] - box[0] <= MAX_SIDE and 1 <= box[3] - box[1] <= MAX_SIDE
    return box if is_usable else None


def _put_upright(page, box):
    """``(matrix, width, height)`` that show the box as it is meant to be seen."""
    x0, y0, x1, y1 = box
    corners = {"-x0": -x0, "-y0": -y0, "x1": x1, "y1": y1}
    turn = int(_get(page, "/Rotate", 0) or 0) % 360
    a, b, c, d, e, f = TURNS.get(turn, TURNS[0])
    # Plans on very large sheets count in a unit of their own.
    unit = float(_get(page, "/UserUnit", 1) or 1)
    unit = unit if 0.1 <= unit <= 100 else 1.0
    matrix = tuple(unit * part for part in (a, b, c, d, corners[e], corners[f]))
    width, height = unit * (x1 - x0), unit * (y1 - y0)
    return (matrix, height, width) if turn in (90, 270) else (matrix, width, height)


def _make_form(page, box):
    """What the page draws, with a graphics state of its own: whatever it leaves
    behind there cannot move what is drawn afterwards.
    """
    data, encoding = _get_content(_get(page, "/Contents"))
    form = stream(data, Type=name("XObject"), Subtype=name("Form"))
    form.update(encoding)
    form[name("BBox")] = numbers(box)
    form[name("Resources")] = _get_raw(page, "/Resources") or DictionaryObject()
    group = _get_raw(page, "/Group")
    if group is not None:
        form[name("Group")] = group
    return form


def _get_raw(page, key):
    """A value that may be a reference, so that what pages share stays shared."""
    return page.raw_get(key) if key in page else None


def _get_content(contents):
    """``(bytes, their encoding)``; several streams are one content cut in pieces."""
    if isinstance(contents, StreamObject):
        encoding = {
            key: contents.raw_get(key)
            for key in ("/Filter", "/DecodeParms")
            if key in contents
        }
        return contents._data, {NameObject(key): v for key, v in encoding.items()}
    parts = contents if isinstance(contents, ArrayObject) else []
    data = b"\n".join(_decode(part.get_object()) for part in parts)
    return zlib.compress(data), {name("Filter"): name("FlateDecode")}


def _decode(part):
    if not isinstance(part, StreamObject):
        raise PdfReadError("content that is no stream")
    data = part.get_data()
    return data.encode("latin-1") if isinstance(data, str) else data


def _get_annotations(page):
    found = _get(page, "/Annots")
    for reference in found if isinstance(found, ArrayObject) else ():
        annotation = reference.get_object()
        if not isinstance(annotation, DictionaryObject):
            continue
        is_hidden = int(_get(annotation, "/F", 0) or 0) & (HIDDEN | NO_VIEW)
        if not is_hidden and _get(annotation, "/Subtype") != "/Popup":
            yield annotation


def _draw_annotation(annotation, page_matrix):
    """The appearance of an annotation, where there is one (PDF 32000-1, 12.5.5)."""
    form = _get(_get(annotation, "/AP", {}), "/N")
    if isinstance(form, DictionaryObject) and not isinstance(form, StreamObject):
        form = _get(form, _get(annotation, "/AS", "/Off"))
    rectangle = _read_box(_get(annotation, "/Rect"))
    if not isinstance(form, StreamObject) or not rectangle:
        return None
    bounds = _get_bounds(form)
    if not bounds:
        return None
    wide = (rectangle[2] - rectangle[0]) / (bounds[2] - bounds[0])
    high = (rectangle[3] - rectangle[1]) / (bounds[3] - bounds[1])
    fit = (
        *(wide, 0, 0, high),
        rectangle[0] - bounds[0] * wide,
        rectangle[1] - bounds[1] * high,
    )
    form[name("Type")], form[name("Subtype")] = name("XObject"), name("Form")
    return Drawing(form, multiply(fit, page_matrix))


def _get_bounds(form):
    """The box of a form after its own matrix."""
    box = _read_box(_get(form, "/BBox"))
    matrix = _get(form, "/Matrix")
    if not box or matrix is None:
        return box
    matrix = [float(part.get_object()) for part in matrix]
    return _surround(box, matrix)


def _surround(box, matrix):
    """The upright box around a box that a matrix has moved; ``None`` if it is flat."""
    corners = [transform(matrix, x, y) for x in box[::2] for y in box[1::2]]
    xs, ys = zip(*corners, strict=True)
    moved = min(xs), min(ys), max(xs), max(ys)
    return moved if moved[2] > moved[0] and moved[3] > moved[1] else None


def _read_link(annotation, matrix):
    rectangle = _read_box(_get(annotation, "/Rect"))
    address = _get(_get(annotation, "/A", {}), "/URI")
    box = rectangle and _surround(rectangle, matrix)
    return [(str(address), box)] if address and box else []


def transform(matrix, x, y):
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def multiply(first, second):
    """The matrix that applies `first`, then `second`."""
    linear = (*second[:4], 0, 0)
    return (
        *transform(linear, *first[:2]),
        *transform(linear, *first[2:4]),
        *transform(second, *first[4:]),
    )


def draw(key, matrix):
    """The operators that draw a form."""
    return f"q {' '.join(map(written, matrix))} cm /{key} Do Q\n"
