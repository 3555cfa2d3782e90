"""What may be promised, by whom, and what is refused."""

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from .common import COLLECTOR
from .promises_common import PromisesCommon


class TestBadInput(PromisesCommon):
    def setUp(self):
        super().setUp()
        (self.invoice, self.other), self.case = self.open_case(1000, 500)
        self.first = self.item(self.invoice)

    def check_refused(self, words, amount=100, error=ValidationError, **vals):
        vals.setdefault("items", self.first)
        with self.assertRaisesRegex(error, words):
            self.promise(self.case, amount, **vals)

    def test_a_day_in_the_past(self):
        self.check_refused("Promised for: 03/06/2026 has passed", due=4)
        self.assertTrue(self.promise(self.case, 100, due=5))

    def test_no_amount(self):
        for amount in (0, -5, 0.001):
            self.check_refused("must be more than 0", amount)

    def test_more_than_is_open(self):
        self.check_refused("1,000.01 is more than the open .*1,000.00", 1000.01)
        self.promise(self.case, 1500, items=self.item(self.invoice | self.other))

    def test_more_than_is_left_by_other_promises(self):
        self.promise(self.case, 700, items=self.first)
        self.check_refused("700.00 are promised already.* at most .*300.00", 300.01)
        second = self.promise(self.case, 300, due=12, items=self.first)
        self.assertEqual(self.first.amount_held, 1000)
        with freeze_time(self.day(6)):
            second.with_user(self.collector)._withdraw("Not possible after all")
        self.assertTrue(self.promise(self.case, 300, on=6, items=self.first))

    def test_what_was_paid_since_the_last_run_is_known(self):
        self.promise(self.case, 700, items=self.first)
        self.pay_on(self.invoice, 700, 5)
        # The first promise is kept with it; the second may be over all of the rest.
        second = self.promise(self.case, 300, due=12, items=self.first)
        self.play(6)
        self.assertEqual((second.state, second.amount_paid), ("open", 0))
        self.assertEqual(self.first.amount_held, 300)

    def test_paid_items(self):
        self.pay_on(self.invoice, 1000, 5)
        self.check_refused("is paid, nothing is left", error=UserError)

    def test_cancelled_items(self):
        with freeze_time(self.day(5)):
            self.invoice.button_draft()
        self.check_refused("is cancelled, nothing is owed", error=UserError)

    def test_no_items(self):
        self.check_refused("choose at least one", items=self.first.browse())

    def test_items_in_two_currencies(self):
        euro = self.setup_other_currency("EUR")
        foreign = self.post_invoice(100, currency_id=euro.id)
        self.play(5)
        items = self.first | self.item(foreign)
        self.check_refused("A promise has one currency", items=items)
        promise = self.promise(self.case, 40, items=self.item(foreign))
        self.assertEqual(promise.currency_id, euro)
        self.assertEqual(promise.amount_company, 20)

    def test_items_of_another_debtor(self):
        stranger = self.post_invoice(100, partner=self.make_debtor("Somebody Else"))
        self.play(5)
        self.check_refused("belongs to another case", items=self.item(stranger))

    def test_items_of_another_company(self):
        other = self.setup_other_company()["company"]
        self.env.user.company_ids |= other
        copy = self.case.sudo().copy({"company_id": other.id, "user_id": False})
        with (
            freeze_time(self.day(5)),
            self.assertRaisesRegex(ValidationError, "belongs to another company"),
        ):
            copy._promise(100, self.day(10), items=self.first)


class TestRoles(PromisesCommon):
    def setUp(self):
        super().setUp()
        (self.invoice,), self.case = self.open_case()

    def test_how_far_ahead(self):
        limits = ((self.collector, 30), (self.manager, 90))
        for user, days in limits:
            with self.assertRaisesRegex(UserError, rf"\({days} days\)"):
                self.promise(self.case, 10, due=5 + days + 1, user=user)
            self.assertTrue(self.promise(self.case, 10, due=5 + days, user=user))

    def test_a_debtor_may_not_grant_himself_more_than_a_collector(self):
        with freeze_time(self.day(5)), self.assertRaisesRegex(UserError, "30 days"):
            self.case.sudo()._promise(10, self.day(60), made_by="debtor")
        with freeze_time(self.day(5)):
            promise = self.case.sudo()._promise(10, self.day(20), made_by="debtor")
        self.assertEqual(promise.made_by, "debtor")

    def test_how_often_postponed(self):
        promise = self.promise(self.case, 1000)
        hold = promise.line_ids.hold_id

        def postpone(user, due):
            with freeze_time(self.day(6)):
                promise.with_user(user)._postpone(self.day(due), "Asked for by phone")

        postpone(self.collector, 15)
        self.assertRecordValues(
            promise,
            [
                {
                    "date_first": self.day(10),
                    "date_promised": self.day(15),
                    "date_last": self.day(17),
                    "postponed_count": 1,
                }
            ],
        )
        self.assertEqual(hold.date_until, self.day(17))
        self.play(16)
        self.assertEqual(self.item(self.invoice).verdict, "hold")
        with self.assertRaisesRegex(UserError, "Only a collections manager"):
            postpone(self.collector, 20)
        postpone(self.manager, 20)
        postpone(self.manager, 21)
        with self.assertRaisesRegex(UserError, "no promise may be postponed more"):
            postpone(self.manager, 22)
        self.assertEqual(self.events(self.case).count("promise_postponed"), 3)

    def test_withdrawn_it_says_nothing_of_the_debtor(self):
        promise = self.promise(self.case, 1000)
        with freeze_time(self.day(6)):
            with self.assertRaisesRegex(UserError, "say why"):
                promise.with_user(self.collector)._withdraw(" ")
            promise.with_user(self.collector)._withdraw("Entered by mistake")
        self.assertRecordValues(
            promise, [{"state": "withdrawn", "end_reason": "Entered by mistake"}]
        )
        self.assertEqual(self.item(self.invoice).amount_held, 0)
        self.assertNotEqual(self.case.stage_id.code, "promised")
        self.play(13)
        self.assertFalse(self.case.promise_ended_count)
        self.assertFalse(self.tasks(self.case))
        with (
            freeze_time(self.day(13)),
            self.assertRaisesRegex(UserError, "is over"),
        ):
            promise.with_user(self.manager)._postpone(self.day(20))

    def test_a_colleague_may_not(self):
        colleague = new_test_user(
            self.env,
            "col_colleague",
            groups=f"base.group_user,{COLLECTOR}",
            company_id=self.company.id,
        )
        promise = self.promise(self.case, 100)
        for act in (
            lambda: self.promise(self.case, 100, user=colleague),
            lambda: promise.with_user(colleague)._withdraw("Why not"),
            lambda: promise.with_user(colleague)._postpone(self.day(12)),
        ):
            with (
                freeze_time(self.day(5)),
                self.assertRaisesRegex(AccessError, "Only its collector"),
            ):
                act()
        self.assertTrue(self.promise(self.case, 100, user=self.manager))

    def test_a_reader_and_a_user_of_another_company_may_not(self):
        other = self.setup_other_company()["company"]
        stranger = new_test_user(
            self.env,
            "col_stranger",
            groups=f"base.group_user,{COLLECTOR}",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        promise = self.promise(self.case, 100)
        for user in (self.reader, stranger):
            with self.assertRaises(AccessError):
                self.promise(self.case, 100, user=user)
            with self.assertRaises(AccessError):
                promise.with_user(user)._withdraw("Why not")
        self.assertFalse(self.env["collection.promise"].with_user(stranger).search([]))
        self.assertTrue(
            self.env["collection.promise"].with_user(self.reader).search([])
        )

    def test_nobody_writes_promises_past_the_rules(self):
        promise = self.promise(self.case, 100)
        for user in (self.collector, self.manager):
            for records, vals in (
                (promise, {"state": "kept"}),
                (promise.line_ids, {"amount": 1}),
            ):
                with self.assertRaises(AccessError):
                    records.with_user(user).write(vals)
            with self.assertRaises(AccessError):
                promise.with_user(user).unlink()
            with self.assertRaises(AccessError):
                self.env["collection.promise"].with_user(user).create(
                    {"case_id": self.case.id}
                )

    def test_limits_make_sense(self):
        for vals in (
            {"collection_promise_manager_days": 10},
            {"collection_promise_tolerance_days": -1},
            {"collection_promise_tolerance_percent": 80},
        ):
            with (
                self.subTest(vals),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                self.company.write(vals)
                self.env.flush_all()
