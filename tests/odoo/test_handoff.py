import csv
import io
import json
from decimal import Decimal

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user

from odoo.addons.b2b_collections.reports.bundle_zip import verify

from .bundle_common import change_pdf, make_image, make_pdf
from .common import COLLECTOR
from .handoff_common import HandoffCommon


class TestHandoff(HandoffCommon):
    """The file with which a placement is handed over."""

    def test_exhibits_in_order(self):
        self.keep_pdf(self.first)
        self.attach(self.case, "Contract.pdf", make_pdf(3, "Contract"))
        self.case.action_start_checklist()
        file = self.make_file()
        self.assertEqual(
            file.exhibit_ids.mapped("group"),
            ["statement", "invoice", "invoice", "evidence", "journal"],
        )
        pages = self.read_pages(file)
        self.assertEqual(len(pages), file.page_count)
        self.assertIn(f"Hand-off file {self.placement.name}", pages[0])
        self.assertIn("Solid Recovery", pages[0])
        self.assertIn("Contents", pages[1])
        for number, exhibit in enumerate(file.exhibit_ids, 1):
            self.assertEqual(exhibit.number, number)
            self.assertFalse(exhibit.problem)
            for page in range(exhibit.page_count):
                text = pages[exhibit.first_page - 1 + page]
                stamp = f"Exhibit {number} - page {page + 1} of {exhibit.page_count}"
                self.assertIn(stamp, text)
                place = exhibit.first_page + page
                self.assertIn(
                    f"{self.placement.name} - {place} / {file.page_count}", text
                )
        contract = file.exhibit_ids[3]
        self.assertEqual(contract.page_count, 3)
        self.assertIn("Contract 1", pages[contract.first_page - 1])

    def test_invoice_as_sent_or_a_copy(self):
        self.keep_pdf(self.first)
        file = self.make_file()
        pages = self.read_pages(file)
        sent, copy = file.exhibit_ids.filtered(lambda one: one.group == "invoice")
        self.assertIn(f"Invoice {self.first.name} 2", pages[sent.first_page])
        self.assertIn("COPY", pages[copy.first_page - 1])
        self.assertIn(self.second.name, pages[copy.first_page - 1])
        self.assertFalse(copy.attachment_id, "made for the file, and gone with it")

    def test_only_what_is_placed(self):
        """Neither amounts, nor papers, nor letters of other invoices."""
        self.attach(self.other, "contract other.pdf")
        self.attach(self.first, "contract first.pdf")
        self.case.action_start_checklist()
        self.write_letter()
        file = self.make_file()
        text = " ".join(self.read_pages(file))
        self.assertNotIn(self.other.name, text)
        self.assertNotIn("contract other", text)
        self.assertIn("contract first", text)
        self.assertNotIn("letter", file.exhibit_ids.mapped("group"))
        for name, content in self.unzip(file).items():
            if name.endswith((".csv", ".json", ".txt")):
                self.assertNotIn(self.other.name, content.decode(), name)
        self.assertIn("lists items that are not placed", file.note)
        self.placement.handoff_all_letters = True
        file = self.make_file()
        self.assertIn("letter", file.exhibit_ids.mapped("group"))

    def test_letters_about_the_placed_items(self):
        self.send_mails()
        self.pay(self.other)
        letter = self.write_letter()
        file = self.make_file()
        exhibit = file.exhibit_ids.filtered(lambda one: one.group == "letter")
        self.assertEqual(exhibit.attachment_id, letter.attachment_id)
        journal = self.read_pages(file)[file.exhibit_ids[-1].first_page - 1]
        self.assertIn("Printed", journal)
        self.assertIn(letter.name, journal)

    def test_our_own_words_stay_with_us(self):
        """What we noted, approved or set aside is none of the agency's business."""
        self.env["collection.journal.entry"]._record(
            [
                {
                    "company_id": self.company.id,
                    "case_id": self.case.id,
                    "event": event,
                    "detail": "strictly internal",
                }
                for event in ("remark", "done", "overridden")
            ]
        )
        text = " ".join(self.read_pages(self.make_file()))
        self.assertNotIn("internal", text)
        self.assertNotIn("Rule overridden", text)

    def test_digests(self):
        file = self.make_file()
        content = file.sudo().attachment_id.raw
        self.assertEqual(file.sha256, file._digest(content))
        self.assertEqual(verify(io.BytesIO(content)), [])
        self.assertEqual(file._verify(), [])
        entry = self.env["collection.journal.entry"].search(
            [("case_id", "=", self.case.id), ("event", "=", "handoff_made")]
        )
        self.assertEqual(entry.data["sha256"], file.sha256)
        manifest = json.loads(self.unzip(file)["manifest.json"])
        self.assertEqual(manifest["placement"], self.placement.name)
        self.assertEqual(len(manifest["exhibits"]), len(file.exhibit_ids))
        file.sudo().attachment_id.raw = content[:-40] + b"\0" * 40
        self.assertTrue(file._verify())

    def test_accounts_tie_to_the_placement(self):
        self.pay(self.first, 250, self.day(self.PLACED))
        self.placement.sudo()._update_amounts()
        file = self.make_file()
        files, stem = self.unzip(file), file._get_stem()
        accounts = json.loads(files[f"{stem}-accounts.json"])
        totals = {key: Decimal(value) for key, value in accounts["totals"].items()}
        self.assertEqual(totals["placed"], 1000)
        self.assertEqual(totals["settled"], 250)
        self.assertEqual(totals["open"], 750)
        ledger = sum(
            self.item(self.first | self.second).move_line_id.mapped(
                "amount_residual_currency"
            )
        )
        self.assertEqual(totals["open"], Decimal(str(ledger)))
        self.assertEqual([row["amount"] for row in accounts["receipts"]], ["250.00"])
        self.assertEqual(accounts["currency"], self.placement.currency_id.name)
        sheet = load_workbook(io.BytesIO(files[f"{stem}-accounts.xlsx"])).worksheets[0]
        rows = [
            [cell.value for cell in row] for row in sheet.iter_rows() if row[0].value
        ]
        names = [row[0] for row in rows]
        self.assertIn(self.first.name, names)
        total = next(row for row in rows if row[0] == "Total")
        self.assertEqual(total[7:10], [1000, 250, 750])
        table = list(
            csv.DictReader(
                io.StringIO(files[f"{stem}-accounts.csv"].decode("utf-8-sig"))
            )
        )
        self.assertEqual(sum(Decimal(row["Open"]) for row in table), 750)
        self.assertEqual(table[0]["Reference"], "PO-1")

    def test_formulas_stay_text(self):
        self.first.ref = '=HYPERLINK("http://evil.example")'
        file = self.make_file()
        files, stem = self.unzip(file), file._get_stem()
        self.assertIn(b"\"'=HYPERLINK", files[f"{stem}-accounts.csv"])
        sheet = load_workbook(io.BytesIO(files[f"{stem}-accounts.xlsx"])).worksheets[0]
        cell = next(c for row in sheet for c in row if "HYPER" in str(c.value))
        self.assertEqual(cell.data_type, "s")

    def test_what_cannot_be_shown_is_named(self):
        """A failed exhibit does not stop the rest, and is not passed over."""
        whole = make_pdf(2)
        self.placement.handoff_attachment_ids = (
            self.attach(self.case, "locked.pdf", change_pdf(whole, password="x"))
            | self.attach(self.case, "cut.pdf", whole[:500])
            | self.attach(self.case, "notes.docx", b"PK\x03\x04 document")
            | self.attach(self.case, "photo.jpg", make_image())
            | self.attach(self.case, "good.pdf", whole)
        )
        file = self.make_file()
        problems = {
            one.title: one.problem or None
            for one in file.exhibit_ids
            if one.group == "evidence"
        }
        self.assertEqual(
            problems,
            {
                "locked.pdf": "encrypted",
                "cut.pdf": "broken",
                "notes.docx": "kind",
                "photo.jpg": None,
                "good.pdf": None,
            },
        )
        self.assertEqual(file.problem_count, 3)
        files = self.unzip(file)
        enclosed = [name for name in files if name.startswith("files/")]
        self.assertEqual(len(enclosed), 3)
        self.assertIn(b"locked.pdf: Protected by a password", files["manifest.txt"])
        pages = self.read_pages(file)
        self.assertIn("Protected by a password", pages[1])
        slip = next(one for one in file.exhibit_ids if one.title == "locked.pdf")
        self.assertIn("locked.pdf", pages[slip.first_page - 1])
        self.assertIn("page 1 of 1", pages[slip.first_page - 1])
        self.assertEqual(verify(io.BytesIO(file.sudo().attachment_id.raw)), [])

    def test_a_file_that_is_gone(self):
        paper = self.attach(self.case, "gone.pdf")
        self.placement.handoff_attachment_ids = paper
        file = self.placement._make_handoff_file()
        file._as_its_user()._work()
        paper.unlink()
        file._make()
        exhibit = file.exhibit_ids.filtered(lambda one: one.title == "gone.pdf")
        self.assertEqual(exhibit.problem, "missing")
        self.assertIn("It is missing", self.unzip(file)["manifest.txt"].decode())

    def test_documents_the_user_may_not_read(self):
        secret = self.attach(
            self.env["ir.config_parameter"].search([], limit=1), "secret.pdf"
        )
        self.placement.sudo().handoff_attachment_ids = secret
        file = self.make_file()
        exhibit = file.exhibit_ids.filtered(lambda one: one.group == "evidence")
        self.assertEqual(exhibit.problem, "denied")
        self.assertNotIn("secret", exhibit.title)
        self.assertFalse(exhibit.enclosed_as)

    def test_left_out_on_purpose(self):
        paper = self.attach(self.case, "Contract.pdf")
        self.case.action_start_checklist()
        self.assertIn(paper, self.placement.evidence_ids)
        self.placement.handoff_left_out_ids = paper
        file = self.make_file()
        self.assertNotIn("evidence", file.exhibit_ids.mapped("group"))

    def test_versions(self):
        file = self.make_file()
        again = self.placement._make_handoff_file()
        self.assertEqual((file.version, again.version), (1, 2))
        self.assertEqual(self.placement._get_handoff_file(), file)
        self.assertEqual(self.placement._make_handoff_file(), again)
        again._make()
        self.assertEqual(self.placement._get_handoff_file(), again)
        self.assertTrue(file.attachment_id, "former versions are kept")

    def test_progress_step_by_step(self):
        file = self.placement._make_handoff_file()
        self.assertEqual(file.progress, 0)
        seen = []
        while file.state == "preparing":
            self.assertFalse(file.attachment_id, "never half a file")
            file._as_its_user()._work()
            seen.append(file.done_count)
        self.assertEqual(seen, [1, 1 + len(file.exhibit_ids), file.total_count])
        self.assertEqual(file.progress, 100)

    def test_the_job(self):
        file = self.placement._make_handoff_file()
        with self.enter_registry_test_mode():
            self.env.ref(
                "b2b_collections.ir_cron_collection_handoff"
            ).method_direct_trigger()
        self.assertEqual(file.state, "ready")

    def test_failure_and_retry(self):
        file = self.placement._make_handoff_file()
        template = self.env.ref("b2b_collections.handoff_cover")
        arch = template.arch_db
        template.arch_db = arch.replace("handoff.totals", "handoff.nonsense")
        file._make()
        self.assertEqual(file.state, "failed")
        self.assertTrue(file.message)
        self.assertFalse(file.attachment_id)
        self.assertFalse(self.placement._get_handoff_file())
        template.arch_db = arch
        file.with_user(self.collector).action_retry()
        file._make()
        self.assertEqual(file.state, "ready")

    def test_one_that_cannot_be_made_does_not_stop_the_rest(self):
        template = self.env.ref("b2b_collections.handoff_invoice")
        template.arch_db = template.arch_db.replace("move.ref", "move.nonsense")
        file = self.make_file()
        self.assertEqual(set(file.exhibit_ids[1:3].mapped("problem")), {"failed"})
        self.assertFalse(file.exhibit_ids[0].problem)

    def test_in_the_language_of_the_agency(self):
        self.env["res.lang"]._activate_lang("id_ID")
        self.agency.partner_id.lang = "id_ID"
        file = self.make_file()
        self.assertEqual(file.lang, "id_ID")

    def test_without_items(self):
        self.placement.sudo().line_ids.unlink()
        with self.assertRaisesRegex(UserError, "no items"):
            self.placement.action_make_file()

    def test_forgotten_with_the_case(self):
        file = self.make_file()
        found = self.env["collection.privacy"]._find_documents(self.case)
        self.assertIn(file.sudo().attachment_id, found)


class TestHandoffAccess(HandoffCommon, HttpCase):
    """Nobody but collections gets at the file."""

    def test_groups(self):
        file = self.make_file()
        for user in (self.reader, self.collector, self.manager):
            own = file.with_user(user)
            self.assertEqual(own.state, "ready")
            self.assertTrue(own.attachment_id.raw)
            with self.assertRaises(AccessError):
                own.write({"sha256": "0"})
            with self.assertRaises(AccessError):
                own.unlink()
            with self.assertRaises(AccessError):
                own.attachment_id.write({"raw": b"other"})
        with self.assertRaises(AccessError):
            self.placement.with_user(self.reader).action_make_file()
        action = file.with_user(self.collector).action_download()
        self.assertIn(str(file.sudo().attachment_id.id), action["url"])
        entry = self.env["collection.journal.entry"].search(
            [("case_id", "=", self.case.id), ("event", "=", "handoff_downloaded")]
        )
        self.assertEqual(entry.user_id, self.collector)

    def test_other_company(self):
        file = self.make_file()
        stranger = new_test_user(
            self.env,
            "col_stranger",
            groups=f"base.group_user,{COLLECTOR}",
            company_id=self.setup_other_company()["company"].id,
        )
        with self.assertRaises(AccessError):
            file.with_user(stranger).read(["sha256"])
        with self.assertRaises(AccessError):
            file.with_user(stranger).attachment_id.read(["raw"])

    def test_outsiders_get_nothing(self):
        """The agency's own portal user neither, except through its controller."""
        file = self.make_file()
        attachment = file.sudo().attachment_id
        agent = new_test_user(
            self.env, "agent", groups="base.group_portal", password="agent-agent"
        )
        agent.partner_id.parent_id = self.agency.partner_id
        clerk = new_test_user(
            self.env, "clerk", groups="base.group_user", password="clerk-clerk"
        )
        self.assertFalse(attachment.public)
        self.assertFalse(attachment.access_token)
        for user in (agent, clerk):
            with self.assertRaises(AccessError):
                file.with_user(user).read(["sha256"])
            with self.assertRaises(AccessError):
                attachment.with_user(user).read(["raw"])
        for login in (None, "agent", "clerk"):
            self.authenticate(login, login and f"{login}-{login}")
            for path in (
                f"/web/content/{attachment.id}",
                f"/web/content/ir.attachment/{attachment.id}/raw",
                f"/web/content/collection.placement.file/{file.id}/attachment_id",
            ):
                answer = self.url_open(path, allow_redirects=False)
                self.assertNotEqual(answer.status_code, 200, (login, path))
                self.assertNotIn(b"PK\x03\x04", answer.content)
