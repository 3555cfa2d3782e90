"""Promises and payment plans over the same items."""

from odoo.exceptions import UserError

from .plans_common import PlansCommon


class TestPromisesAndPlans(PlansCommon):
    def promise(self, invoice, amount=200):
        with self.on(5):
            case = self.case.with_user(self.collector)
            return case._promise(amount, self.day(10), items=self.item(invoice))

    def agree_on_plan(self):
        with self.on(6):
            plan = self.make_plan()
            self.agree(plan)
        self.assertEqual(plan.state, "active")
        return plan

    def test_a_plan_takes_the_place_of_a_promise(self):
        promise = self.promise(self.first)
        plan = self.agree_on_plan()
        self.assertEqual(promise.state, "overtaken")
        self.assertIn(plan.name, promise.end_reason)
        self.assertFalse(promise.kept_rate)
        self.assertEqual(self.case.stage_id.code, "plan")
        self.play(13)
        self.assertEqual(promise.state, "overtaken")
        self.assertEqual(self.item(self.first).amount_held, 600)

    def test_what_is_in_a_plan_is_not_promised_singly(self):
        plan = self.agree_on_plan()
        with self.assertRaisesRegex(UserError, f"payment plan {plan.name}"):
            self.promise(self.first)
