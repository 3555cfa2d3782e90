"""Pictures as pages: photos of delivery notes, scans, screenshots. Knows no Odoo."""

import io
import zlib

from PIL import Image, ImageOps
from pypdf.generic import BooleanObject, NumberObject

from .bundle_pages import Drawing, Page, UnreadableError
from .bundle_writer import dictionary, name, numbers, stream

KINDS = ("JPEG", "PNG", "TIFF", "GIF", "BMP", "WEBP")
# Pixels of one picture: a page of A3 at 600 dpi; in the memory three bytes each.
MAX_PIXELS = 70_000_000
MAX_FRAMES = 500
# Points: A4, and the margin around a picture on it.
SHORT, LONG, MARGIN = 595.276, 841.89, 28.35
ORIENTATION = 274
SPACES = {"L": "DeviceGray", "RGB": "DeviceRGB"}


def open_image(fileobj):
    """The picture in a file.

    :raises UnreadableError: it is none of the known kinds, broken or too large
    """
    try:
        Image.init()
        # Not every build of Pillow knows all of them.
        known = [kind for kind in KINDS if kind in Image.OPEN]
        image = Image.open(fileobj, formats=known)
        frames = getattr(image, "n_frames", 1)
    except Image.DecompressionBombError as error:
        raise UnreadableError("too_large") from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise UnreadableError("broken") from error
    if image.width * image.height > MAX_PIXELS or frames > MAX_FRAMES:
        raise UnreadableError("too_large")
    return image


def read_images(image, content):
    """Yield the frames of a picture, each as a :class:`Page` of A4.

    :param content: bytes of the file, taken as they are where a PDF can show them
    """
    for frame in range(getattr(image, "n_frames", 1)):
        try:
            image.seek(frame)
            yield _make_page(image, content)
        except Image.DecompressionBombError as error:
            raise UnreadableError("too_large") from error
        except (OSError, SyntaxError, ValueError, EOFError) as error:
            raise UnreadableError("broken") from error


def _make_page(image, content):
    shown, width, height = _encode(image, content)
    is_wide = width > height
    page = (LONG, SHORT) if is_wide else (SHORT, LONG)
    # Never larger than at 96 dpi: a small picture does not get better by size.
    scale = min(
        (page[0] - 2 * MARGIN) / width, (page[1] - 2 * MARGIN) / height, 72 / 96
    )
    wide, high = width * scale, height * scale
    matrix = (wide, 0, 0, high, (page[0] - wide) / 2, page[1] - MARGIN - high)
    form = stream(
        b"/Im Do",
        Type=name("XObject"),
        Subtype=name("Form"),
        BBox=numbers((0, 0, 1, 1)),
        Resources=dictionary(XObject=dictionary(Im=shown)),
    )
    return Page(*page, [Drawing(form, matrix)], [])


def _encode(image, content):
    """``(PDF image, width, height)``"""
    is_upright = image.getexif().get(ORIENTATION, 1) == 1
    if image.format == "JPEG" and image.mode in SPACES and is_upright:
        # Evidence is not compressed a second time.
        image.load()
        return _make_stream(content, image.size, image.mode, "DCTDecode")
    turned = ImageOps.exif_transpose(image)
    plain = _flatten(turned)
    if image.format == "JPEG":
        result = io.BytesIO()
        plain.save(result, "JPEG", quality=92)
        return _make_stream(result.getvalue(), plain.size, plain.mode, "DCTDecode")
    data = zlib.compress(plain.tobytes())
    return _make_stream(data, plain.size, plain.mode, "FlateDecode")


def _flatten(image):
    """Grey or colour on white, without transparency."""
    if image.mode in ("1", "L"):
        return image.convert("L")
    if image.mode in ("LA", "PA", "RGBA") or "transparency" in image.info:
        layers = image.convert("RGBA")
        sheet = Image.new("RGB", layers.size, "white")
        sheet.paste(layers, mask=layers)
        return sheet
    if image.mode.startswith("I"):
        # Sixteen bits a pixel, of scanners.
        return image.point(lambda value: value / 256).convert("L")
    return image.convert("RGB")


def _make_stream(data, size, mode, encoding):
    width, height = size
    image = stream(
        data,
        Type=name("XObject"),
        Subtype=name("Image"),
        Width=NumberObject(width),
        Height=NumberObject(height),
        ColorSpace=name(SPACES[mode]),
        BitsPerComponent=NumberObject(8),
        Filter=name(encoding),
        Interpolate=BooleanObject(True),
    )
    return image, width, height
