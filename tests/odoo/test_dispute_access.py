from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, new_test_user

from .dispute_common import DisputeCommon


@freeze_time("2026-03-04")
class TestDisputeAccess(DisputeCommon):
    """Who sees and works on disputes; owners need not belong to collections."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = new_test_user(
            cls.env, "dis_other", groups="base.group_user", company_id=cls.company.id
        )

    def test_models_give_each_group_its_rights(self):
        rights = {
            "collection.dispute": ("rw", "rw", "rwc", "rwc"),
            "collection.dispute.line": ("r", "r", "rwcu", "rwcu"),
            "collection.dispute.reason": ("r", "r", "r", "rwcu"),
        }
        users = (self.other, self.reader, self.collector, self.manager)
        for model, letters in rights.items():
            for user, allowed in zip(users, letters, strict=True):
                for mode in ("read", "write", "create", "unlink"):
                    with self.subTest(model=model, user=user.login, mode=mode):
                        may = self.env[model].with_user(user).has_access(mode)
                        self.assertEqual(may, mode[0] in allowed)

    def test_owner_outside_collections_sees_and_works_on_his_own(self):
        dispute = self.dispute({self.invoice: 30.0}, owner=self.owner)
        self.assertIn(self.owner, dispute.activity_ids.user_id)
        mine = dispute.with_user(self.owner)
        self.env.invalidate_all()
        self.assertEqual(mine.search([]), mine)
        with Form(mine) as form:
            self.assertEqual(form.amount, 30.0)
        self.assertEqual(mine.line_ids.item_name, self.invoice.name)
        mine.evidence_ids = [Command.create({"name": "order.pdf", "raw": b"%PDF-1.4"})]
        self.assertEqual(mine.evidence_ids.res_id, mine.id)
        mine.message_post(body="The order says 100.", subtype_xmlid="mail.mt_note")
        mine.action_investigate()
        mine._tell_debtor("We are asking our sales people.")
        mine._decide({}, "The order says 100.")
        self.assertEqual((dispute.state, dispute.activity_ids.ids), ("rejected", []))
        self.assertFalse(self.item(self.invoice).amount_held)

    def test_owner_may_not_change_what_is_for_collectors(self):
        mine = self.dispute({self.invoice: 30.0}, owner=self.owner).with_user(
            self.owner
        )
        with self.assertRaises(AccessError):
            mine.date_deadline = self.day(90)
        with self.assertRaises(AccessError):
            mine.line_ids.amount = 1
        with self.assertRaises(AccessError):
            self.case.with_user(self.owner).read(["partner_id"])

    def test_others_see_nothing_of_it(self):
        dispute = self.dispute({self.invoice: 30.0}, owner=self.owner)
        stranger = dispute.with_user(self.other)
        self.assertFalse(stranger.search([]))
        for method in ("action_investigate", "action_decide", "action_send_documents"):
            with self.assertRaises(AccessError):
                getattr(stranger, method)()
        with self.assertRaises(AccessError):
            stranger.line_ids.read(["amount"])

    def test_reader_reads_only(self):
        dispute = self.dispute({self.invoice: 30.0}).with_user(self.reader)
        self.assertEqual(dispute.amount, 30.0)
        for method in ("action_investigate", "action_decide"):
            with self.assertRaises(AccessError):
                getattr(dispute, method)()
        with self.assertRaises(AccessError):
            dispute.description = "Other"
        with self.assertRaises(AccessError):
            self.case.with_user(self.reader)._dispute(
                self.price, {self.item(self.invoice): 10.0}
            )

    def test_case_of_another_collector(self):
        colleague = new_test_user(
            self.env,
            "dis_colleague",
            groups="b2b_collections.group_collections_user",
            company_id=self.company.id,
        )
        with self.assertRaises(AccessError):
            self.dispute({self.invoice: 30.0}, user=colleague)
        dispute = self.dispute({self.invoice: 30.0}).with_user(colleague)
        with self.refused(AccessError, "looked after by"):
            dispute._withdraw("Not mine")

    def test_another_company(self):
        dispute = self.dispute({self.invoice: 30.0})
        company = self.setup_other_company()["company"]
        abroad = new_test_user(
            self.env,
            "dis_abroad",
            groups="b2b_collections.group_collections_manager",
            company_id=company.id,
        )
        self.assertFalse(dispute.with_user(abroad).search([]))
        with self.assertRaises(AccessError):
            dispute.with_user(abroad).read(["amount"])
        with self.assertRaises(AccessError):
            dispute.with_user(abroad)._decide({}, "No.")

    def test_chatter_never_reaches_the_debtor(self):
        dispute = self.dispute({self.invoice: 30.0})
        with self.refused(UserError, "Tell the Debtor"):
            dispute.message_post(body="Pay!", partner_ids=self.debtor.ids)
        dispute.message_subscribe(self.debtor.ids)
        self.assertNotIn(self.debtor, dispute.message_partner_ids)
        self.env["mail.followers"].create(
            {
                "res_model": dispute._name,
                "res_id": dispute.id,
                "partner_id": self.debtor.id,
                "subtype_ids": [
                    Command.set(
                        self.env.ref("b2b_collections.mt_dispute_debtor").ids
                        + self.env.ref("mail.mt_comment").ids
                    )
                ],
            }
        )
        with self.mock_mail_gateway():
            dispute.message_post(body="Internal", subtype_xmlid="mail.mt_comment")
            dispute._tell_debtor("Please send us the delivery note.")
        notified = dispute.message_ids.notification_ids.res_partner_id
        self.assertNotIn(self.debtor, notified)
        self.assertEqual(self.actions(kind="notice").notice_id.code, "dispute_note")

    def test_a_refusal_of_the_gate_is_said_in_the_chatter(self):
        self.debtor.write(
            {
                "collection_do_not_contact": True,
                "collection_do_not_contact_reason": "He asked for it",
            }
        )
        dispute = self.dispute({self.invoice: 30.0})
        sent = self.decide(dispute, {}, answer="No.")
        self.assertTrue(sent.refusal)
        self.assertIn("was not told", dispute.message_ids[0].body)
        self.assertEqual(dispute.state, "rejected")
