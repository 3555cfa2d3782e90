"""The written agreement on a payment plan: what it says, and that it stays so."""

import base64
import io

from PIL import Image
from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError, ValidationError

from .approvals_common import ApprovalsCommon


def draw(size=(240, 80)):
    """A signature as the widget sends it."""
    picture = Image.new("RGBA", size, (0, 0, 0, 0))
    for step in range(20, size[0] - 20):
        picture.putpixel((step, 40 + (step * 7) % 13), (20, 30, 90, 255))
    result = io.BytesIO()
    picture.save(result, "PNG")
    return base64.b64encode(result.getvalue()).decode()


class AgreementCommon(ApprovalsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {
                "name": "PT Mesin Presisi",
                "street": "Jalan Sudirman 52",
                "city": "Jakarta",
                "country_id": cls.env.ref("base.id").id,
                "vat": "012345678012000",
                "collection_signatory_id": cls.ben.id,
            }
        )
        cls.env["res.partner.bank"].create(
            {"acc_number": "505-123", "partner_id": cls.company.partner_id.id}
        )

    def text(self, pdf):
        pages = PdfReader(io.BytesIO(pdf)).pages
        # No-break spaces become spaces.
        return " ".join(" ".join(page.extract_text().split()) for page in pages)

    def offered(self, **vals):
        plan = self.approved(**vals)
        with self.mock_mail_gateway():
            plan.with_user(self.collector).action_send_offer()
        return plan

    def sign(self, plan, name="Sari Wijaya"):
        with self.mock_mail_gateway():
            plan.sudo()._sign_online(name, draw())


class TestAgreement(AgreementCommon):
    def test_it_says_who_owes_what_and_when_it_is_paid(self):
        plan = self.make_plan(note="The machine stays our property.")
        text = self.text(plan._render_agreement())
        for words in (
            "PT Mesin Presisi",
            "Nusantara Retail",
            plan.name,
            plan.item_ids.item_id.name,
            "900.00",
            "300.00",
            "The machine stays our property.",
            "505-123",
            "acknowledges that it owes",
            "within 3 working days",
            "7 days after the warning",
            "Duty stamp",
        ):
            self.assertIn(words, text)
        self.assertNotIn("{", text)

    def test_draft_until_it_is_approved(self):
        plan = self.make_plan()
        self.assertIn("DRAFT", self.text(plan._render_agreement()))
        self.request(plan).with_user(self.anna).action_approve()
        self.assertNotIn("DRAFT", self.text(plan._render_agreement()))

    def test_clauses_stand_where_they_apply(self):
        plain = self.text(self.make_plan()._render_agreement())
        self.assertNotIn("Settlement discount", plain)
        self.assertNotIn("Interest", plain)
        dear = self.make_plan(
            discount_type="percent", discount_percent=10, interest_rate=6.5, fee=30
        )
        dear.line_ids[0].amount_interest = 5
        text = self.text(dear._render_agreement())
        self.assertIn("waives", text)
        self.assertIn("Interest of 6.5 %", text)
        self.assertIn("A single fee of", text)

    def test_no_stamp_outside_indonesia(self):
        abroad = self.env.ref("base.de")
        self.company.country_id = abroad
        partner = self.make_debtor("Werk", country_id=abroad.id)
        plan = self.make_plan(partner=partner)
        self.assertNotIn("Meterai", self.text(plan._render_agreement()))

    def test_in_the_language_of_the_debtor(self):
        self.env["res.lang"]._activate_lang("id_ID")
        partner = self.make_debtor("Toko Maju", lang="id_ID")
        plan = self.make_plan(partner=partner)
        agreement = plan._get_agreements()[plan.id]
        self.assertEqual(agreement.lang, "id_ID")
        self.assertEqual(agreement.total, "900,00")

    def test_many_items_and_instalments(self):
        plan = self.make_plan(amount=6000.0, count=24)
        pages = PdfReader(io.BytesIO(plan._render_agreement())).pages
        self.assertGreater(len(pages), 1)

    def test_clauses_know_their_placeholders(self):
        clause = self.env.ref("b2b_collections.clause_final")
        with self.assertRaisesRegex(ValidationError, "no placeholder {penalty}"):
            clause.body = "<p>{penalty}</p>"

    def test_queries_do_not_grow_with_the_plans(self):
        plans = self.env["collection.plan"]
        for number in range(4):
            plans |= self.make_plan(partner=self.make_debtor(f"Debtor {number}"))
        plans = plans.with_env(self.env)

        def count(records):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            records._get_agreements()
            return self.env.cr.sql_log_count - before

        count(plans)
        few, many = count(plans[:2]), count(plans)
        # Contacts are found out one by one.
        self.assertLessEqual(many, few + 8)


class TestOffer(AgreementCommon):
    def test_it_is_sent_and_kept_as_it_was_sent(self):
        plan = self.offered()
        document = plan.document_ids
        self.assertRecordValues(
            document,
            [{"kind": "offered", "is_intact": True, "user_id": self.collector.id}],
        )
        self.assertNotIn("DRAFT", self.text(document.attachment_id.raw))
        action = self.actions(kind="notice")
        self.assertEqual(action.notice_id.code, "plan_offer")
        self.assertEqual(action.enclosure_ids, document.attachment_id)
        self.assertIn(plan.get_portal_url(), action.mail_id.body_html)
        entry = self.env["collection.journal.entry"].search(
            [("event", "=", "agreement_sent")]
        )
        self.assertEqual(entry.data["sha256"], document.digest)
        self.assertNotIn(plan.access_token, entry.payload)

    def test_only_what_is_approved(self):
        plan = self.make_plan()
        with self.assertRaises(UserError):
            plan.action_send_offer()
        with self.assertRaises(AccessError):
            self.approved().with_user(self.reader).action_send_offer()

    def test_what_does_not_reach_the_debtor_is_not_sent(self):
        plan = self.approved()
        self.debtor.write({"email": False, "street": False, "city": False})
        with self.assertRaisesRegex(UserError, "was not sent"):
            plan.with_user(self.collector).action_send_offer()

    def test_nobody_changes_what_was_kept(self):
        document = self.offered().document_ids.with_user(self.anna)
        with self.assertRaises(AccessError):
            document.write({"digest": "0"})
        with self.assertRaises(AccessError):
            document.attachment_id.write({"raw": b"x"})
        with self.assertRaises(AccessError):
            document.attachment_id.unlink()

    def test_a_changed_file_is_found_out(self):
        document = self.offered().document_ids
        document.sudo().attachment_id.raw = b"other"
        document.invalidate_recordset()
        self.assertFalse(document.is_intact)

    def test_results_are_not_entered_by_hand(self):
        plan = self.make_plan()
        for vals in ({"signature": draw()}, {"offered_on": "2026-03-01"}):
            with self.subTest(vals.keys()), self.assertRaises(AccessError):
                plan.write(vals)


class TestSignature(AgreementCommon):
    def test_signed_online_it_comes_into_force(self):
        plan = self.offered()
        self.sign(plan)
        self.assertRecordValues(plan, [{"state": "active", "signed_by": "Sari Wijaya"}])
        signed = plan._get_signed_document()
        self.assertEqual((signed.kind, signed.is_intact), ("signed", True))
        text = self.text(signed.attachment_id.raw)
        self.assertIn("Signed electronically Sari Wijaya", text)
        self.assertTrue(PdfReader(io.BytesIO(signed.attachment_id.raw)).pages)
        confirmed = self.actions(kind="notice").filtered(
            lambda action: action.notice_id.code == "plan_confirmed"
        )
        self.assertEqual(confirmed.enclosure_ids, signed.attachment_id)
        codes = self.actions(kind="notice").mapped("notice_id.code")
        self.assertNotIn("plan_active", codes)

    def test_not_twice(self):
        plan = self.offered()
        self.sign(plan)
        with self.assertRaisesRegex(UserError, "signed already"):
            self.sign(plan)
        with self.assertRaisesRegex(UserError, "signed already"):
            plan.sudo()._decline("Too late")

    def test_not_before_it_was_sent_nor_after_a_change(self):
        plan = self.approved()
        with self.assertRaisesRegex(UserError, "cannot be signed"):
            self.sign(plan)
        plan = self.offered()
        plan.with_user(self.collector).action_draft()
        with self.assertRaisesRegex(UserError, "cannot be signed"):
            self.sign(plan)

    def test_what_is_signed_is_what_was_sent(self):
        plan = self.offered()
        clause = self.env.ref("b2b_collections.clause_final")
        clause.body = "<p>Everything belongs to {creditor}.</p>"
        with self.assertRaisesRegex(UserError, "cannot be signed"):
            self.sign(plan)
        with self.mock_mail_gateway():
            plan.with_user(self.collector).action_send_offer()
        self.sign(plan)
        sent, signed = plan.document_ids.sorted("id")[1:]
        self.assertEqual(sent.content_digest, signed.content_digest)
        self.assertIn("Everything belongs", self.text(signed.attachment_id.raw))

    def test_bad_names_and_pictures(self):
        plan = self.offered().sudo()
        for name, picture, words in (
            ("  ", draw(), "enter your name"),
            ("x" * 101, draw(), "too long"),
            ("Sari", "", "draw or type"),
            ("Sari", "no base64!", "draw or type"),
            ("Sari", base64.b64encode(b"no picture").decode(), "draw or type"),
        ):
            with self.subTest(words), self.assertRaisesRegex(UserError, words):
                plan._sign_online(name, picture)
        self.assertEqual(plan.state, "approved")

    def test_declined_it_is_a_draft_again(self):
        plan = self.offered()
        plan.sudo()._decline("Five instalments would do")
        self.assertRecordValues(
            plan,
            [
                {
                    "state": "draft",
                    "decline_reason": "Five instalments would do",
                    "approval_state": "void",
                }
            ],
        )
        task = plan.case_id.activity_ids.filtered(lambda one: "declined" in one.summary)
        self.assertEqual(task.user_id, self.collector)
        with self.assertRaisesRegex(UserError, "cannot be signed"):
            self.sign(plan)

    def test_declining_needs_a_reason(self):
        with self.assertRaisesRegex(UserError, "say why"):
            self.offered().sudo()._decline(" ")

    def test_a_signed_copy_is_filed(self):
        plan = self.offered()
        self.file(plan)
        self.assertRecordValues(
            plan,
            [
                {
                    "state": "active",
                    "signed_by": "Sari, director",
                    "date_signed": self.day(4),
                }
            ],
        )
        self.assertEqual(plan._get_signed_document().kind, "copy")

    def test_copies_that_are_none(self):
        plan = self.offered()
        with self.assertRaisesRegex(UserError, "PDF, PNG or JPEG"):
            self.file(plan, content=b"just text")
        with self.assertRaisesRegex(UserError, "Signed On"):
            self.file(plan, day=self.day(9))
        with self.assertRaises(AccessError):
            self.file(plan, user=self.reader)
        draft = self.make_plan()
        with self.assertRaises(UserError):
            self.file(draft)

    def file(self, plan, content=None, day=None, user=None):
        content = content or plan._render_agreement()
        wizard = (
            self.env["collection.plan.copy.wizard"]
            .with_user(user or self.collector)
            .create(
                {
                    "plan_id": plan.id,
                    "file": base64.b64encode(content),
                    "file_name": "signed.pdf",
                    "signed_by": "Sari, director",
                    "signed_on": day or self.day(4),
                }
            )
        )
        with self.mock_mail_gateway():
            wizard.action_file()


class TestForgotten(AgreementCommon):
    def test_who_signed_and_what_was_signed_are_forgotten_with_the_case(self):
        plan = self.offered()
        self.sign(plan)
        plan.approval_id.sudo().note = "Sari Wijaya called"
        case = plan.case_id
        files = plan.document_ids.attachment_id
        self.env.flush_all()
        self.env["collection.privacy"].sudo()._forget_cases(case.sudo())
        self.env.invalidate_all()
        self.assertNotIn("Sari", plan.signed_by)
        self.assertNotIn("Sari", plan.approval_id.note)
        self.assertFalse(files.exists())
        self.assertFalse(plan.signature)
        self.assertEqual(plan.document_ids.mapped("is_intact"), [False, False])
        for message in (
            self.env["mail.message"]
            .sudo()
            .search([("model", "in", ("collection.plan", "collection.approval"))])
        ):
            self.assertNotIn("Sari", message.body or "")
