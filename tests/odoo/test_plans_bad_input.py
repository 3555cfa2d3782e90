"""What a plan must not be, who must not make it, and what a user is told."""

from contextlib import contextmanager

from psycopg2.errors import UniqueViolation

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from .common import COLLECTOR
from .plans_common import PlansCommon


class TestPlansBadInput(PlansCommon):
    def refused(self, words, error=UserError):
        return self.assertRaisesRegex(error, words)

    @contextmanager
    def taken_by_database(self, words):
        """Odoo shows the message of the index instead of this error."""
        with (
            self.refused(words, UniqueViolation),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            yield
            self.env.flush_all()

    def item_of(self, **vals):
        invoice = self.post_invoice(500, **vals)
        with self.on(4):
            self.make_run(self.day(4))._execute()
        return self.item(invoice)

    def test_a_plan_over_a_disputed_item(self):
        dispute = self.env["collection.hold.reason"].search([("code", "=", "dispute")])
        dispute = dispute or dispute.create({"name": "Dispute", "code": "dispute"})
        item = self.item(self.first)
        with self.on(5):
            plan = self.make_plan()
            self.case._hold(dispute, items=item, amount=30, source="system")
            with self.refused("in dispute", ValidationError):
                self.make_plan(items=item)
            with self.refused("in dispute", ValidationError):
                plan.action_submit()

    def test_items_that_are_paid_or_gone_up_or_down(self):
        with self.on(5):
            plan = self.make_plan()
            self.pay(self.first, 100, self.day(5))
            with self.refused("500.00 of INV/2026/00001 is open by now"):
                plan.action_submit()
            plan.action_refresh()
            self.assertEqual(plan.amount_items, 800)
            with self.refused("they come to .*900.00"):
                plan.action_submit()
            plan.line_ids[2].amount = 200
            plan.action_submit()
            self.pay(self.second, date=self.day(5))
            with self.refused("paid or cancelled", ValidationError):
                self.make_plan(items=self.item(self.second))

    def test_items_of_another_debtor_currency_or_company(self):
        other = self.item_of(partner=self.make_debtor("Sumber Makmur"))
        euro = self.env.ref("base.EUR")
        euro.active = True
        foreign = self.item_of(currency_id=euro.id)
        with self.on(5):
            plan = self.make_plan()
            for item, words in ((other, "owed by Sumber"), (foreign, "is in EUR")):
                with self.refused(words, ValidationError):
                    plan.item_ids = [Command.create({"item_id": item.id})]
                plan.invalidate_recordset()

    def test_instalments_that_do_not_add_up(self):
        with self.on(5):
            plan = self.make_plan(amounts=(300, 300, 299))
            self.assertEqual(plan.amount_gap, 1)
            with self.refused("Change an instalment by"):
                plan.action_submit()

    def test_instalments_that_are_in_the_past_or_on_one_day(self):
        with self.on(5):
            plan = self.make_plan()
        with self.on(21), self.refused("which has passed"):
            plan.action_submit()
        with self.on(5), self.taken_by_database("date_unique"):
            plan.line_ids[1].date = plan.line_ids[0].date

    def test_nothing_to_be_paid_or_no_instalments(self):
        with self.on(5):
            plan = self.make_plan(amounts=None)
            with self.refused("Instalments: .* has none"):
                plan.action_submit()
            plan.item_ids.unlink()
            with self.refused("Items: .* has none"):
                plan.action_submit()
            with self.refused("Items: the plan has none"):
                plan.action_generate()

    def test_a_discount_of_everything(self):
        with self.on(5), self.refused("nothing to be paid", ValidationError):
            self.make_plan(discount_type="amount", discount_value=900)
            self.env.flush_all()

    def test_schedules_that_cannot_be_made(self):
        with self.on(5):
            plan = self.make_plan(amounts=None)
            for vals, words in (
                ({"down_payment": 900}, "Down-payment: it must be less"),
                ({"down_payment": 10, "down_payment_date": self.day(90)}, "before"),
                ({"down_payment": 0, "round_to": 1000}, "come to nothing"),
                ({"round_to": 0, "method": "stepped", "step_percent": -60}, "Step %"),
            ):
                plan.write({"date_first": self.day(20), **vals})
                with self.subTest(words), self.refused(words):
                    plan.action_generate()

    def test_two_plans_on_one_item(self):
        self.make_active()
        with self.on(6):
            plan = self.make_plan()
            with self.refused("is in PP-.* already"):
                plan.action_submit()

    def test_the_database_holds_one_plan_for_each_item(self):
        plan = self.make_active()
        with self.on(6):
            other = self.make_plan()
            with self.taken_by_database("live_unique"):
                other.sudo()._set_state("proposed")
        self.assertEqual(plan.state, "active")

    def test_a_plan_that_is_not_a_draft_stays_as_it_is(self):
        plan = self.make_active().with_user(self.manager)
        with self.on(6):
            for change in (
                lambda: plan.write({"interest_rate": 5}),
                lambda: plan.line_ids[0].write({"amount": 1}),
                lambda: plan.line_ids[0].unlink(),
                lambda: plan.item_ids[0].unlink(),
                lambda: plan.write(
                    {"line_ids": [Command.create({"date": "2027-01-01", "amount": 1})]}
                ),
                plan.action_generate,
                plan._unlink_only_drafts,
            ):
                with self.refused("active and cannot be changed"):
                    change()
            # Notes about the debtor are not what was agreed upon.
            plan.means_note = "Has sold a lorry"

    def test_results_are_not_entered_by_hand(self):
        with self.on(5):
            plan = self.make_plan().with_user(self.manager)
            for vals in ({"state": "approved"}, {"user_id": self.manager.id}):
                with self.refused("follows from", AccessError):
                    plan.write(vals)
                with self.refused("follows from", AccessError):
                    self.make_plan(user=self.manager, **vals)
            with self.refused("follows from", AccessError):
                plan.line_ids[0].amount_paid = 300
            with self.refused("follows from", AccessError):
                plan.item_ids[0].amount = 1

    def test_what_does_not_fit_the_state(self):
        with self.on(5):
            plan = self.make_plan()
            for act in (
                lambda: plan._sign("Ibu Sari"),
                plan.with_user(self.manager).action_activate,
                plan.action_new_version,
                plan.action_draft,
            ):
                with self.refused("so this cannot be done"):
                    act()

    def test_who_may_make_plans(self):
        other = new_test_user(
            self.env,
            "col_other",
            groups=f"base.group_user,{COLLECTOR}",
            company_id=self.company.id,
        )
        with self.on(5):
            plan = self.make_plan()
            with self.refused("the case of col_user", AccessError):
                self.make_plan(user=other)
            with self.refused("the case of col_user", AccessError):
                plan.with_user(other).action_submit()
            with self.assertRaises(AccessError):
                self.make_plan(user=self.reader)
            plan.with_user(self.reader).read(["amount_total", "state", "means_hint"])
            with self.assertRaises(AccessError):
                plan.with_user(self.reader).action_submit()
            self.assertTrue(self.make_plan(user=self.manager))

    def test_ending_early_and_activating_unsigned_is_for_managers(self):
        with self.on(5), self.mock_mail_gateway():
            plan = self.make_plan()
            plan.action_submit()
            if plan.state == "submitted":
                plan.with_user(self.manager)._approve()
            with self.refused("Only a collections manager", AccessError):
                plan.action_activate()
            plan.with_user(self.manager).action_activate()
            with self.refused("Only a collections manager", AccessError):
                plan.action_cancel()
            plan.with_user(self.manager).action_cancel()
        self.assertEqual(plan.state, "cancelled")
        self.assertFalse(self.item(self.first).amount_held)

    def test_a_user_of_another_company_sees_no_plan(self):
        plan = self.make_active()
        company = self.setup_other_company()["company"]
        stranger = new_test_user(
            self.env,
            "col_stranger",
            groups=f"base.group_user,{COLLECTOR}",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        for model in (
            "collection.plan",
            "collection.plan.line",
            "collection.plan.item",
        ):
            self.assertFalse(self.env[model].with_user(stranger).search([]))
        with self.assertRaises(AccessError):
            plan.with_user(stranger).action_update()
        with self.on(6), self.assertRaises(AccessError):
            self.make_plan(user=stranger)
