"""What the ledger does to plans: reversals, credit notes, discounts, charges."""

from odoo.exceptions import UserError
from odoo.tests import Form

from .plans_common import PlansCommon


class TestPlansOnTheLedger(PlansCommon):
    def pay_all(self, offset=18):
        with self.on(offset):
            payments = self.pay(self.first, 600, self.day(offset))
            payments |= self.pay(self.second, 300, self.day(offset))
        return payments

    def bounce(self, payment):
        payment.action_draft()
        payment.action_cancel()

    def test_an_early_payment_of_all_completes_the_plan(self):
        plan = self.make_active()
        self.pay_all(10)
        self.play(10)
        self.assertEqual(plan.state, "completed")
        self.assertEqual(plan.date_ended, self.day(10))
        self.assertEqual(self.states(plan), ["paid"] * 3)

    def test_a_payment_reversed_after_completion_reopens_the_plan(self):
        plan = self.make_active()
        payments = self.pay_all(18)
        self.play(18)
        self.assertEqual(plan.state, "completed")
        with self.on(22):
            self.bounce(payments[1])
        self.play(22)
        self.assertRecordValues(
            plan, [{"state": "active", "date_ended": False, "amount_rest": 300}]
        )
        self.assertEqual(self.states(plan), ["paid", "paid", "open"])
        self.assertIn("plan_reopened", self.events("plan_reopened"))
        again = self.item(self.second)
        self.assertEqual(again.reason_code, "on_hold")
        self.assertEqual(plan.case_id, again.case_id)
        self.assertEqual(plan.case_id.state, "open")
        self.assertTrue(
            plan.case_id.activity_ids.filtered(lambda a: "reversed" in a.summary)
        )

    def test_reopened_only_if_no_other_plan_has_its_items(self):
        plan = self.make_active()
        payments = self.pay_all(18)
        self.play(18)
        with self.on(22):
            self.bounce(payments[1])
            # Nobody looked at the first plan yet.
            run = self.make_run(self.day(22)).sudo()
            run._sync()
            run._insert_new_items()
            item = self.item(self.second)
            other = self.make_plan(items=item, amounts=())
            other.line_ids = [(0, 0, {"date": self.day(40), "amount": 300})]
            self.agree(other)
        self.play(23)
        self.assertEqual((plan.state, other.state), ("completed", "active"))

    def test_a_credit_note_shortens_the_plan_from_its_end(self):
        plan = self.make_active()
        with self.on(10):
            credit = self.post_invoice(
                350, due=self.day(10), move_type="out_refund", partner=self.debtor
            )
            lines = (credit | self.first).line_ids.filtered(
                lambda line: line.account_id.account_type == "asset_receivable"
            )
            lines.reconcile()
        self.play(10)
        self.assertEqual(plan.line_ids.mapped("amount_reduced"), [0, 50, 300])
        self.assertEqual(self.states(plan), ["open", "open", "paid"])
        self.assertEqual((plan.amount_total, plan.amount_rest), (900, 550))
        self.assertIn("less than agreed", plan.message_ids[0].body)
        self.assertEqual(self.events("plan_changed"), ["plan_changed"])
        self.play(11)
        self.assertEqual(self.events("plan_changed"), ["plan_changed"])

    def test_an_invoice_cancelled_inside_a_plan_shortens_it(self):
        plan = self.make_active()
        with self.on(10):
            self.second.button_draft()
            self.second.button_cancel()
        self.play(10)
        self.assertEqual(plan.line_ids.mapped("amount_reduced"), [0, 0, 300])
        self.assertEqual((plan.state, plan.amount_rest), ("active", 600))
        # All of it gone: nothing is left to be paid.
        with self.on(12):
            self.first.button_draft()
            self.first.button_cancel()
        self.play(12)
        self.assertEqual(plan.state, "completed")

    def test_payments_before_the_plan_do_not_count(self):
        with self.on(5):
            self.pay(self.first, 100, self.day(5))
            self.make_run(self.day(5))._execute()
        plan = self.make_active(6, amounts=(300, 300, 200))
        self.play(7)
        self.assertEqual((plan.amount_items, plan.amount_paid), (800, 0))
        with self.on(8):
            self.pay(self.first, 500, self.day(8))
        self.play(8)
        self.assertEqual(self.states(plan), ["paid", "open", "open"])
        self.assertEqual(plan.line_ids.mapped("amount_paid"), [300, 200, 0])

    def test_what_is_paid_before_the_signature_counts_for_the_plan(self):
        with self.on(5), self.mock_mail_gateway():
            plan = self.make_plan()
            plan.action_submit()
            self.pay(self.first, 300, self.day(5))
            self.agree(plan)
        self.play(6)
        self.assertEqual(self.states(plan), ["paid", "open", "open"])

    def test_payments_put_down_as_told(self):
        plan = self.make_active()
        with self.on(10):
            self.pay(self.first, 300, self.day(10))
            plan.with_user(self.collector)._put_down(plan.line_ids[2], 300)
        self.assertEqual(self.states(plan), ["open", "open", "paid"])
        with self.on(11):
            plan.with_user(self.collector)._put_down(plan.line_ids[2], 0)
        self.assertEqual(self.states(plan), ["paid", "open", "open"])
        with self.on(11):
            for amount in (-1, 301):
                with self.assertRaisesRegex(UserError, "at most the"):
                    plan.with_user(self.collector)._put_down(plan.line_ids[2], amount)

    def test_over_payment_in_odoos_own_wizard_completes_the_plan(self):
        plan = self.make_active()
        with self.on(15):
            context = {
                "active_model": "account.move",
                "active_ids": (self.first | self.second).ids,
            }
            wizard = Form(self.env["account.payment.register"].with_context(**context))
            wizard.payment_date = self.day(15)
            wizard.group_payment = True
            wizard.amount = 950
            wizard.save().action_create_payments()
        self.play(15)
        self.assertEqual((plan.state, plan.amount_paid), ("completed", 900))

    def test_a_discount_is_drafted_when_the_plan_completes(self):
        plan = self.make_active(
            discount_type="percent", discount_percent=10, amounts=(300, 300, 210)
        )
        self.assertEqual((plan.amount_discount, plan.amount_total), (90, 810))
        with self.on(18):
            self.pay(self.first, 600, self.day(18))
            self.pay(self.second, 210, self.day(18))
        self.play(18)
        credit = plan.credit_move_id
        self.assertEqual(plan.state, "completed")
        self.assertRecordValues(
            credit,
            [{"move_type": "out_refund", "state": "draft", "amount_total": 90}],
        )
        # It is not asked for while nobody has posted the credit note.
        self.play(19, 25)
        self.assertEqual(self.item(self.second).reason_code, "on_hold")
        with self.on(26):
            credit.action_post()
        self.assertTrue(self.item(self.second).move_line_id.reconciled)
        self.play(26)
        self.assertEqual((plan.state, plan.amount_reduced), ("completed", 0))
        self.assertEqual(self.item(self.second).state, "paid")

    def test_a_discount_that_nobody_grants_is_asked_for_again(self):
        plan = self.make_active(
            discount_type="amount", discount_value=90, amounts=(300, 300, 210)
        )
        with self.on(18):
            self.pay(self.first, 600, self.day(18))
            self.pay(self.second, 210, self.day(18))
        self.play(18)
        plan.credit_move_id.sudo().unlink()
        self.play(19)
        self.assertFalse(self.item(self.second).amount_held)
        self.assertEqual(plan.state, "completed")

    def test_no_discount_without_completion(self):
        plan = self.make_active(
            discount_type="amount", discount_value=90, amounts=(300, 300, 210)
        )
        self.play(15, 21, 24, 31)
        self.assertEqual(plan.state, "defaulted")
        self.assertFalse(plan.credit_move_id)

    def test_interest_and_fee_become_a_draft_debit_note(self):
        with self.on(5), self.mock_mail_gateway():
            plan = self.make_plan(
                amounts=None,
                interest_rate=12,
                fee=20,
                date_first=self.day(20),
                unit="week",
                every=4,
            )
            plan.action_generate()
            self.agree(plan)
        charges = plan.amount_interest + plan.fee
        self.assertGreater(plan.amount_interest, 0)
        self.assertAlmostEqual(plan.amount_total, 900 + charges)
        debit = plan.with_env(self.env).debit_move_id
        self.assertRecordValues(debit, [{"state": "draft", "move_type": "out_invoice"}])
        self.assertAlmostEqual(debit.amount_total, charges)
        with self.on(6):
            debit.invoice_date = self.day(6)
            debit.invoice_date_due = self.day(6)
            debit.action_post()
        self.play(7, 8, 12)
        self.assertEqual(self.item(debit).reason_code, "on_hold")
        self.pay_all(18)
        self.play(18)
        self.assertEqual(plan.state, "active")
        self.assertAlmostEqual(plan.amount_rest, charges)
        with self.on(19):
            self.pay(debit, date=self.day(19))
        self.play(19)
        self.assertEqual(plan.state, "completed")

    def test_charges_that_are_waived_are_not_asked_for(self):
        plan = self.make_active(fee=30, amounts=(330, 300, 300))
        plan.debit_move_id.sudo().unlink()
        self.pay_all(18)
        self.play(18)
        self.assertEqual((plan.state, plan.amount_reduced), ("completed", 30))

    def test_charges_that_nobody_claims_keep_no_plan_open(self):
        plan = self.make_active(fee=30, amounts=(330, 300, 300))
        with self.on(10):
            self.pay(self.first, 600, self.day(10))
        self.play(10)
        self.assertEqual((plan.state, plan.amount_rest), ("active", 330))
        self.pay(self.second, 300, self.day(18))
        self.play(18)
        self.assertEqual((plan.state, plan.debit_move_id.state), ("completed", "draft"))
        # The accountant posts it all the same: it is paid like the instalments.
        with self.on(19):
            plan.debit_move_id.sudo().write(
                {"invoice_date": self.day(19), "invoice_date_due": self.day(19)}
            )
            plan.debit_move_id.sudo().action_post()
        self.play(19, 20)
        self.assertEqual((plan.state, plan.amount_rest), ("active", 30))
        self.assertEqual(self.item(plan.debit_move_id).reason_code, "on_hold")

    def test_the_ledger_keeps_its_due_dates(self):
        plan = self.make_active()
        lines = plan.item_ids.item_id.move_line_id
        self.assertEqual(set(lines.mapped("date_maturity")), {self.DUE})
        self.play(31)
        self.assertEqual(set(lines.mapped("date_maturity")), {self.DUE})
