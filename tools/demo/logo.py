"""A simple logo for the demo's company, drawn so that the project carries no image."""

import base64
import io

from PIL import Image, ImageDraw, ImageFont

SCALE = 4  # drawn large and reduced, which smooths the edges
TEAL, SAND, INK = "#0f5c63", "#d9a441", "#1d2b33"


def draw_logo(name, place):
    """PNG as base64: three planks as a mark, the name and the place beside it."""
    image = Image.new("RGBA", (520 * SCALE, 120 * SCALE), (255, 255, 255, 0))
    draw = ImageDraw.Draw(image)
    for left, top, bottom, colour in (
        (8, 40, 112, TEAL),
        (38, 8, 112, SAND),
        (68, 64, 112, TEAL),
    ):
        box = [value * SCALE for value in (left, top, left + 22, bottom)]
        draw.rounded_rectangle(box, radius=5 * SCALE, fill=colour)
    for text, size, top, colour in ((name, 42, 22, INK), (place, 20, 78, TEAL)):
        font = ImageFont.load_default(size * SCALE)
        draw.text((112 * SCALE, top * SCALE), text, font=font, fill=colour)
    image = image.resize((520, 120), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue())
