from odoo import Command
from odoo.tools import mute_logger

from .common import CollectionsCommon


class TestLadderOnLedger(CollectionsCommon):
    def test_items_climb_one_level_at_a_time(self):
        invoice = self.post_invoice()
        for offset, level in ((-7, "NOTICE"), (3, "R1"), (10, "R2"), (30, "SP1")):
            self.run_day(self.day(offset))
            self.assertEqual(self.item(invoice).level_id.short_name, level)
        self.assertRecordValues(
            self.item(invoice), [{"level_date": self.day(30), "state": "open"}]
        )
        self.assertEqual(invoice.collection_level_id.short_name, "SP1")
        self.assertEqual(invoice.collection_stage_id.code, "dunning")
        self.assertEqual(self.debtor.collection_stage_id.code, "dunning")
        self.assertEqual(self.debtor.collection_case_id.stage_id.code, "dunning")

    def test_late_entrant_starts_at_the_first_reminder_and_keeps_the_gap(self):
        invoice = self.post_invoice()
        self.run_day(self.day(120))
        self.assertEqual(self.item(invoice).level_id.short_name, "R1")
        self.run_day(self.day(126))
        self.assertEqual(self.item(invoice).level_id.short_name, "R1")
        self.assertIn("R1 + 7 days", self.item(invoice).reason)
        self.run_day(self.day(127))
        self.assertEqual(self.item(invoice).level_id.short_name, "R2")

    def test_same_day_again_does_nothing_twice(self):
        self.post_invoice()
        self.run_day(self.day(3), send=False)
        self.run_day(self.day(3), send=False)
        self.assertEqual(len(self.actions()), 1)
        self.send_mails()
        self.run_day(self.day(3))
        self.assertRecordValues(self.actions(), [{"state": "done", "channel": "mail"}])

    def test_part_payment_leaves_the_rest_to_chase(self):
        invoice = self.post_invoice(1000)
        self.pay(invoice, 400)
        self.run_day(self.day(3))
        line = self.actions().line_ids
        self.assertRecordValues(
            line, [{"amount_original": 1000.0, "amount_residual": 600.0}]
        )

    def test_instalments_age_one_by_one(self):
        terms = self.env["account.payment.term"].create(
            {
                "name": "Half now, half in 20 days",
                "line_ids": [
                    Command.create(
                        {"value": "percent", "value_amount": 50, "nb_days": days}
                    )
                    for days in (30, 50)
                ],
            }
        )
        invoice = self.post_invoice(1000, invoice_payment_term_id=terms.id)
        self.run_day(self.day(10))
        self.assertRecordValues(
            self.item(invoice),
            [
                {"date_due": self.day(0), "amount_residual": 500.0, "verdict": "wait"},
            ],
        )
        self.run_day(self.day(23))
        first, second = self.item(invoice)
        self.assertEqual(
            (first.level_id.short_name, second.level_id.short_name), ("R2", "R1")
        )
        self.assertEqual(invoice.collection_level_id.short_name, "R2")

    def test_credit_note_nets_the_oldest_item(self):
        old = self.post_invoice(300)
        new = self.post_invoice(1000, due=self.day(2))
        self.post_invoice(300, move_type="out_refund")
        self.run_day(self.day(12))
        self.assertEqual(self.item(old).reason, "paid on account covers it")
        self.assertFalse(self.item(old).level_id)
        self.assertEqual(self.item(new).level_id.short_name, "R1")
        action = self.actions()
        self.assertEqual(
            sorted(action.line_ids.mapped("amount_residual")), [-300.0, 300.0, 1000.0]
        )
        self.assertEqual(action.line_ids.filtered("climbs").move_id, new)
        self.assertEqual(action.amount, 1000.0)

    def test_payment_on_account_is_shown_but_not_netted_by_policy(self):
        self.policy.netting = "show"
        invoice = self.post_invoice(1000)
        self.pay_on_account(999)
        self.run_day(self.day(3))
        self.assertEqual(self.item(invoice).level_id.short_name, "R1")
        self.assertEqual(self.actions().line_ids.sorted("kind")[0].kind, "credit")

    def test_ignored_credits_are_not_mentioned(self):
        self.policy.netting = "ignore"
        self.post_invoice(1000)
        self.pay_on_account(999)
        self.run_day(self.day(3))
        self.assertEqual(self.actions().line_ids.mapped("kind"), ["item"])

    def test_debtor_in_credit_is_not_chased(self):
        for netting in ("net", "show", "ignore"):
            self.policy.netting = netting
            partner = self.make_debtor(f"In credit {netting}")
            invoice = self.post_invoice(500, partner=partner)
            self.pay_on_account(500, partner=partner)
            self.run_day(self.day(3))
            self.assertEqual(self.item(invoice).reason, "debtor is in credit")
            self.assertFalse(self.actions(partner))

    def test_flags_of_accounting_hold(self):
        no_followup = self.post_invoice(100)
        no_followup.no_followup = True
        blocked = self.post_invoice(100)
        blocked.action_toggle_block_payment()
        plain = self.post_invoice(100)
        self.run_day(self.day(3))
        self.assertEqual(
            self.item(no_followup).reason, "marked 'No Follow-Up' in accounting"
        )
        self.assertEqual(self.item(blocked).reason, "payment is blocked in accounting")
        self.assertEqual(self.actions().line_ids.move_id, plain)

    def test_pending_online_payment_holds(self):
        invoice = self.post_invoice(100)
        provider = self.env["payment.provider"].sudo().search(
            [("company_id", "=", self.company.id)], limit=1
        ) or self.env["payment.provider"].sudo().create(
            {"name": "Test", "code": "none", "company_id": self.company.id}
        )
        method = (
            self.env["payment.method"].sudo().create({"name": "Test", "code": "test"})
        )
        transaction = (
            self.env["payment.transaction"]
            .sudo()
            .create(
                {
                    "provider_id": provider.id,
                    "payment_method_id": method.id,
                    "amount": 100,
                    "currency_id": invoice.currency_id.id,
                    "partner_id": self.debtor.id,
                    "reference": "pending-1",
                    "state": "pending",
                    "invoice_ids": [Command.set(invoice.ids)],
                }
            )
        )
        self.run_day(self.day(3))
        self.assertEqual(self.item(invoice).reason, "online payment is pending")
        transaction.state = "cancel"
        self.run_day(self.day(3))
        self.assertEqual(self.item(invoice).level_id.short_name, "R1")

    def test_draft_cancelled_reversed_and_paid_get_no_message(self):
        draft = self.post_invoice(100)
        draft.button_draft()
        cancelled = self.post_invoice(100)
        cancelled.button_draft()
        cancelled.button_cancel()
        reversed_ = self.post_invoice(100)
        reversed_._reverse_moves(cancel=True)
        paid = self.post_invoice(100)
        self.pay(paid)
        self.run_day(self.day(3))
        self.assertFalse(self.actions())

    def test_items_follow_the_ledger_after_the_first_run(self):
        paid, cancelled = self.post_invoice(100), self.post_invoice(100)
        self.run_day(self.day(3))
        self.pay(paid)
        cancelled.button_draft()
        cancelled.button_cancel()
        self.run_day(self.day(4))
        self.assertEqual(self.item(paid).state, "paid")
        self.assertEqual(self.item(cancelled).state, "cancelled")
        self.assertFalse(paid.collection_level_id)
        case = self.env["collection.case"].search([("partner_id", "=", self.debtor.id)])
        self.assertEqual(case.state, "closed")
        self.assertFalse(self.debtor.collection_stage_id)

    def test_bounced_payment_takes_the_item_up_where_it_stood(self):
        invoice = self.post_invoice(100)
        self.run_day(self.day(3))
        payment = self.pay(invoice)
        self.run_day(self.day(5))
        self.assertEqual(self.item(invoice).state, "paid")
        payment.action_draft()
        payment.action_cancel()
        self.run_day(self.day(9))
        self.assertRecordValues(
            self.item(invoice),
            [{"state": "open", "cycle": 2, "level_id": self.levels["R1"].id}],
        )
        self.run_day(self.day(10))
        self.assertEqual(self.item(invoice).level_id.short_name, "R2")

    def test_smallest_item_and_total(self):
        self.policy.min_item_amount = 50
        self.policy.min_total_amount = 200
        small, middle = self.post_invoice(49), self.post_invoice(150)
        self.run_day(self.day(3))
        self.assertEqual(
            self.item(small).reason, "open amount is below the smallest item to chase"
        )
        self.assertEqual(
            self.item(middle).reason, "total due is below the smallest total to chase"
        )
        self.assertFalse(self.actions())

    def test_run_for_another_date_says_so(self):
        self.post_invoice()
        past = self.make_run(self.day(-300))._execute()
        future = self.make_run(self.day(30000))._execute()
        self.assertIn("past date", past.note)
        self.assertIn("future date", future.note)
        self.assertFalse(past.case_count)

    def test_level_rests_until_the_next_message_may_go(self):
        self.policy.contact_gap_days = 3
        self.post_invoice(100)
        second = self.post_invoice(100, due=self.day(1))
        self.run_day(self.day(3))
        self.run_day(self.day(4))
        self.assertIn("was written to on", self.item(second).reason)
        self.run_day(self.day(6))
        self.assertEqual(self.item(second).level_id.short_name, "R1")

    @mute_logger("odoo.addons.b2b_collections.models.collection_run")
    def test_one_debtor_that_fails_does_not_stop_the_rest(self):
        other = self.make_debtor("Other debtor")
        self.post_invoice(100)
        good = self.post_invoice(100, partner=other)
        action = type(self.env["collection.action"])
        prepare = action._prepare_mail_vals

        def fail_for_debtor(action_self, *args):
            if action_self.partner_id == self.debtor:
                raise ValueError("broken data")
            return prepare(action_self, *args)

        self.patch(action, "_prepare_mail_vals", fail_for_debtor)
        run = self.run_day(self.day(3))
        self.assertEqual(self.item(good).level_id.short_name, "R1")
        self.assertEqual((run.state, run.case_failed), ("done", 1))
        case = self.debtor.collection_case_id
        self.assertIn("broken data", case.error)
        self.assertFalse(self.actions())
        self.assertTrue(case.activity_ids)
