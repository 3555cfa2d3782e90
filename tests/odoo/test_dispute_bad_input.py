from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

from .dispute_common import DisputeCommon


@freeze_time("2026-03-04")
class TestDisputeBadInput(DisputeCommon):
    def test_amount_over_the_balance_zero_and_negative(self):
        self.pay(self.invoice, 60)
        for amount in (50.0, 0.0, -1.0):
            with self.subTest(amount), self.refused(ValidationError, "Contested"):
                self.dispute({self.invoice: amount})
        self.assertEqual(self.dispute({self.invoice: 40.0}).amount, 40.0)

    def test_paid_item(self):
        self.pay(self.invoice)
        with self.refused(UserError, "paid or cancelled"):
            self.dispute({self.invoice: 1.0})

    def test_no_item(self):
        with self.refused(ValidationError, "Items"):
            self.dispute({})

    def test_two_currencies(self):
        other = self.setup_other_currency("EUR")
        foreign = self.post_invoice(50, currency_id=other.id)
        self.make_run(self.day(2))._execute()
        with self.refused(ValidationError, "several currencies"):
            self.dispute({self.invoice: 10.0, foreign: 10.0})
        dispute = self.dispute({foreign: 10.0})
        self.assertEqual(dispute.currency_id, other)

    def test_two_open_disputes_on_the_same_amount(self):
        first = self.dispute({self.invoice: 60.0})
        with self.refused(ValidationError, first.name):
            self.dispute({self.invoice: 41.0})
        second = self.dispute({self.invoice: 40.0})
        self.assertEqual(self.item(self.invoice).amount_held, 100.0)
        second.with_user(self.collector)._withdraw("Mistake.")
        self.decide(first, {self.invoice: 50.0})
        # Accepted and not credited yet: it is still spoken for.
        with self.refused(ValidationError, first.name):
            self.dispute({self.invoice: 51.0})

    def test_another_case_and_another_company(self):
        other = self.post_invoice(70, partner=self.make_debtor("Other"))
        self.make_run(self.day(2))._execute()
        with self.refused(ValidationError, "another case"):
            self.dispute({other: 10.0})
        company = self.setup_other_company()["company"]
        abroad = self.case.sudo().copy({"company_id": company.id})
        with self.refused(UserError, "another company"):
            abroad._dispute(self.price, {self.item(self.invoice): 10.0})

    def test_more_accepted_than_contested(self):
        dispute = self.dispute({self.invoice: 30.0})
        for amount in (31.0, -1.0):
            with self.refused(ValidationError, "Accepted"):
                self.decide(dispute, {self.invoice: amount})

    def test_decided_twice_and_facts_changed_afterwards(self):
        dispute = self.dispute({self.invoice: 30.0})
        self.decide(dispute, {}, answer="No.")
        with self.refused(UserError, "decided already"):
            self.decide(dispute, {self.invoice: 30.0})
        mine = dispute.with_user(self.collector)
        with self.refused(UserError, "decided"):
            mine.description = "Other words"
        with self.refused(UserError, "decided"):
            mine.line_ids.amount = 10
        with self.assertRaises(AccessError):
            mine.state = "accepted"
        with self.assertRaises(AccessError):
            mine.unlink()
        with self.refused(UserError, "withdraw it"):
            dispute.sudo().unlink()

    def test_contested_amount_is_corrected(self):
        dispute = self.dispute({self.invoice: 30.0})
        line = dispute.with_user(self.collector).line_ids
        line.amount = 45
        self.assertEqual(self.item(self.invoice).amount_held, 45.0)
        with self.refused(ValidationError, "Contested"):
            line.amount = 101
        other = self.post_invoice(70)
        self.make_run(self.day(2))._execute()
        dispute.with_user(self.collector).line_ids = [
            Command.create({"item_id": self.item(other).id, "amount": 7})
        ]
        self.assertEqual(self.item(other).amount_held, 7.0)
        dispute.with_user(self.collector).line_ids = [Command.delete(line.id)]
        self.assertFalse(self.item(self.invoice).amount_held)
        with self.refused(UserError, "last one"):
            dispute.with_user(self.collector).line_ids.unlink()

    def test_payment_during_the_dispute(self):
        dispute = self.dispute({self.invoice: 30.0})
        self.pay(self.invoice, 80)
        self.make_run(self.day(2))._execute()
        item = self.item(self.invoice)
        self.assertEqual((item.amount_residual, item.amount_held), (20.0, 20.0))
        self.assertEqual((dispute.state, dispute.amount), ("new", 30.0))
        self.pay(self.invoice)
        self.make_run(self.day(2))._execute()
        self.assertRecordValues(dispute, [{"state": "withdrawn", "end_kind": "paid"}])
        self.assertFalse(dispute.line_ids.hold_id.state in ("active", "planned"))

    def test_invoice_cancelled_during_the_dispute(self):
        dispute = self.dispute({self.invoice: 30.0})
        self.invoice.button_draft()
        self.invoice.button_cancel()
        self.make_run(self.day(2))._execute()
        self.assertRecordValues(
            dispute, [{"state": "withdrawn", "end_kind": "cancelled"}]
        )

    def test_credit_note_deleted_is_to_be_prepared_again(self):
        dispute = self.dispute({self.invoice: 30.0})
        self.decide(dispute, {self.invoice: 30.0}, user=self.accounting_manager)
        dispute.credit_move_ids.unlink()
        self.assertEqual(dispute.credit_state, "to_prepare")
        self.assertEqual(self.item(self.invoice).amount_held, 30.0)
        self.assertIn(self.accountant, dispute.activity_ids.user_id)
        dispute.with_user(self.accountant).action_prepare_credit()
        self.assertEqual(dispute.credit_state, "draft")

    def test_credit_note_back_in_draft_is_held_again(self):
        dispute = self.dispute({self.invoice: 30.0})
        self.decide(dispute, {self.invoice: 30.0}, user=self.accounting_manager)
        credit = dispute.credit_move_ids
        credit.action_post()
        credit.button_draft()
        self.make_run(self.day(2))._execute()
        self.assertEqual(dispute.credit_state, "draft")
        self.assertEqual(self.item(self.invoice).amount_held, 30.0)
        credit.button_cancel()
        self.assertEqual(dispute.credit_state, "to_prepare")

    def test_contested_invoice_is_not_deleted(self):
        dispute = self.dispute({self.invoice: 30.0})
        self.invoice.button_draft()
        with self.refused(UserError, dispute.name):
            self.invoice.with_context(force_delete=True).unlink()
        self.invoice.invoice_date_due = self.day(9)
        self.invoice.action_post()
        self.make_run(self.day(2))._execute()
        self.assertEqual(self.item(self.invoice).amount_held, 30.0)

    def test_payment_that_bounces_after_the_dispute_ended(self):
        dispute = self.dispute({self.invoice: 30.0})
        payment = self.pay(self.invoice)
        self.make_run(self.day(2))._execute()
        self.assertEqual((dispute.state, self.case.state), ("withdrawn", "closed"))
        payment.action_draft()
        payment.action_cancel()
        self.make_run(self.day(2))._execute()
        case = self.item(self.invoice).case_id
        self.assertNotEqual(case, self.case)
        dispute.with_user(self.collector)._reopen("The payment bounced.")
        self.assertEqual((dispute.case_id, case.amount_disputed), (case, 30.0))

    def test_reopening_with_a_credit_note(self):
        dispute = self.dispute({self.invoice: 30.0})
        self.decide(dispute, {self.invoice: 30.0}, user=self.accounting_manager)
        with self.refused(UserError, "credit note"):
            dispute.with_user(self.collector)._reopen("Look again.")
        dispute.credit_move_ids.unlink()
        dispute.with_user(self.collector)._reopen("Look again.")
        self.assertEqual(
            (dispute.state, dispute.credit_state), ("investigating", "none")
        )
