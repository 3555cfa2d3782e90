"""Write-offs from proposal to posted, and what the ledger says of them."""

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tools import mute_logger

from .writeoff_common import WriteoffCommon


class TestWriteoffs(WriteoffCommon):
    def setUp(self):
        super().setUp()
        self.first, self.second = self.post_invoice(600), self.post_invoice(300)
        self.items = self.chase(self.first, self.second)
        self.case = self.items.case_id

    def test_life(self):
        before = self.balance(self.receivable)
        writeoff = self.propose(self.items)
        self.assertRegex(writeoff.name, r"^WO-2026-\d{4}$")
        self.assertEqual((writeoff.amount, writeoff.amount_company), (900, 900))
        with self.mock_mail_gateway():
            writeoff.action_submit()
        self.assertEqual(writeoff.state, "submitted")
        self.assertEqual(self.case.stage_id.code, "write_off")
        with self.mock_mail_gateway():
            writeoff.with_user(self.manager)._approve()
        self.assertEqual(writeoff.state, "approved")
        writeoff.with_user(self.manager).action_post()
        self.assertEqual(writeoff.state, "posted")
        self.assertEqual(
            self.ledger(writeoff.move_id),
            {self.receivable: (-900, -900), self.bad_debt: (900, 900)},
        )
        self.assertEqual(self.balance(self.receivable), before - 900)
        self.assertEqual((self.first | self.second).mapped("amount_residual"), [0, 0])
        self.assertEqual(self.items.mapped("state"), ["written_off"] * 2)
        self.assertEqual(self.items[0].reason, "written off")
        self.assertEqual(
            self.events(),
            ["writeoff_submitted", "writeoff_approved", "writeoff_posted"],
        )
        self.assert_ties()

    def test_a_case_that_is_written_off_closes_without_thanks(self):
        self.policy.thank_you = True
        self.items.sudo().level_id = self.levels["SP1"]
        self.write_off(self.items)
        self.make_run(self.day(self.TODAY))._execute()
        self.assertEqual(self.case.state, "closed")
        self.assertFalse(any(self.items.mapped("thanks_due")))
        self.assertFalse(self.actions(kind="thanks"))
        self.assertEqual(self.items.mapped("state"), ["written_off"] * 2)

    def test_a_part_is_written_off_and_the_rest_paid(self):
        item = self.item(self.first)
        writeoff = self.write_off(item, [450])
        self.assertEqual(self.first.amount_residual, 150)
        self.assertEqual((item.state, item.amount_residual), ("open", 150))
        self.assertEqual(writeoff.amount, 450)
        self.pay(self.first, date=self.day(self.TODAY))
        self.make_run(self.day(self.TODAY))._execute()
        self.assertEqual(item.state, "paid")
        self.assertEqual(
            self.first.payment_state,
            self.env["account.move"]._get_invoice_in_payment_state(),
        )
        self.assert_ties()

    def test_messages_that_have_not_left_are_taken_back(self):
        waiting = self.actions().filtered(
            lambda one: one.state in ("queued", "to_print")
        )
        self.assertTrue(waiting, "the test needs one")
        self.write_off(self.items)
        self.assertEqual(set(waiting.mapped("state")), {"cancelled"})

    def test_placed_with_an_agency(self):
        item = self.item(self.first)
        agency = self.env["collection.agency"].create(
            {"partner_id": self.make_debtor("Agency").id}
        )
        placement = self.env["collection.placement"].create(
            {
                "case_id": self.case.id,
                "agency_id": agency.id,
                "currency_id": item.currency_id.id,
                "line_ids": [Command.create({"item_id": item.id})],
            }
        )
        placement.line_ids.sudo().is_live = True
        with self.assertRaisesRegex(UserError, "is placed with Agency .*Recall it"):
            self.propose(item).action_submit()
        # The other one is not.
        _currency, commands = self.case._prepare_writeoff_lines()
        self.assertEqual(
            [one[2]["item_id"] for one in commands], self.item(self.second).ids
        )

    def test_more_than_the_residual(self):
        self.pay(self.first, 400, date=self.day(10))
        item = self.chase(self.first)
        with self.assertRaisesRegex(ValidationError, "more than the .*200"):
            self.propose(item, [200.01])

    def test_nothing_or_less_than_nothing(self):
        writeoff = self.propose(self.items)
        with self.assertRaisesRegex(ValidationError, "amount above 0 for"):
            writeoff.line_ids[0].amount = 0
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            writeoff.line_ids[0].amount = -5
            self.env.flush_all()

    def test_paid_meanwhile(self):
        writeoff = self.approve(self.propose(self.items))
        self.pay(self.first, date=self.day(10))
        with self.assertRaisesRegex(UserError, "nothing is open"):
            writeoff.with_user(self.manager)._post()
        self.assertEqual(writeoff.state, "approved")
        self.assertFalse(writeoff.move_id)

    def test_paid_items_cannot_be_proposed(self):
        self.pay(self.first, date=self.day(10))
        with self.assertRaisesRegex(ValidationError, "nothing is open"):
            self.propose(self.item(self.first))

    def test_in_two_write_offs(self):
        first, second = self.propose(self.items), self.propose(self.items)
        self.approve(first)
        with self.assertRaisesRegex(UserError, f"is in {first.name} already"):
            second.action_submit()
        first.action_cancel()
        self.approve(second)
        self.assertEqual(second.state, "approved")

    def test_in_a_plan(self):
        item = self.item(self.first)
        plan = self.env["collection.plan"].create(
            {
                "case_id": self.case.id,
                "currency_id": item.currency_id.id,
                "item_ids": [Command.create({"item_id": item.id})],
            }
        )
        plan.item_ids.sudo().is_live = True
        with self.assertRaisesRegex(UserError, f"payment plan {plan.name}"):
            self.propose(item).action_submit()

    def test_a_disputed_item_is_warned_about(self):
        item = self.item(self.first)
        self.assertFalse(self.propose(item).disputed_hint)
        self.case.with_user(self.collector)._hold(
            self.env.ref("b2b_collections.hold_reason_dispute"),
            items=item,
            note="test",
            source="system",
        )
        writeoff = self.propose(item)
        self.assertIn(self.first.name, writeoff.disputed_hint)
        self.write_off(item)
        self.assertEqual(item.state, "written_off")

    def test_evidence_is_asked_for(self):
        reason = self.env.ref("b2b_collections.writeoff_reason_insolvent")
        writeoff = self.propose(self.items, reason=reason, note=False)
        with self.assertRaisesRegex(UserError, "^Explanation:.*Notice of the court"):
            writeoff.action_submit()
        writeoff.note = "Proceedings were opened."
        with self.assertRaisesRegex(UserError, "^Evidence: attach"):
            writeoff.action_submit()
        writeoff.attachment_ids = [
            Command.create(
                {"name": "notice.pdf", "raw": b"x", "res_model": "collection.writeoff"}
            )
        ]
        writeoff.action_submit()
        self.assertEqual(writeoff.attachment_ids.res_id, writeoff.id)

    def test_two_approvers_above_the_limit(self):
        self.env["collection.approval.rule"].create(
            {
                "name": "Here",
                "subject": "writeoff",
                "company_id": self.company.id,
                "second_amount": 800,
            }
        )
        self.env.ref("b2b_collections.approval_rule_writeoff")
        other = self.manager.copy({"login": "col_second"})
        writeoff = self.propose(self.items)
        with self.mock_mail_gateway():
            writeoff.action_submit()
            writeoff.with_user(self.manager)._approve()
            self.assertEqual(writeoff.state, "submitted")
            writeoff.with_user(other)._approve()
        self.assertEqual(writeoff.state, "approved")

    def test_nobody_approves_his_own(self):
        writeoff = self.propose(self.items, user=self.manager)
        with self.mock_mail_gateway(), self.assertRaises(UserError):
            writeoff.action_submit()
            writeoff._approve()

    def test_refused_and_proposed_again(self):
        writeoff = self.propose(self.items)
        with self.mock_mail_gateway():
            writeoff.action_submit()
            writeoff.with_user(self.manager)._refuse("Try the agency first.")
        self.assertEqual(writeoff.state, "refused")
        self.assertEqual(writeoff.end_reason, "Try the agency first.")
        self.assertNotEqual(self.case.stage_id.code, "write_off")
        writeoff.action_draft()
        self.approve(writeoff)
        self.assertEqual(writeoff.state, "approved")

    def test_what_was_approved_is_what_is_posted(self):
        writeoff = self.approve(self.propose(self.items))
        with self.assertRaises(UserError):
            writeoff.line_ids[0].amount = 1
        writeoff.line_ids[0].sudo().amount = 1
        with self.assertRaisesRegex(UserError, "not what was approved"):
            writeoff.with_user(self.manager).sudo()._post()

    def test_collectors_do_not_post(self):
        writeoff = self.approve(self.propose(self.items))
        with self.assertRaisesRegex(AccessError, "Only a collections manager"):
            writeoff._post()

    def test_results_are_not_entered(self):
        writeoff = self.propose(self.items)
        for vals in ({"state": "posted"}, {"move_id": self.first.id}):
            with self.subTest(vals), self.assertRaises(AccessError):
                writeoff.write(vals)

    def test_without_an_account(self):
        self.company.collection_writeoff_account_id = False
        writeoff = self.approve(self.propose(self.items))
        with self.assertRaisesRegex(UserError, "^Bad-Debt Account: none is set"):
            writeoff.with_user(self.manager)._post()

    def test_the_journal_is_made_once(self):
        self.write_off(self.item(self.first))
        journal = self.company.collection_writeoff_journal_id
        self.assertEqual((journal.code, journal.type), ("WOFF", "general"))
        self.write_off(self.item(self.second))
        self.assertEqual(self.company.collection_writeoff_journal_id, journal)

    def test_entries_are_not_taken_back_in_accounting(self):
        writeoff = self.write_off(self.items)
        with self.assertRaisesRegex(UserError, "Undo it there"):
            writeoff.move_id.button_draft()
