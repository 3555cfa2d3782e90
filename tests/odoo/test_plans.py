"""The life of a payment plan on real invoices and real payments."""

from .plans_common import PlansCommon


class TestPlanLife(PlansCommon):
    def test_a_plan_lets_dunning_rest_and_is_confirmed_in_writing(self):
        plan = self.make_active()
        self.assertRecordValues(
            plan, [{"state": "active", "amount_total": 900, "amount_rest": 900}]
        )
        self.assertEqual(self.case.stage_id.code, "plan")
        self.assertEqual(self.notices(), ["plan_active"])
        notice = self.actions(kind="notice")
        self.assertEqual(notice._get_payment_reference(), plan.name)
        holds = plan.item_ids.hold_id
        self.assertEqual(holds.mapped("reason_id.code"), ["plan"])
        self.assertEqual(len(holds), 2)
        self.play(10, 14)
        self.assertEqual(self.given(self.first), [(4, "R1")])

    def test_it_is_kept_by_payments_in_order_and_completed(self):
        plan = self.make_active()
        with self.on(18):
            self.pay(self.first, 300, self.day(18))
        self.play(21)
        self.assertEqual(self.states(plan), ["paid", "open", "open"])
        self.assertEqual(plan.line_ids[0].date_paid, self.day(18))
        with self.on(49):
            self.pay(self.first, 300, self.day(49))
            self.pay(self.second, 300, self.day(49))
        self.play(50)
        self.assertEqual((plan.state, plan.amount_rest), ("completed", 0))
        self.assertEqual(plan.progress, 100)
        self.assertIn("plan_completed", self.notices())
        self.assertEqual(self.case.state, "closed")
        self.assertFalse(
            plan.item_ids.hold_id.filtered(lambda hold: hold.state == "active")
        )

    def test_reminded_before_and_after_warned_then_over(self):
        plan = self.make_active()
        said = {}
        for offset in range(14, 36):
            before = len(self.notices())
            self.play(offset)
            new = self.notices()[before:]
            if new:
                said[offset] = new
        # Due on day 20, a Sunday: Monday to Wednesday are its days of grace.
        self.assertEqual(
            said,
            {
                15: ["plan_reminder"],
                21: ["plan_overdue"],
                24: ["plan_warning"],
                31: ["plan_defaulted", "plan_defaulted"],
            },
        )
        self.assertEqual(plan.state, "defaulted")
        self.assertEqual(
            self.events("instalment_missed", "plan_defaulted"),
            ["instalment_missed", "plan_defaulted"],
        )
        self.assertNotEqual(self.case.stage_id.code, "plan")

    def test_after_a_default_the_next_level_comes_at_once(self):
        self.make_active()
        self.play(15, 21, 24)
        self.play(31)
        self.play(32)
        self.assertEqual(self.given(self.first), [(4, "R1"), (31, "R2")])
