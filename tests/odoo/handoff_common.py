import io
import zipfile

from freezegun import freeze_time
from pypdf import PdfReader

from odoo import Command

from .bundle_common import make_pdf
from .common import CollectionsCommon


class HandoffCommon(CollectionsCommon):
    """Three overdue invoices in one case; two of them are placed with an agency."""

    PLACED = 60

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls.post_invoice(600, ref="PO-1")
        cls.second = cls.post_invoice(400, due=cls.day(5))
        cls.other = cls.post_invoice(50, due=cls.day(6))
        partner = cls.env["res.partner"].create(
            {
                "name": "Solid Recovery",
                "is_company": True,
                "email": "desk@agency.example",
                "lang": "en_US",
            }
        )
        cls.agency = cls.env["collection.agency"].create({"partner_id": partner.id})

    def setUp(self):
        super().setUp()
        self.startPatcher(freeze_time(self.day(self.PLACED)))
        self.make_run(self.day(self.PLACED))._execute()
        self.case = self.item(self.first).case_id
        self.case.user_id = self.collector
        self.placement = self.place(self.first | self.second)

    def place(self, moves, **vals):
        items = self.item(moves)
        placement = (
            self.env["collection.placement"]
            .with_user(self.collector)
            .create(
                {
                    "case_id": items[:1].case_id.id,
                    "agency_id": self.agency.id,
                    "currency_id": items[:1].currency_id.id,
                    "line_ids": [
                        Command.create({"item_id": item.id}) for item in items
                    ],
                    **vals,
                }
            )
        )
        placement.sudo().write(
            {"state": "placed", "date_placed": self.day(self.PLACED)}
        )
        placement.sudo()._update_amounts()
        return placement

    def attach(self, record, name, content=None, **vals):
        return self.env["ir.attachment"].create(
            {
                "name": name,
                "raw": make_pdf(1, name) if content is None else content,
                "res_model": record._name,
                "res_id": record.id,
                **vals,
            }
        )

    def keep_pdf(self, move, pages=2):
        """The PDF of an invoice as it was sent."""
        return self.attach(
            move,
            f"{move.name}.pdf",
            make_pdf(pages, f"Invoice {move.name}"),
            res_field="invoice_pdf_report_file",
        )

    def write_letter(self):
        """A letter about all that is overdue, printed."""
        # While it is placed we do not write ourselves.
        self.placement.sudo().state = "draft"
        self.send_mails()
        self.make_run(self.day(self.PLACED))._execute()
        letter = self.case._contact("letter", self.levels["SP1"])
        self.print_letters(self.day(self.PLACED))
        self.assertEqual(letter.state, "done")
        self.placement.sudo().state = "placed"
        return letter

    def make_file(self, placement=None):
        file = (placement or self.placement)._make_handoff_file()
        file._make()
        self.assertEqual(file.state, "ready", file.message)
        return file

    def unzip(self, file):
        """``{name: bytes}``"""
        with zipfile.ZipFile(io.BytesIO(file.sudo().attachment_id.raw)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    def read_pages(self, file):
        content = self.unzip(file)[f"{file._get_stem()}.pdf"]
        return [
            " ".join(page.extract_text().split())
            for page in PdfReader(io.BytesIO(content)).pages
        ]
