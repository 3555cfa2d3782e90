"""Wizards, confirmations, figures and screens of promises."""

from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.tests import Form

from .promises_common import PromisesCommon
from .query_common import QueryCounting


class TestConfirmation(PromisesCommon):
    def test_the_debtor_gets_it_in_writing(self):
        invoices, case = self.open_case(300, 500)
        promise = self.promise(case, 600)
        (notice,) = self.actions(kind="notice")
        self.assertEqual((notice.channel, notice.amount), ("mail", 600))
        self.assertEqual(notice.source_id, promise.id)
        self.assertEqual(
            notice.subject, "Confirmation: payment of USD 600.00 by March 12, 2026"
        )
        body = notice.mail_id.body_html
        for piece in ("March 14, 2026", "Your promise in USD", invoices[1].name):
            self.assertIn(piece, body)

    def test_it_is_written_in_the_language_of_the_debtor(self):
        self.env["res.lang"]._activate_lang("id_ID")
        self.debtor.lang = "id_ID"
        _invoices, case = self.open_case()
        seen = []
        Promise = type(self.env["collection.promise"])
        get_tables = Promise._get_notice_tables

        def note_language(promise, formatter, notice):
            seen.append(formatter.lang_code)
            return get_tables(promise, formatter, notice)

        self.patch(Promise, "_get_notice_tables", note_language)
        self.promise(case, 600)
        self.assertEqual(set(seen), {"id_ID"})
        self.assertIn("600,00", self.actions(kind="notice").mail_id.body_html)

    def test_the_policy_may_leave_it_out(self):
        self.policy.confirm_promises = False
        _invoices, case = self.open_case()
        self.promise(case, 600)
        self.assertFalse(self.actions(kind="notice"))

    def test_a_confirmation_that_has_not_left_goes_with_the_promise(self):
        _invoices, case = self.open_case()
        promise = self.promise(case, 600)
        with freeze_time(self.day(5)):
            promise.with_user(self.collector)._withdraw("Entered by mistake")
        notice = self.actions(kind="notice")
        self.assertEqual(notice.state, "cancelled")
        self.assertEqual(notice.state_detail, "Entered by mistake")

    def test_a_confirmation_that_leaves_after_the_promise_was_kept_is_withdrawn(self):
        (invoice,), case = self.open_case()
        self.promise(case, 600)
        self.pay_on(invoice, 600, 6)
        self.play(6, send=False)
        with freeze_time(self.day(6)):
            self.send_mails()
        self.assertEqual(self.actions(kind="notice").state, "cancelled")

    def test_postponed_it_is_confirmed_anew(self):
        _invoices, case = self.open_case()
        promise = self.promise(case, 600)
        with freeze_time(self.day(6)):
            promise.with_user(self.collector)._postpone(self.day(15))
        first, second = self.actions(kind="notice")
        # The first had not left yet: nobody is told two days.
        self.assertEqual((first.state, second.state), ("cancelled", "queued"))
        self.assertIn("March 17, 2026", second.subject)

    def test_whom_nobody_may_contact_is_not_written_to(self):
        _invoices, case = self.open_case()
        self.debtor.collection_insolvent_since = self.day(4)
        promise = self.promise(case, 600, confirm=False)
        with freeze_time(self.day(5)):
            (refusal,) = promise._confirm()
        self.assertIn("insolvent", refusal)


class TestWizards(PromisesCommon):
    def wizard(self, case, model="collection.promise.wizard"):
        context = {"active_model": "collection.case", "active_id": case.id}
        env = self.env(user=self.collector, context=context)
        return Form(env[model])

    def test_it_proposes_what_is_overdue_and_free(self):
        invoices, case = self.open_case(300, 500)
        self.post_invoice(100, due=self.day(40))
        self.hold(invoices[0], 5, 20, amount=100)
        with freeze_time(self.day(5)):
            form = self.wizard(case)
            self.assertEqual(len(form.promise_item_ids.ids), 2)
            self.assertEqual((form.promise_open, form.promise_busy), (800, 100))
            self.assertEqual(form.promise_amount, 700)
            form.promise_amount = 450
            self.assertIn("250.00", form.promise_rest)
            form.promise_date = self.day(10)
            self.assertEqual(form.promise_last, self.day(12))
            form.note = "Said by Ms Sari"
            form.save().action_promise()
        (promise,) = case.promise_ids
        self.assertRecordValues(
            promise,
            [{"amount": 450, "note": "Said by Ms Sari", "made_by": "collector"}],
        )
        self.assertEqual(len(self.actions(kind="notice")), 1)

    def test_a_confirmation_that_is_impossible_does_not_undo_the_promise(self):
        _invoices, case = self.open_case()
        self.debtor.collection_insolvent_since = self.day(4)
        with freeze_time(self.day(5)):
            form = self.wizard(case)
            form.promise_date = self.day(10)
            result = form.save().action_promise()
        self.assertIn("could not be confirmed", result["params"]["message"])
        self.assertEqual(case.promise_count, 1)

    def test_a_call_takes_amount_day_and_items(self):
        invoices, case = self.open_case(300, 500)
        with freeze_time(self.day(5)):
            form = self.wizard(case, "collection.call.wizard")
            form.outcome = "promised"
            self.assertEqual(form.promise_amount, 800)
            form.promise_item_ids.remove(id=self.item(invoices[1]).id)
            form.promise_date = self.day(9)
            form.save().action_log()
        (promise,) = case.promise_ids
        self.assertRecordValues(
            promise,
            [
                {
                    "amount": 300,
                    "made_by": "call",
                    "action_id": self.actions(channel="call").id,
                    "item_ids": self.item(invoices[0]).ids,
                }
            ],
        )

    def test_a_call_without_a_promise_makes_none(self):
        _invoices, case = self.open_case()
        with freeze_time(self.day(5)):
            form = self.wizard(case, "collection.call.wizard")
            form.outcome = "reached"
            form.save().action_log()
        self.assertFalse(case.promise_ids)

    def test_a_promise_that_is_refused_leaves_the_call_unlogged(self):
        _invoices, case = self.open_case()
        with freeze_time(self.day(5)), self.assertRaises(ValidationError):
            form = self.wizard(case, "collection.call.wizard")
            form.outcome = "promised"
            form.promise_date = self.day(1)
            form.save().action_log()

    def test_postpone_and_withdraw(self):
        _invoices, case = self.open_case()
        promise = self.promise(case, 100)
        for mode, vals, state in (
            ("postpone", {"date": self.day(15)}, "open"),
            ("withdraw", {"reason": "By mistake"}, "withdrawn"),
        ):
            with freeze_time(self.day(6)):
                wizard = (
                    self.env["collection.promise.change.wizard"]
                    .with_user(self.collector)
                    .with_context(
                        active_model="collection.promise", active_ids=promise.ids
                    )
                    .create({"mode": mode, **vals})
                )
                wizard.action_apply()
            self.assertEqual(promise.state, state)
        self.assertEqual(promise.date_promised, self.day(15))

    def test_payments_are_looked_at_on_demand(self):
        (invoice,), case = self.open_case()
        promise = self.promise(case, 400)
        self.pay_on(invoice, 400, 7)
        with freeze_time(self.day(7)):
            promise.with_user(self.collector).action_check()
        self.assertEqual(promise.state, "kept")
        self.assertEqual(self.item(invoice).amount_held, 0)


class TestFigures(PromisesCommon):
    def test_kept_rate_by_collector_and_debtor(self):
        (invoice,), case = self.open_case()
        for amount in (100, 200, 400):
            self.promise(case, amount)
        # The payment keeps the first two and half of the third.
        self.pay_on(invoice, 500, 8)
        self.play(13)
        ((user, rate, count),) = self.env["collection.promise"]._read_group(
            [], ["user_id"], ["kept_rate:avg", "__count"]
        )
        self.assertEqual((user, count), (self.collector, 3))
        self.assertAlmostEqual(rate, 2.5 / 3)
        self.assertAlmostEqual(self.debtor.collection_promise_kept_rate, 2.5 / 3)
        self.assertEqual(self.debtor.collection_promise_count, 3)
        self.assertEqual((case.promise_score, case.promise_ended_count), (70, 3))

    def test_open_ones_do_not_lower_the_rate(self):
        (invoice,), case = self.open_case()
        self.promise(case, 100)
        self.promise(case, 100, due=30)
        self.pay_on(invoice, 100, 8)
        self.play(13)
        self.assertEqual(self.debtor.collection_promise_kept_rate, 1)
        self.assertEqual(self.debtor.collection_promise_open_count, 1)

    def test_a_debtor_who_comes_back_brings_his_past_along(self):
        (invoice,), case = self.open_case()
        self.promise(case, 1000)
        self.play(13)
        self.pay_on(invoice, 1000, 14)
        self.play(15)
        self.assertEqual(case.state, "closed")
        later = self.post_invoice(50, due=self.day(20))
        self.play(23)
        fresh = self.item(later).case_id
        self.assertNotEqual(fresh, case)
        self.assertEqual((fresh.promise_score, fresh.promise_broken_count), (33.3, 1))

    def test_filters(self):
        _invoices, case = self.open_case()
        promise = self.promise(case, 100, due=10)
        view = self.env.ref("b2b_collections.collection_promise_view_search")
        view._check_xml()
        cases = self.env["collection.case"].search(
            [("promise_date", "<=", self.day(10))]
        )
        self.assertEqual(cases, case)
        with freeze_time(self.day(11)):
            self.env.invalidate_all()
            self.assertTrue(promise.is_late)


class TestPromiseQueries(QueryCounting, PromisesCommon):
    MANY = 50

    def make_promises(self, count):
        invoices = [
            self.post_invoice(100, partner=self.make_debtor(f"Promiser {number}"))
            for number in range(count)
        ]
        self.play(3)
        for invoice in invoices:
            item = self.item(invoice)
            self.promise(item.case_id, 60, items=item, confirm=False)
        return invoices

    def count(self, day):
        def judge():
            Promise = self.env["collection.promise"].sudo()
            return Promise.with_context(
                collection_hold_batch=True, collection_date=day
            )._judge_company(self.company, day)

        with freeze_time(day):
            for _turn in range(2):  # the first fills the caches
                moved = []
                with self.taken_back():
                    queries = self.count_queries(lambda: moved.extend(judge()))  # noqa: B023
        return queries, len(moved)

    def test_judging_fifty_asks_as_often_as_judging_one(self):
        days = (self.day(8), self.day(13))
        invoices = self.make_promises(1)
        one = [self.count(day) for day in days]
        invoices += self.make_promises(self.MANY - 1)
        many = [self.count(day) for day in days]
        self.assertEqual([found for _queries, found in one], [0, 1])
        self.assertEqual([found for _queries, found in many], [0, self.MANY])
        self.assertEqual(one[0][0], many[0][0])
        # Creating the tasks is Odoo's, by batches.
        self.assertLess(many[1][0] - one[1][0], 10)
        for amount, is_kept in ((60, True), (20, False)):
            with self.taken_back():
                self.pay(invoices[0], amount, self.day(7))
                one = self.count(self.day(8))
                for invoice in invoices[1:]:
                    self.pay(invoice, amount, self.day(7))
                many = self.count(self.day(8))
                found = (one[1], many[1])
                self.assertEqual(found, (1, self.MANY) if is_kept else (0, 0))
                self.assertLess(many[0] - one[0], 10)
