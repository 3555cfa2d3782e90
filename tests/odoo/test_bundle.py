import io
import json
import zipfile
from datetime import datetime

from PIL import Image
from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)
from reportlab.pdfgen.canvas import Canvas

from odoo.tests import BaseCase

from odoo.addons.b2b_collections.reports.bundle import Bundle, Exhibit, Words, join
from odoo.addons.b2b_collections.reports.bundle_zip import (
    MANIFEST,
    ZipOutput,
    safe_name,
    verify,
)

from .bundle_common import change_pdf, make_image, make_pdf, read_texts

MOMENT = datetime(2026, 3, 31, 9, 30)
A4_WIDTH, A4_HEIGHT, BAND = 595, 842, 24


def make_front(rows):
    """Contents with a link a line, 30 lines a page."""
    result = io.BytesIO()
    canvas = Canvas(result, pagesize=(595, 842), invariant=1)
    for turn, (number, exhibit, page) in enumerate(rows):
        if turn and turn % 30 == 0:
            canvas.showPage()
        y = 800 - turn % 30 * 20
        canvas.drawString(50, y, f"{number} {exhibit.title} {page} {exhibit.problem}")
        canvas.linkURL(f"exhibit:{number}", (50, y, 200, y + 10))
    canvas.save()
    return result.getvalue()


def make_slip(number, exhibit):
    return make_pdf(text=f"slip {number} {exhibit.problem}")


class TestBundle(BaseCase):
    """Documents become one PDF with numbered exhibits."""

    def join(self, *contents, groups=(), **values):
        self.exhibits = [
            Exhibit(
                lambda content=content: content,
                f"Document {number}",
                group=groups[number - 1] if groups else "",
            )
            for number, content in enumerate(contents, 1)
        ]
        bundle = Bundle(
            "AP/0001", "Case", self.exhibits, make_front, make_slip, MOMENT, **values
        )
        result = io.BytesIO()
        self.count = join(bundle, result, values.get("progress"))
        return result.getvalue()

    def get_problems(self):
        return [exhibit.problem for exhibit in self.exhibits]

    def test_stamps_and_order(self):
        texts = read_texts(self.join(make_pdf(2, "First"), make_pdf(1, "Second")))
        self.assertEqual(self.count, 4)
        self.assertIn("1 Document 1 2", texts[0])
        self.assertIn("2 Document 2 4", texts[0])
        self.assertIn("AP/0001 - 1 / 4", texts[0])
        for text, own, stamp, place in (
            (texts[1], "First 1", "Exhibit 1 - page 1 of 2", "AP/0001 - 2 / 4"),
            (texts[2], "First 2", "Exhibit 1 - page 2 of 2", "AP/0001 - 3 / 4"),
            (texts[3], "Second 1", "Exhibit 2 - page 1 of 1", "AP/0001 - 4 / 4"),
        ):
            self.assertIn(own, text)
            self.assertIn(stamp, text)
            self.assertIn(place, text)

    def test_the_stamp_covers_nothing(self):
        """Each page grows by the band: what stood at its edge is still there."""
        content = self.join(make_pdf(1))
        page = PdfReader(io.BytesIO(content)).pages[1]
        self.assertEqual(float(page.mediabox.height), A4_HEIGHT + BAND)
        heights = {}

        def note(text, matrix, position, *_font):
            if text.strip():
                heights[text.strip()] = matrix[5] + position[5]

        page.extract_text(visitor_text=note)
        stamp = next(y for text, y in heights.items() if "Exhibit" in text)
        self.assertLess(stamp, BAND)
        self.assertIn("bottom edge", page.extract_text())

    def test_turned_pages_are_upright(self):
        for turn in (90, 180, 270, -90, 450):
            turned = change_pdf(make_pdf(1), lambda page, turn=turn: page.rotate(turn))
            content = self.join(turned)
            page = PdfReader(io.BytesIO(content)).pages[1]
            self.assertEqual(page.rotation, 0)
            width, height = A4_WIDTH, A4_HEIGHT
            if turn % 180:
                width, height = height, width
            self.assertEqual(float(page.mediabox.width), width, turn)
            self.assertEqual(float(page.mediabox.height), height + BAND, turn)
            self.assertIn("Exhibit 1 - page 1 of 1", read_texts(content)[1])

    def test_cropped_pages_show_what_they_showed(self):
        def crop(page):
            page.cropbox.lower_left = (100, 300)
            page.cropbox.upper_right = (500, 2000)

        page = PdfReader(io.BytesIO(self.join(change_pdf(make_pdf(1), crop)))).pages[1]
        self.assertEqual(float(page.mediabox.width), 400)
        self.assertEqual(float(page.mediabox.height), 842 - 300 + BAND)

    def test_odd_sizes(self):
        """A till receipt gets space for its stamp, a plan a larger stamp."""
        content = self.join(
            make_pdf(1, size=(120, 500)), make_pdf(1, size=(2384, 3370))
        )
        _front, receipt, plan = PdfReader(io.BytesIO(content)).pages
        self.assertEqual(float(receipt.mediabox.width), 230)
        self.assertGreater(float(plan.mediabox.height), 3370 + 3 * BAND)
        for text in read_texts(content)[1:]:
            self.assertIn("page 1 of 1", text)

    def test_locked_and_broken_files_are_named(self):
        whole = make_pdf(2)
        content = self.join(
            whole,
            change_pdf(whole, password="secret"),
            whole[: len(whole) // 3],
            b"%PDF-1.7\nnonsense",
            b"PK\x03\x04 a text document",
            b"",
            whole,
        )
        self.assertEqual(
            self.get_problems(),
            ["", "encrypted", "broken", "broken", "kind", "empty", ""],
        )
        texts = read_texts(content)
        self.assertEqual(len(texts), 1 + 2 + 5 + 2)
        self.assertIn("2 Document 2 4 encrypted", texts[0])
        self.assertIn("slip 2 encrypted", texts[3])
        self.assertIn("Exhibit 2 - page 1 of 1", texts[3])
        self.assertIn("Exhibit 7 - page 2 of 2", texts[-1])

    def test_what_only_its_owner_may_change_is_read(self):
        texts = read_texts(self.join(change_pdf(make_pdf(1, "Open"), password="")))
        self.assertEqual(self.get_problems(), [""])
        self.assertIn("Open 1", texts[1])

    def test_broken_only_within(self):
        """Pages that cannot be read are found while writing: the file is made anew."""
        whole = make_pdf(3)
        broken = change_pdf(
            whole,
            lambda page: page.update(
                {NameObject("/Contents"): ArrayObject([TextStringObject("none")])}
            ),
        )
        texts = read_texts(self.join(whole, broken, whole))
        self.assertEqual(self.get_problems(), ["", "broken", ""])
        self.assertEqual(len(texts), 1 + 3 + 1 + 3)
        self.assertIn("AP/0001 - 8 / 8", texts[-1])

    def test_pictures_become_pages(self):
        tall = make_image("PNG", (100, 300), "RGBA")
        deep = make_image("PNG", (30, 30), "I;16")
        content = self.join(make_image(), tall, make_image("PNG", mode="L"), deep)
        self.assertEqual(self.get_problems(), [""] * 4)
        pages = PdfReader(io.BytesIO(content)).pages
        widths = [round(float(page.mediabox.width)) for page in pages]
        self.assertEqual(widths, [595, 842, 595, 842, 595])

    def test_a_photo_is_kept_as_it_is(self):
        photo = make_image("JPEG", (60, 40))
        self.assertIn(photo, self.join(photo))

    def test_a_turned_photo_is_upright(self):
        exif = Image.Exif()
        exif[274] = 6
        content = self.join(make_image("JPEG", (60, 40), exif=exif))
        page = PdfReader(io.BytesIO(content)).pages[1]
        self.assertLess(float(page.mediabox.width), float(page.mediabox.height))

    def test_pages_of_a_fax(self):
        first = Image.new("L", (20, 20))
        result = io.BytesIO()
        first.save(result, "TIFF", save_all=True, append_images=[first.copy()])
        texts = read_texts(self.join(result.getvalue()))
        self.assertIn("Exhibit 1 - page 2 of 2", texts[2])

    def test_huge_and_broken_pictures(self):
        huge = make_image("PNG", (9000, 8000), "1")
        self.join(huge, make_image()[:-200][:150], b"\x89PNG nonsense")
        self.assertEqual(self.get_problems(), ["too_large", "broken", "broken"])

    def test_bookmarks_and_links(self):
        groups = ("Invoices", "Invoices", "Letters")
        content = self.join(make_pdf(2), make_pdf(1), make_pdf(1), groups=groups)
        reader = PdfReader(io.BytesIO(content))

        places = {
            page.indirect_reference.idnum: number
            for number, page in enumerate(reader.pages, 1)
        }

        def flat(entries):
            for entry in entries:
                if isinstance(entry, list):
                    yield from flat(entry)
                else:
                    yield entry.title, places[entry.raw_get("/Page").idnum]

        self.assertEqual(
            list(flat(reader.outline)),
            [
                ("Contents", 1),
                ("Invoices", 2),
                ("Exhibit 1 - Document 1", 2),
                ("Exhibit 2 - Document 2", 4),
                ("Letters", 5),
                ("Exhibit 3 - Document 3", 5),
            ],
        )
        numbers = [
            places[list.__getitem__(link["/Dest"], 0).idnum]
            for link in reader.pages[0]["/Annots"]
        ]
        self.assertEqual(numbers, [2, 4, 5])

    def test_contents_of_several_pages(self):
        """What the contents tell is right, although they take more than one page."""
        texts = read_texts(self.join(*[make_pdf(1)] * 45))
        self.assertIn("1 Document 1 3", texts[0])
        self.assertIn("45 Document 45 47", texts[1])
        self.assertIn("Exhibit 45 - page 1 of 1", texts[46])

    def test_only_what_is_seen_is_copied(self):
        """No scripts and no actions; the content of filled fields is drawn."""

        def add(page):
            page[NameObject("/AA")] = DictionaryObject(
                {
                    NameObject("/O"): DictionaryObject(
                        {
                            NameObject("/S"): NameObject("/JavaScript"),
                            NameObject("/JS"): TextStringObject("app.alert(1)"),
                        }
                    )
                }
            )

        content = self.join(change_pdf(make_pdf(1), add))
        self.assertNotIn(b"JavaScript", content)
        self.assertNotIn(b"app.alert", content)

    def test_same_exhibits_same_file(self):
        parts = [make_pdf(2), make_image("PNG", (9, 9))]
        self.assertEqual(self.join(*parts), self.join(*parts))

    def test_other_languages(self):
        words = Words("Приложение {exhibit}, стр. {page} из {pages}", "№ {exhibit}")
        content = self.join(make_pdf(1), words=words, lang="ru_RU")
        reader = PdfReader(io.BytesIO(content))
        self.assertEqual(reader.outline[1].title, "№ 1")
        self.assertIn("1", read_texts(content)[1])

    def test_progress(self):
        told = []
        bundle = Bundle(
            "AP/0001",
            "Case",
            [Exhibit(lambda: make_pdf(1), "One"), Exhibit(lambda: b"", "Two")],
            make_front,
            make_slip,
            MOMENT,
        )
        join(bundle, io.BytesIO(), lambda done, total: told.append((done, total)))
        self.assertEqual(told, [(1, 2), (2, 2)])


class TestBundleZip(BaseCase):
    """A manifest proves the content of the ZIP."""

    def make(self):
        result = io.BytesIO()
        output = ZipOutput(result, MOMENT)
        output.add("AP-0001.pdf", io.BytesIO(b"%PDF"))
        output.add("accounts.csv", b"a;b\n" * 50)
        output.close({"placement": "AP/0001"}, ["Placement AP/0001"])
        return result.getvalue()

    def change(self, content, **files):
        """The ZIP with other content of some files; ``None`` leaves one out."""
        result = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(content)) as source,
            zipfile.ZipFile(result, "w") as target,
        ):
            kept = {name: source.read(name) for name in source.namelist()}
            for name, data in {**kept, **files}.items():
                if data is not None:
                    target.writestr(name, data)
        return io.BytesIO(result.getvalue())

    def test_intact(self):
        self.assertEqual(verify(io.BytesIO(self.make())), [])
        self.assertEqual(self.make(), self.make())

    def test_changed_missing_and_unknown(self):
        content = self.make()
        for files, problem in (
            ({"accounts.csv": b"a;c\n"}, ("accounts.csv", "changed")),
            ({"accounts.csv": None}, ("accounts.csv", "missing")),
            ({"more.pdf": b"%PDF"}, ("more.pdf", "unknown")),
            ({MANIFEST: None}, (MANIFEST, "manifest")),
            ({MANIFEST: b"[]"}, (MANIFEST, "manifest")),
        ):
            self.assertEqual(verify(self.change(content, **files)), [problem])
        self.assertEqual(verify(io.BytesIO(b"PK nonsense"))[0].code, "manifest")

    def test_manifests(self):
        with zipfile.ZipFile(io.BytesIO(self.make())) as archive:
            content = json.loads(archive.read(MANIFEST))
            lines = archive.read("manifest.txt").decode().splitlines()
        self.assertEqual(content["placement"], "AP/0001")
        self.assertEqual(content["files"][1]["size"], 200)
        self.assertEqual(lines[0], "# Placement AP/0001")
        self.assertEqual(lines[1].split("  ")[1], "AP-0001.pdf")
        self.assertEqual(len(lines), 4)

    def test_names_can_be_unpacked(self):
        self.assertEqual(safe_name("../../etc/passwd"), "etc-passwd")
        self.assertEqual(safe_name('a:b"c?.pdf'), "a-b-c.pdf")
        self.assertEqual(len(safe_name("x" * 300 + ".docx")), 80)
        self.assertEqual(safe_name("..."), "-")
