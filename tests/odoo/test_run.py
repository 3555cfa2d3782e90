from psycopg2.errors import UniqueViolation

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from .common import COLLECTOR, CollectionsCommon


class TestRun(CollectionsCommon):
    def trigger(self, xmlid):
        with self.enter_registry_test_mode():
            self.env.ref(f"b2b_collections.{xmlid}").sudo().method_direct_trigger()

    def only_this_company(self):
        self.env["res.company"].sudo().search(
            [("id", "!=", self.company.id)]
        ).collection_daily_run = False

    def messages(self, run):
        return [
            (row["channel"], row["level_id"], row["count"], row["amount"])
            for row in run.summary["messages"]
        ]

    def test_preview_shows_what_the_run_does_and_keeps_nothing(self):
        self.post_invoice(100)
        self.post_invoice(200, partner=self.make_debtor("Other"))
        self.post_invoice(50, due=self.day(1))
        preview = self.make_run(self.day(3))
        preview.action_preview()
        self.assertFalse(self.env["collection.item"].search_count([]))
        self.assertFalse(self.actions())
        contacts = preview.line_ids.filtered("channel")
        self.assertEqual(sorted(contacts.mapped("amount")), [150.0, 200.0])
        waiting = preview.line_ids.filtered(lambda line: line.verdict == "wait")
        self.assertIn("waits for R1, until", waiting.reason)
        run = self.run_day(self.day(3))
        self.assertEqual(self.messages(run), self.messages(preview))

    def test_preview_compares_with_the_last_run(self):
        invoice = self.post_invoice(100)
        first = self.make_run(self.day(3))
        first.action_preview()
        self.assertEqual(set(first.line_ids.mapped("change")), {"new"})
        second = self.make_run(self.day(3))
        second.action_preview()
        self.assertEqual(second.line_ids.filtered("channel").change, "same")
        self.pay(invoice)
        third = self.make_run(self.day(3))
        third.action_preview()
        self.assertEqual(third.line_ids.mapped("change"), ["gone"])
        self.assertEqual(third.summary["before"]["messages"], first.summary["messages"])

    def test_prepare_only_until_a_manager_confirms(self):
        self.only_this_company()
        self.company.collection_mode = "prepare"
        self.post_invoice(100)
        self.trigger("ir_cron_daily")
        preview = self.env["collection.run"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertTrue(preview.is_preview)
        self.assertFalse(self.actions())
        with self.assertRaises(AccessError):
            preview.with_user(self.collector).action_confirm_live()
        preview.with_user(self.manager).action_confirm_live()
        self.assertEqual(self.company.collection_mode, "live")
        with self.assertRaises(AccessError):
            preview.with_user(self.collector).action_back_to_preparation()
        preview.with_user(self.manager).action_back_to_preparation()
        self.assertEqual(self.company.collection_mode, "prepare")

    def test_run_that_is_no_preview_confirms_nothing(self):
        run = self.run_day(self.day(3))
        with self.assertRaisesRegex(UserError, "preview"):
            run.action_confirm_live()

    def test_daily_job_runs_once_a_day_and_workers_act(self):
        self.only_this_company()
        invoice = self.post_invoice(100)
        self.trigger("ir_cron_daily")
        self.trigger("ir_cron_work")
        self.trigger("ir_cron_daily")
        runs = self.env["collection.run"].search([("company_id", "=", self.company.id)])
        self.assertRecordValues(runs, [{"state": "done", "case_count": 1}])
        self.assertEqual(self.actions().line_ids.move_id, invoice)

    def test_run_by_button_is_worked_off_in_the_background(self):
        self.post_invoice(100)
        run = self.make_run(self.day(3)).with_user(self.manager)
        run.action_run()
        self.assertEqual((run.state, run.case_count, run.progress), ("running", 1, 0.0))
        self.trigger("ir_cron_work")
        self.assertEqual((run.state, run.progress), ("done", 100.0))

    def test_collector_may_not_run(self):
        run = self.make_run(self.day(3))
        for method in ("action_run", "action_preview"):
            with self.assertRaises(AccessError):
                getattr(run.with_user(self.collector), method)()

    def test_batches_of_debtors_that_are_locked_are_left_to_others(self):
        self.post_invoice(100)
        run = self.make_run(self.day(3))
        run._start()
        self.assertEqual(len(run._lock_batch(size=1)), 1)
        while run.state == "running":
            run._work()
        self.assertEqual(run.case_done, 1)

    def test_later_run_replaces_one_that_was_left_undone(self):
        self.post_invoice(100)
        left = self.make_run(self.day(3))
        left._start()
        later = self.run_day(self.day(3))
        self.assertEqual((left.state, later.state), ("failed", "done"))
        self.assertEqual(len(self.actions()), 1)

    def test_run_with_messages_cannot_be_deleted(self):
        self.post_invoice(100)
        with self.assertRaisesRegex(UserError, "journal"):
            self.run_day(self.day(3)).sudo().unlink()

    def test_other_company_is_left_alone(self):
        other = self.setup_other_company()["company"]
        mine = self.post_invoice(100)
        theirs = (
            self.env["account.move"]
            .with_company(other)
            .create(
                {
                    "move_type": "out_invoice",
                    "partner_id": self.debtor.id,
                    "invoice_date": self.day(-30),
                    "invoice_date_due": self.day(0),
                    "invoice_payment_term_id": False,
                    "company_id": other.id,
                    "invoice_line_ids": [
                        Command.create({"name": "x", "price_unit": 9, "tax_ids": []})
                    ],
                }
            )
        )
        theirs.action_post()
        self.run_day(self.day(3))
        self.assertEqual(self.actions().line_ids.move_id, mine)
        self.assertFalse(self.item(theirs))
        self.run_day(self.day(3), company=other)
        self.assertEqual(self.item(theirs).company_id, other)
        stranger = new_test_user(
            self.env,
            "stranger",
            groups=f"base.group_user,{COLLECTOR}",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        seen = self.env["collection.item"].with_user(stranger).search([])
        self.assertEqual(seen.company_id, other)


class TestPolicies(CollectionsCommon):
    def test_first_policy_that_fits_applies(self):
        abroad = self.make_policy(
            name="Abroad",
            sequence=1,
            partner_domain=f"[('country_id', '!=', {self.env.ref('base.id').id})]",
        )
        foreign = self.make_debtor("Foreign", country_id=self.env.ref("base.de").id)
        self.post_invoice(100)
        self.post_invoice(100, partner=foreign)
        self.run_day(self.day(3))
        self.assertEqual(foreign.collection_case_id.policy_id, abroad)
        self.assertEqual(self.debtor.collection_case_id.policy_id, self.policy)

    def test_order_decides_and_can_be_changed(self):
        second = self.make_policy(name="Second", sequence=self.policy.sequence + 1)
        self.post_invoice(100)
        self.run_day(self.day(3))
        self.assertEqual(self.debtor.collection_case_id.policy_id, self.policy)
        second.sequence = self.policy.sequence - 1
        self.run_day(self.day(4))
        self.assertEqual(self.debtor.collection_case_id.policy_id, second)

    def test_policy_by_hand_comes_first(self):
        by_hand = self.make_policy(
            name="By hand", sequence=99, partner_domain="[('id', '=', 0)]"
        )
        self.debtor.collection_policy_id = by_hand
        self.post_invoice(100)
        self.run_day(self.day(3))
        self.assertEqual(self.debtor.collection_case_id.policy_id, by_hand)

    def test_policy_by_amount_owed(self):
        large = self.make_policy(name="Large", sequence=1, debtor_amount_min=1000)
        self.post_invoice(600)
        self.run_day(self.day(3))
        self.assertEqual(self.debtor.collection_case_id.policy_id, self.policy)
        self.post_invoice(400)
        self.run_day(self.day(4))
        self.assertEqual(self.debtor.collection_case_id.policy_id, large)

    def test_no_policy_fits(self):
        self.policy.partner_domain = "[('id', '=', 0)]"
        invoice = self.post_invoice(100)
        self.run_day(self.day(3))
        self.assertEqual(self.item(invoice).reason, "no policy fits this debtor")

    def test_policy_without_levels_says_so(self):
        self.policy.level_ids.action_archive()
        invoice = self.post_invoice(100)
        run = self.run_day(self.day(3))
        self.assertEqual(run.state, "done")
        self.assertEqual(self.item(invoice).reason, "the policy has no levels")

    def test_two_levels_on_one_day_are_refused(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(UniqueViolation, "days_unique"),
            self.env.cr.savepoint(),
        ):
            self.levels["R2"].days = 3
            self.env.flush_all()

    def test_unreadable_condition_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "domain editor"):
            self.policy.partner_domain = "[('no_such_field', '=', 1)]"

    def test_level_without_channel_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "channel"):
            self.levels["R1"].send_mail = False

    def test_copy_takes_the_ladder_along(self):
        copy = self.policy.copy()
        self.assertEqual(
            copy.level_ids.mapped("days"), self.policy.level_ids.mapped("days")
        )
        self.assertEqual(copy.name, "Test policy (copy)")
