"""Promises, disputes and plans of one debtor never stop the run for the others."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo.addons.b2b_collections.core import plan as plan_core
from odoo.addons.b2b_collections.core import promise as promise_core

from .plans_common import PlansCommon


class TestAgreementsInRun(PlansCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.make_debtor("Other Retail")
        cls.theirs = cls.post_invoice(700, partner=cls.other)
        # Their case stays open whatever is paid of that.
        cls.post_invoice(50, partner=cls.other)

    def fail_for(self, core, name, amount):
        """Have a function of the core fail wherever it meets an amount."""
        original = getattr(core, name)

        def judge(given, *args):
            if any(one.amount == amount for one in given):
                raise ValueError("cannot be judged")
            return original(given, *args)

        return patch.object(core, name, judge)

    def test_a_plan_that_fails_is_left_out_and_says_why(self):
        good = self.make_active()
        their_item = self.item(self.theirs)
        with self.on(5), self.mock_mail_gateway():
            bad = self.agree(self.make_plan(their_item, amounts=(350.5, 349.5)))
        bad = bad.with_env(self.env)
        self.pay(self.second, 300, self.day(19))
        with self.fail_for(plan_core, "follow", 350.5):
            self.play(21)
        self.assertEqual(self.states(good), ["paid", "open", "open"])
        self.assertEqual(self.states(bad), ["open", "open"])
        self.assertIn("cannot be judged", bad.case_id.error)
        self.assertFalse(good.case_id.error)

    def test_a_promise_that_fails_is_left_out_and_says_why(self):
        with freeze_time(self.day(5)):
            promises = [
                case.with_user(self.collector)._promise(amount, self.day(10))
                for case, amount in (
                    (self.case, 600),
                    (self.item(self.theirs).case_id, 123),
                )
            ]
        with self.fail_for(promise_core, "judge", 123):
            self.play(20)
        self.assertEqual([one.state for one in promises], ["broken", "open"])
        self.assertIn("cannot be judged", promises[1].case_id.error)
        self.assertFalse(promises[0].case_id.error)

    def test_chatter_beside_the_case_reaches_no_debtor(self):
        with self.on(5), self.mock_mail_gateway():
            plan = self.make_plan()
            plan.action_submit()
            hold = self.case._hold(
                self.reason, items=self.item(self.second), source="system"
            )
            for record in (plan, plan.approval_id, hold):
                record.with_user(self.manager).message_post(
                    body="Pay at once",
                    partner_ids=self.debtor.ids,
                    message_type="comment",
                    subtype_xmlid="mail.mt_comment",
                )
        self.assertNotIn(
            self.debtor.email, " ".join(str(mail["email_to"]) for mail in self._mails)
        )

    def test_plan_dates_stand_beside_due_dates_in_the_ageing(self):
        plan = self.make_active()
        self.play(6)
        items = self.item(self.first | self.second)
        # 600 are there with the second instalment, 300 more with the third.
        wanted = [self.day(50), self.day(80)]
        self.assertEqual(items.mapped("date_plan"), wanted)
        self.assertEqual(items.mapped("date_due"), [self.DUE, self.DUE])
        lines = self.first.line_ids.filtered("date_maturity")
        self.assertEqual(lines.date_maturity, self.DUE)
        report = self.env["collection.ageing"]._with_ageing(
            self.day(30), "plan", "30,60"
        )
        rows = report.search([("partner_id", "=", self.debtor.id)], order="amount desc")
        self.assertEqual(rows.mapped("date_plan"), wanted)
        self.assertEqual(rows.mapped("bucket"), ["0", "0"])
        with self.on(7):
            plan.with_user(self.manager).action_cancel()
        self.play(8)
        self.assertEqual(items.mapped("date_plan"), [False, False])

    def test_a_dispute_that_fails_is_left_out_and_says_why(self):
        reason = self.env.ref("b2b_collections.dispute_reason_price")
        with freeze_time(self.day(5)):
            mine, theirs = (
                self.item(invoice)
                .case_id.with_user(self.collector)
                ._dispute(reason, {self.item(invoice): 50.0})
                for invoice in (self.first, self.theirs)
            )
        self.pay(self.first, 600, self.day(6))
        self.pay(self.theirs, 700, self.day(6))
        original = type(mine)._follow_ledger

        def follow(disputes):
            if theirs in disputes:
                raise ValueError("cannot be followed")
            return original(disputes)

        with patch.object(type(mine), "_follow_ledger", follow):
            self.play(7)
        self.assertEqual((mine.state, theirs.state), ("withdrawn", "new"))
        self.assertIn("cannot be followed", theirs.case_id.error)
