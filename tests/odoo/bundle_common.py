import io

from PIL import Image
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas


def make_pdf(pages=1, text="Page", size=(595, 842)):
    """A PDF with a line of text on each page, from edge to edge."""
    result = io.BytesIO()
    canvas = Canvas(result, pagesize=size, invariant=1)
    for page in range(1, pages + 1):
        canvas.drawString(size[0] / 8, size[1] - 60, f"{text} {page}")
        canvas.drawString(5, 4, "bottom edge")
        # What a page leaves behind must not move what is put on it.
        canvas.scale(3, 3)
        canvas.showPage()
    canvas.save()
    return result.getvalue()


def change_pdf(content, change=None, password=None):
    """The PDF after ``change(page)`` of its pages, or locked with a password."""
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(content)))
    for page in writer.pages:
        if change:
            change(page)
    if password is not None:
        writer.encrypt(password, "owner", algorithm="AES-256")
    result = io.BytesIO()
    writer.write(result)
    return result.getvalue()


def make_image(kind="JPEG", size=(40, 20), mode="RGB", **options):
    result = io.BytesIO()
    Image.new(mode, size, 128 if mode in ("L", "I;16") else "teal").save(
        result, kind, **options
    )
    return result.getvalue()


def read_texts(content):
    """Text of each page, without line ends."""
    reader = PdfReader(io.BytesIO(content), strict=True)
    return [" ".join(page.extract_text().split()) for page in reader.pages]
