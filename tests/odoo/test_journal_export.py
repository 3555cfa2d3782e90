"""The journal of a case, handed out: complete, signed off, and provable by itself."""

import base64
import hashlib
import hmac
import io
import json

from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user

from .common import READER
from .journal_common import JournalCommon


def sha256(*lines):
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def content_digest(entry):
    """As docs/admin/journal.md tells other programs to compute it."""
    names = ("company", "event", "moment", "user", "case", "action", "contact")
    parts = ["" if entry[name] is None else str(entry[name]) for name in names]
    return sha256(*parts, entry["payload"])


class TestJournalExport(JournalCommon):
    def setUp(self):
        super().setUp()
        self.other = self.make_debtor("Other Debtor")
        self.post_invoice(77, partner=self.other)
        self.remind()
        self.case = self.debtor.collection_case_id

    def export(self, format_, user=None, **vals):
        exports = self.env["collection.journal.export"].with_user(user or self.reader)
        export = exports.create({"case_id": self.case.id, "format": format_, **vals})
        export.action_export()
        return export, base64.b64decode(export.file)

    def test_another_program_verifies_the_json(self):
        _export, content = self.export("json")
        told = json.loads(content)
        self.assertGreater(len(told["entries"]), 8)
        for entry in told["entries"]:
            self.assertEqual(entry["case"], self.case.id)
            self.assertEqual(
                entry["hash"],
                sha256(entry["prev_hash"], str(entry["number"]), content_digest(entry)),
            )
        links = dict(told["links"])
        first = told["entries"][0]
        previous = first["prev_hash"]
        for number in range(first["number"], told["head"]["number"] + 1):
            previous = sha256(previous, str(number), links[number])
        self.assertEqual(previous, told["head"]["hash"])
        for entry in told["entries"]:
            self.assertEqual(links[entry["number"]], content_digest(entry))

    def test_the_json_says_nothing_of_other_debtors(self):
        _export, content = self.export("json")
        others = self.entries.search([("partner_id", "=", self.other.id)])
        self.assertTrue(others)
        told = content.decode()
        self.assertNotIn("Other Debtor", told)
        for entry in others:
            self.assertNotIn(entry.payload, told)

    def test_personal_values_can_be_proved_with_the_salt(self):
        _export, content = self.export("json", with_links=False)
        told = json.loads(content)
        self.assertEqual(told["links"], [])
        made = told["entries"][0]
        digest = hmac.digest(
            made["salt"].encode(), self.debtor.email.encode(), "sha256"
        )
        personal = json.loads(made["payload"])["personal"]
        self.assertEqual(personal["address"], digest.hex())

    def test_the_pdf_is_signed_off_and_lists_every_entry(self):
        _export, content = self.export("pdf", user=self.manager)
        pages = PdfReader(io.BytesIO(content)).pages
        text = " ".join(" ".join(p.extract_text() for p in pages).split())
        self.assertIn("Nusantara Retail", text)
        self.assertIn(self.manager.name, text)
        head = self.case._get_journal_head()
        flat = text.replace(" ", "")
        self.assertIn(head.hash, flat)
        for entry in self.case.entry_ids.filtered("hash"):
            self.assertIn(entry.hash, flat)
        self.assertIn("WIB", text)

    def test_the_export_is_an_entry_with_the_digest_of_the_file(self):
        export, content = self.export("pdf")
        entry = self.entries.search([("event", "=", "exported")])
        self.assertEqual(entry.user_id, self.reader)
        self.assertEqual(entry.case_id, self.case)
        self.assertEqual(entry.data["sha256"], hashlib.sha256(content).hexdigest())
        self.assertEqual(entry.data["sha256"], export.digest)
        self.assertEqual(
            entry.data["head"]["number"], self.case._get_journal_head().number
        )
        self.assertEqual(self.verify().state, "right")

    def test_the_report_cannot_be_printed_past_the_journal(self):
        with self.assertRaisesRegex(UserError, "from its case"):
            self.env["ir.actions.report"]._render_qweb_pdf_prepare_streams(
                "b2b_collections.report_journal", {}, res_ids=self.case.ids
            )

    def test_an_empty_journal_is_not_exported(self):
        self.case = (
            self.env["collection.case"]
            .sudo()
            .create(
                {
                    "company_id": self.company.id,
                    "partner_id": self.make_debtor("Fresh").id,
                    "stage_id": self.env.ref("b2b_collections.stage_upcoming").id,
                }
            )
        )
        with self.assertRaisesRegex(UserError, "Fresh"):
            self.export("pdf")

    def test_another_company_exports_nothing(self):
        other = self.setup_other_company()["company"]
        stranger = new_test_user(
            self.env,
            "col_other",
            groups=f"base.group_user,{READER}",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        with self.assertRaises(AccessError):
            self.export("json", user=stranger)

    def test_a_file_is_for_who_made_it(self):
        export, _content = self.export("json", user=self.manager)
        with self.assertRaises(AccessError):
            export.with_user(self.collector).read(["file"])
