"""Who may approve what, asked as a client would: by the public methods, as the user."""

from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from .approvals_common import ApprovalsCommon
from .common import MANAGER


class TestApprovals(ApprovalsCommon):
    def approve(self, approval, user):
        approval.with_user(user).action_approve()

    def refuse(self, approval, user, reason):
        wizard = (
            self.env["collection.approval.refuse.wizard"]
            .with_user(user)
            .create({"approval_ids": approval.ids, "reason": reason})
        )
        wizard.action_refuse()

    def events(self, approval):
        entries = self.env["collection.journal.entry"].search(
            [("case_id", "=", approval.case_id.id), ("event", "=like", "approval%")],
            order="id",
        )
        return entries.mapped("event")

    def test_one_approver_is_enough_for_a_small_plan(self):
        approval = self.request()
        self.assertRecordValues(
            approval,
            [
                {
                    "state": "pending",
                    "needed": 1,
                    "amount": 900.0,
                    "user_id": self.collector.id,
                    "causes": "Every request of this kind needs approval.",
                }
            ],
        )
        self.approve(approval, self.anna)
        self.assertRecordValues(approval, [{"state": "approved", "missing": 0}])
        self.assertRecordValues(
            approval.decision_ids,
            [
                {
                    "user_id": self.anna.id,
                    "seat_user_id": self.anna.id,
                    "verdict": "approved",
                }
            ],
        )
        self.assertEqual(
            self.events(approval), ["approval_requested", "approval_given"]
        )
        self.assertTrue(approval._get_record()._is_approved())

    def test_two_approvers_above_the_second_limit(self):
        approval = self.request(amount=6000.0)
        self.assertIn("is above", approval.causes)
        self.approve(approval, self.anna)
        self.assertRecordValues(approval, [{"state": "pending", "missing": 1}])
        with self.assertRaisesRegex(UserError, "needs a second person"):
            self.approve(approval, self.anna)
        self.approve(approval, self.ben)
        self.assertRecordValues(approval, [{"state": "approved", "missing": 0}])

    def test_approving_twice_is_a_clear_error(self):
        approval = self.request()
        self.approve(approval, self.anna)
        with self.assertRaisesRegex(UserError, "already approved by col_manager"):
            self.approve(approval, self.ben)
        self.assertEqual(len(approval.decision_ids), 1)

    def test_nobody_approves_what_he_made(self):
        plan = self.make_plan(user=self.anna)
        approval = self.request(plan)
        with self.assertRaisesRegex(AccessError, "somebody else"):
            self.approve(approval, self.anna)
        self.approve(approval, self.ben)

    def test_nor_what_he_asked_approval_for(self):
        plan = self.make_plan()
        plan.with_user(self.anna).action_submit()
        approval = plan.approval_id
        with self.assertRaisesRegex(AccessError, "somebody else"):
            self.approve(approval, self.anna)

    def test_superuser_mode_does_not_approve_for_the_maker(self):
        approval = self.request(self.make_plan(user=self.anna))
        with self.assertRaises(AccessError):
            approval.with_user(self.anna).sudo().action_approve()

    def test_others_may_not(self):
        approval = self.request()
        for user in (self.dora, self.collector, self.reader):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.approve(approval, user)
        with self.assertRaises(AccessError):
            self.refuse(approval, self.dora, "Not for me")
        self.assertRecordValues(approval, [{"state": "pending", "decision_ids": []}])

    def test_another_company_does_not_see_it(self):
        other = self.setup_other_company()["company"]
        stranger = new_test_user(
            self.env,
            "col_stranger",
            groups=f"base.group_user,{MANAGER}",
            company_id=other.id,
            company_ids=other.ids,
        )
        approval = self.request()
        with self.assertRaises(AccessError):
            self.approve(approval, stranger)
        found = self.env["collection.approval"].with_user(stranger).search([])
        self.assertFalse(found & approval)

    def test_who_lost_the_rights_may_not_any_more(self):
        approval = self.request()
        self.anna.group_ids -= self.env.ref(MANAGER)
        with self.assertRaises(AccessError):
            self.approve(approval, self.anna)

    def test_nobody_writes_requests_or_decisions(self):
        approval = self.request()
        mine = approval.with_user(self.anna)
        with self.assertRaises(AccessError):
            mine.write({"state": "approved"})
        with self.assertRaises(AccessError):
            mine.unlink()
        with self.assertRaises(AccessError):
            self.env["collection.approval.decision"].with_user(self.anna).create(
                {
                    "approval_id": approval.id,
                    "user_id": self.ben.id,
                    "seat_user_id": self.ben.id,
                    "verdict": "approved",
                    "moment": "2026-03-03 08:00:00",
                }
            )

    def test_the_database_keeps_people_and_seats_apart(self):
        approval = self.request(amount=6000.0)
        self.approve(approval, self.anna)
        decision = approval.decision_ids
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            decision.sudo().copy({"user_id": self.ben.id})

    def test_refusal_needs_a_reason_and_reaches_who_asked(self):
        approval = self.request()
        with self.assertRaisesRegex(UserError, "Reason"):
            approval.with_user(self.anna)._refuse("  ")
        with self.mock_mail_gateway():
            self.refuse(approval, self.anna, "Too long")
        self.assertRecordValues(approval, [{"state": "refused", "outcome": "Too long"}])
        told = (
            self.env["mail.message"]
            .sudo()
            .search(
                [
                    ("model", "=", approval._name),
                    ("res_id", "=", approval.id),
                    ("partner_ids", "in", self.collector.partner_id.ids),
                ]
            )
        )
        self.assertIn("Too long", told.body)
        self.assertEqual(
            self.events(approval), ["approval_requested", "approval_refused"]
        )

    def test_refused_changed_and_asked_again(self):
        plan = self.make_plan()
        first = self.request(plan)
        self.refuse(first, self.anna, "Too long")
        self.assertEqual(plan.state, "draft")
        plan.line_ids[0].date = self.day(20)
        second = self.request(plan)
        self.assertNotEqual(first, second)
        self.assertEqual(plan.approval_id, second)
        self.approve(second, self.anna)
        self.assertEqual(first.state, "refused")

    def test_it_waits_once(self):
        plan = self.make_plan()
        self.request(plan)
        with self.assertRaisesRegex(UserError, "waits for approval already"):
            plan._request_approval()

    def test_readers_cannot_ask(self):
        plan = self.make_plan()
        with self.assertRaises(AccessError):
            plan.with_user(self.reader).action_submit()
        with self.assertRaises(AccessError):
            plan.with_user(self.reader)._request_approval()

    def test_withdrawn_by_the_maker_only(self):
        approval = self.request()
        with self.assertRaisesRegex(AccessError, "can refuse"):
            approval.with_user(self.anna).action_withdraw()
        approval.with_user(self.collector).action_withdraw()
        self.assertEqual(approval.state, "withdrawn")
        self.assertFalse(approval.sudo().activity_ids)
        with self.assertRaisesRegex(UserError, "does not wait"):
            self.approve(approval, self.anna)

    def test_a_change_voids_what_was_approved(self):
        plan = self.make_plan()
        approval = self.request(plan)
        self.approve(approval, self.anna)
        plan.sudo().line_ids[0].amount = 400.0
        self.assertFalse(plan._is_approved())
        plan.sudo()._recheck_approval()
        self.assertEqual((approval.state, plan.state), ("void", "draft"))
        self.assertEqual(self.events(approval)[-1], "approval_voided")

    def test_what_changed_meanwhile_is_not_approved(self):
        plan = self.make_plan()
        approval = self.request(plan)
        # Past all methods, as a repair in the database would.
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE collection_plan_line SET amount = 1 WHERE plan_id = %s", [plan.id]
        )
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "has been changed"):
            self.approve(approval, self.anna)

    def test_what_was_asked_for_is_not_deleted(self):
        plan = self.make_plan()
        self.request(plan)
        plan.action_draft()
        with self.assertRaisesRegex(UserError, "Cancel it instead"):
            plan.unlink()

    def test_no_approval_needed(self):
        self.rule.always = False
        approval = self.request()
        self.assertRecordValues(approval, [{"state": "approved", "needed": 0}])
        self.assertEqual(self.events(approval), ["approval_requested"])

    def test_too_few_approvers(self):
        self.rule.approver_ids = self.anna
        with self.assertRaisesRegex(UserError, "needs 2 approvals, but only 1"):
            self.request(amount=6000.0)

    def test_without_a_rule_one_manager_approves(self):
        self.env["collection.approval.rule"].search([]).action_archive()
        approval = self.request(amount=6000.0)
        self.assertEqual(approval.needed, 1)
        self.approve(approval, self.dora)
        self.assertEqual(approval.state, "approved")


class TestApprovalInbox(ApprovalsCommon):
    def waiting(self, user):
        Approval = self.env["collection.approval"].with_user(user)
        return Approval.search([("waits_for_me", "=", True)])

    def test_it_waits_for_those_who_may(self):
        approval = self.request(amount=6000.0)
        for user in (self.anna, self.ben):
            self.assertEqual(self.waiting(user), approval)
        for user in (self.dora, self.collector, self.reader):
            self.assertFalse(self.waiting(user))
        approval.with_user(self.anna).action_approve()
        self.assertFalse(self.waiting(self.anna))
        self.assertEqual(self.waiting(self.ben), approval)
        self.assertEqual(approval.with_user(self.collector).who, self.ben.name)

    def test_tasks_and_mails_with_a_link(self):
        with self.mock_mail_gateway():
            approval = self.request(amount=6000.0)
            Mail = self.env["mail.mail"].sudo()
            Mail.search([("state", "=", "outgoing")]).send()
        self.assertEqual(approval.sudo().activity_ids.user_id, self.anna | self.ben)
        mails = [mail for mail in self._mails if "Please approve" in mail["subject"]]
        reached = {address for mail in mails for address in mail["email_to"]}
        self.assertEqual(
            reached, {user.email_formatted for user in self.anna | self.ben}
        )
        for mail in mails:
            self.assertIn(f"res_id={approval.id}", mail["body"])
        approval.with_user(self.anna).action_approve()
        self.assertEqual(approval.sudo().activity_ids.user_id, self.ben)
        approval.with_user(self.ben).action_approve()
        self.assertFalse(approval.sudo().activity_ids)

    def test_queries_do_not_grow_with_the_requests(self):
        approvals = self.env["collection.approval"]
        for number in range(12):
            partner = self.make_debtor(f"Debtor {number}")
            approvals |= self.request(self.make_plan(partner=partner))
        approvals = approvals.with_user(self.anna)

        def count(records):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertTrue(all(records.mapped("waits_for_me")))
            return self.env.cr.sql_log_count - before

        count(approvals)
        self.assertEqual(count(approvals[:1]), count(approvals))

    def test_of_several_those_that_wait_for_the_user(self):
        mine = self.request(self.make_plan())
        own = self.request(self.make_plan(user=self.anna))
        result = (mine | own).with_user(self.anna).action_approve()
        self.assertRecordValues(
            mine | own, [{"state": "approved"}, {"state": "pending"}]
        )
        self.assertIn("1 approved. 1 do not", result["params"]["message"])
        with self.assertRaisesRegex(UserError, "None of these"):
            (mine | own).with_user(self.anna).action_approve()


class TestDelegation(ApprovalsCommon):
    def setUp(self):
        super().setUp()
        self.today = self.env["collection.action"]._get_today()

    def delegate(self, user=None, deputy=None, start=0, end=7, by=None):
        user = user or self.anna
        return (
            self.env["collection.delegation"]
            .with_user(by or user)
            .create(
                {
                    "user_id": user.id,
                    "deputy_id": (deputy or self.dora).id,
                    "date_from": self.today + timedelta(days=start),
                    "date_to": self.today + timedelta(days=end),
                }
            )
        )

    def test_a_deputy_approves_in_the_place_of_who_is_away(self):
        self.delegate()
        approval = self.request()
        Approval = approval.with_user(self.dora)
        self.assertEqual(Approval.search([("waits_for_me", "=", True)]), approval)
        Approval.action_approve()
        self.assertRecordValues(
            approval.decision_ids,
            [{"user_id": self.dora.id, "seat_user_id": self.anna.id}],
        )
        entry = self.env["collection.journal.entry"].search(
            [("event", "=", "approval_given")], limit=1
        )
        self.assertEqual(entry.data["in_place_of"], self.anna.id)

    def test_a_deputy_is_told_what_waits_already(self):
        approval = self.request()
        self.assertEqual(approval.sudo().activity_ids.user_id, self.anna | self.ben)
        self.delegate(start=2, end=3)
        self.assertNotIn(self.dora, approval.sudo().activity_ids.user_id)
        self.delegate(end=1)
        self.assertIn(self.dora, approval.sudo().activity_ids.user_id)

    def test_before_and_after_the_period_he_does_not(self):
        delegation = self.delegate(start=1)
        with self.assertRaises(AccessError):
            self.request().with_user(self.dora).action_approve()
        delegation.unlink()
        self.delegate(start=-7, end=0)
        later = {"collection_date": self.today + timedelta(days=1)}
        approval = self.request().with_user(self.dora)
        with self.assertRaises(AccessError):
            approval.with_context(**later).action_approve()
        approval.action_approve()

    def test_never_what_he_made(self):
        self.delegate()
        approval = self.request(self.make_plan(user=self.dora))
        with self.assertRaisesRegex(AccessError, "somebody else"):
            approval.with_user(self.dora).action_approve()

    def test_nor_what_his_principal_made(self):
        self.delegate()
        approval = self.request(self.make_plan(user=self.anna))
        with self.assertRaises(AccessError):
            approval.with_user(self.dora).action_approve()

    def test_one_deputy_of_two_counts_once(self):
        self.delegate(self.anna)
        self.delegate(self.ben)
        approval = self.request(amount=6000.0)
        approval.with_user(self.dora).action_approve()
        with self.assertRaisesRegex(UserError, "second person"):
            approval.with_user(self.dora).action_approve()
        with self.assertRaisesRegex(UserError, "in your place already"):
            approval.with_user(self.anna).action_approve()
        approval.with_user(self.ben).action_approve()
        self.assertEqual(approval.state, "approved")

    def test_no_chains_and_one_deputy_at_a_time(self):
        self.delegate(self.anna, self.dora)
        for user, deputy in (
            (self.dora, self.ben),
            (self.ben, self.anna),
            (self.anna, self.ben),
        ):
            with (
                self.subTest(user=user.login, deputy=deputy.login),
                self.assertRaisesRegex(ValidationError, "settled already"),
            ):
                self.delegate(user, deputy)
        self.delegate(self.dora, self.ben, start=8, end=9)

    def test_only_managers_are_deputies(self):
        with self.assertRaisesRegex(ValidationError, "not a collections manager"):
            self.delegate(deputy=self.collector)

    def test_nobody_makes_himself_the_deputy_of_another(self):
        with self.assertRaises(AccessError):
            self.delegate(self.anna, self.dora, by=self.dora)
        with self.assertRaises(AccessError):
            self.delegate(self.anna, self.dora, by=self.ben)
        self.dora.group_ids += self.env.ref("base.group_system")
        with self.assertRaises(AccessError):
            self.delegate(self.anna, self.dora, by=self.dora)
        self.delegate(self.anna, self.ben, by=self.dora)

    def test_what_began_can_be_ended_only(self):
        delegation = self.delegate(start=-2)
        for vals in (
            {"deputy_id": self.ben.id},
            {"date_from": self.today},
            {"date_to": self.today + timedelta(days=30)},
        ):
            with self.subTest(vals), self.assertRaisesRegex(UserError, "has begun"):
                delegation.write(vals)
        with self.assertRaisesRegex(UserError, "has begun"):
            delegation.unlink()
        delegation.action_end()
        self.assertEqual(delegation.state, "over")
        with self.assertRaises(AccessError):
            self.request().with_user(self.dora).action_approve()

    def test_a_planned_one_can_be_changed(self):
        delegation = self.delegate(start=3)
        delegation.deputy_id = self.ben
        delegation.unlink()

    def test_days_in_order_and_not_past(self):
        with self.assertRaises(ValidationError):
            self.delegate(start=-5, end=-2)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.delegate(start=5, end=1)


class TestApprovalRules(ApprovalsCommon):
    def test_only_administrators_set_limits(self):
        with self.assertRaises(AccessError):
            self.rule.with_user(self.anna).second_amount = 0

    def test_amounts_need_a_company(self):
        shared = self.env.ref("b2b_collections.approval_rule_plan")
        with self.assertRaisesRegex(ValidationError, "Choose the company"):
            shared.second_amount = 1000

    def test_approvers_are_managers(self):
        with self.assertRaisesRegex(ValidationError, "not a collections manager"):
            self.rule.approver_ids = self.collector

    def test_one_rule_for_a_company(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.rule.copy()
