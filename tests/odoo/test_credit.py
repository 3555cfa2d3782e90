from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user

from .common import MANAGER, CollectionsCommon


class CreditCommon(CollectionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.credit_warn_stage_ids = cls.stage("dunning")
        cls.policy.credit_block_stage_ids = cls.stage("final_demand") | cls.stage(
            "agency"
        )

    @classmethod
    def stage(cls, code):
        return cls.env.ref(f"b2b_collections.stage_{code}")

    def make_case(self, stage="final_demand"):
        self.post_invoice(100)
        self.run_day(self.day(3))
        case = self.debtor.collection_case_id
        case.stage_id = self.stage(stage)
        return case.with_user(self.manager)

    def in_days(self, days):
        return self.env["collection.action"]._get_today() + timedelta(days)


class TestCredit(CreditCommon):
    def test_the_stage_says_whether_business_waits(self):
        case = self.make_case("reminder")
        expected = {"reminder": "free", "dunning": "warn", "agency": "block"}
        for stage, state in expected.items():
            case.stage_id = self.stage(stage)
            self.assertEqual(case.credit_state, state)
            self.assertEqual(self.debtor.collection_credit_state, state)
            found = case.search([("credit_state", "=", state)])
            self.assertIn(case, found)
            others = {"free", "warn", "block", "released"} - {state}
            self.assertNotIn(case, case.search([("credit_state", "in", list(others))]))

    def test_a_closed_case_is_free(self):
        case = self.make_case()
        self.pay(case.item_ids.move_id)
        self.run_day(self.day(4))
        self.assertEqual(case.credit_state, "free")
        self.assertFalse(self.debtor.collection_credit_reason)

    def test_contacts_of_a_debtor_count_as_the_debtor(self):
        self.make_case()
        contact = self.env["res.partner"].create(
            {"name": "Purchasing", "parent_id": self.debtor.id}
        )
        self.assertEqual(contact.collection_credit_state, "block")
        self.assertIn("Final demand", contact.collection_credit_reason)

    def test_draft_invoice_tells_it(self):
        self.make_case("dunning")
        draft = self.env["account.move"].create(
            {"move_type": "out_invoice", "partner_id": self.debtor.id}
        )
        self.assertIn("overdue", draft.collection_credit_note)
        bill = self.env["account.move"].create(
            {"move_type": "in_invoice", "partner_id": self.debtor.id}
        )
        self.assertFalse(bill.collection_credit_note)

    def test_release_ends_with_its_last_day(self):
        case = self.make_case()
        release = case._release_credit("Pays in advance", self.in_days(14), 500)
        self.assertEqual(case.credit_state, "released")
        self.assertIn(case, case.search([("credit_state", "=", "released")]))
        self.assertIn(self.manager.name, self.debtor.collection_credit_reason)
        later = case.with_context(collection_date=self.in_days(15))
        self.assertEqual(later.credit_state, "block")
        self.assertEqual(later.credit_release_ids.state, "expired")
        entry = self.env["collection.journal.entry"].search(
            [("event", "=", "credit_released"), ("case_id", "=", case.id)]
        )
        self.assertEqual(entry.detail, "Pays in advance")
        self.assertEqual(release.state, "active")

    def test_revoked_release_blocks_again(self):
        case = self.make_case()
        release = case._release_credit("Pays in advance", self.in_days(14))
        with self.assertRaisesRegex(UserError, "Reason"):
            release._revoke(" ")
        release._revoke("Did not pay")
        self.assertEqual(case.credit_state, "block")
        self.assertEqual(release.revoked_by_id, self.manager)
        with self.assertRaisesRegex(UserError, "over already"):
            release._revoke("Again")

    def test_bad_releases_are_refused(self):
        case = self.make_case()
        with self.assertRaisesRegex(UserError, "Reason"):
            case._release_credit("", self.in_days(1))
        for until in (None, self.in_days(-1), self.in_days(400)):
            with self.assertRaisesRegex(UserError, "Until"):
                case._release_credit("Why not", until)
        with self.assertRaisesRegex(UserError, "Up To"):
            case._release_credit("Why not", self.in_days(1), -1)
        case.stage_id = self.stage("dunning")
        with self.assertRaisesRegex(UserError, "not blocked"):
            case._release_credit("Why not", self.in_days(1))
        self.assertFalse(case.credit_release_ids)

    def test_a_stage_cannot_warn_and_block(self):
        with self.assertRaisesRegex(ValidationError, "both warn and block"):
            self.policy.credit_warn_stage_ids = self.stage("agency")

    def test_who_may_release(self):
        case = self.make_case()
        for user in (self.collector, self.reader):
            with self.assertRaises(AccessError):
                case.with_user(user)._release_credit("Please", self.in_days(1))
        release = case._release_credit("Pays in advance", self.in_days(1))
        for user in (self.collector, self.reader):
            self.assertEqual(release.with_user(user).reason, "Pays in advance")
            with self.assertRaises(AccessError):
                release.with_user(user)._revoke("No")
        with self.assertRaises(AccessError):
            release.with_user(self.manager).reason = "Another"
        other = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = new_test_user(
            self.env,
            "credit_stranger",
            groups=f"base.group_user,{MANAGER}",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        with self.assertRaises(AccessError):
            case.with_user(stranger)._release_credit("Why", self.in_days(1))
        with self.assertRaises(AccessError):
            release.with_user(stranger)._revoke("Why")

    def test_queries_do_not_grow_with_debtors(self):
        partners = self.env["res.partner"].create(
            [{"name": f"Debtor {number}"} for number in range(50)]
        )

        def count(records):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            records.mapped("collection_credit_state")
            return self.env.cr.sql_log_count - before

        self.make_case()
        count(partners)
        self.assertEqual(count(partners[:1]), count(partners))
