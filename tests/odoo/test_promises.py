"""What becomes of promises, on real payments, and what follows."""

from freezegun import freeze_time

from .promises_common import PromisesCommon


class TestPromiseStates(PromisesCommon):
    def test_while_it_is_open_the_amount_rests_and_the_remainder_is_chased(self):
        (invoice,), case = self.open_case()
        promise = self.promise(case, 400, due=20)
        self.assertRecordValues(
            promise,
            [
                {
                    "state": "open",
                    "amount": 400,
                    "date_promised": self.day(20),
                    "date_last": self.day(22),
                    "user_id": self.collector.id,
                }
            ],
        )
        item = self.item(invoice)
        self.assertEqual(item.amount_held, 400)
        self.assertEqual(case.stage_id.code, "promised")
        self.play(10)
        reminder = self.actions(channel="mail", kind="level")[-1]
        self.assertEqual(reminder.level_id.short_name, "R2")
        self.assertEqual(reminder.amount, 600)
        self.assertEqual(self.events(case), ["promise_made"])

    def test_kept(self):
        (invoice,), case = self.open_case()
        promise = self.promise(case, 400)
        self.pay_on(invoice, 400, 8)
        self.play(9)
        self.assertRecordValues(
            promise,
            [
                {
                    "state": "kept",
                    "amount_paid": 400,
                    "amount_missing": 0,
                    "kept_rate": 1,
                    "date_ended": self.day(9),
                }
            ],
        )
        self.assertEqual(promise.line_ids.hold_id.end_kind, "settled")
        self.assertEqual(self.item(invoice).amount_held, 0)
        self.assertFalse(self.tasks(case))
        self.assertEqual(self.events(case), ["promise_made", "promise_kept"])
        self.assertNotEqual(case.stage_id.code, "promised")
        self.assertEqual((case.promise_score, case.promise_broken_count), (66.7, 0))

    def test_kept_on_the_last_day_granted(self):
        (invoice,), case = self.open_case()
        promise = self.promise(case, 1000, due=10)
        self.play(11, 12)
        self.assertEqual(promise.state, "open")
        self.pay_on(invoice, 1000, 12)
        self.play(13)
        self.assertEqual(promise.state, "kept")

    def test_one_unit_missing_within_the_tolerance_is_kept(self):
        self.company.collection_promise_tolerance_amount = 1
        (invoice,), case = self.open_case()
        promise = self.promise(case, 400)
        self.pay_on(invoice, 399, 8)
        self.play(9)
        self.assertEqual((promise.state, promise.amount_missing), ("open", 1))
        self.assertEqual(self.item(invoice).amount_held, 1)
        self.play(13)
        self.assertRecordValues(
            promise, [{"state": "kept", "amount_paid": 399, "amount_missing": 1}]
        )
        self.assertFalse(self.tasks(case))
        self.assertFalse(self.item(invoice).comeback)

    def test_one_unit_missing_outside_of_the_tolerance_is_partly_kept(self):
        (invoice,), case = self.open_case()
        promise = self.promise(case, 400)
        self.pay_on(invoice, 399, 8)
        self.play(13)
        self.assertRecordValues(
            promise, [{"state": "partly_kept", "amount_paid": 399, "amount_missing": 1}]
        )
        self.assertAlmostEqual(promise.kept_rate, 0.9975)
        self.assertEqual(
            self.tasks(case).summary, "Promise kept in part: ask for the rest"
        )
        self.assertEqual(self.item(invoice).comeback, "next")
        self.assertEqual(self.events(case)[-1], "promise_partly_kept")

    def test_broken(self):
        (invoice,), case = self.open_case()
        promise = self.promise(case, 1000)
        self.play(12)
        self.assertEqual(promise.state, "open")
        self.assertEqual(self.item(invoice).verdict, "hold")
        self.play(13)
        self.assertRecordValues(
            promise,
            [{"state": "broken", "amount_paid": 0, "amount_missing": 1000}],
        )
        task = self.tasks(case)
        self.assertEqual(task.summary, "Promise broken: call the debtor")
        self.assertEqual(task.user_id, self.collector)
        self.assertIn("1,000.00 missing", task.note)
        self.assertEqual(
            (case.promise_score, case.promise_broken_count, case.promise_ended_count),
            (33.3, 1, 1),
        )
        self.assertEqual(self.debtor.collection_promise_broken_count, 1)
        self.assertEqual(self.events(case), ["promise_made", "promise_broken"])
        self.assertEqual(promise.line_ids.hold_id.end_kind, "expired")

    def test_a_payment_counts_once_for_two_promises(self):
        (invoice,), case = self.open_case()
        late, early = self.promise(case, 400, 20), self.promise(case, 400, 10)
        self.pay_on(invoice, 500, 8)
        self.play(9)
        self.assertEqual((early.state, early.amount_paid), ("kept", 400))
        self.assertEqual((late.state, late.amount_paid), ("open", 100))
        self.assertEqual(self.item(invoice).amount_held, 300)
        self.play(23)
        self.assertEqual((late.state, late.amount_missing), ("partly_kept", 300))

    def test_over_several_items(self):
        invoices, case = self.open_case(300, 500)
        items = self.item(invoices[0]) | self.item(invoices[1])
        promise = self.promise(case, 600, items=items)
        self.assertEqual(promise.line_ids.mapped("amount"), [300, 300])
        self.assertEqual(items.mapped("amount_held"), [300, 300])
        # What is paid counts whichever of the items it settles.
        self.pay_on(invoices[1], 500, 7)
        self.play(8)
        self.assertEqual((promise.amount_paid, promise.amount_missing), (500, 100))
        self.assertEqual(items.mapped("amount_held"), [100, 0])
        self.pay_on(invoices[0], 100, 9)
        self.play(10)
        self.assertEqual(promise.state, "kept")

    def test_working_days_of_the_country_of_the_debtor(self):
        _invoices, case = self.open_case()
        self.contact_rule.write({"sat": False, "sun": False})
        self.env["collection.contact.day"].create(
            {"name": "Closed", "date": "2026-03-16", "is_open": False}
        )
        # Friday, a weekend, a day off: Tuesday and Wednesday are granted.
        promise = self.promise(case, 1000, due=11)
        self.assertEqual(str(promise.date_promised), "2026-03-13")
        self.assertEqual(str(promise.date_last), "2026-03-18")


class TestConsequences(PromisesCommon):
    """R1 on day 3, the promise is broken on day 13; R2 is for day 10, SP1 for 30."""

    def play_broken(self, rule, amount=1000, **vals):
        self.policy.write({"broken_promise_rule": rule, **vals})
        (invoice,), case = self.open_case()
        self.promise(case, amount, items=self.item(invoice))
        self.play(*range(10, 40))
        return self.given(invoice)[2:]

    def test_as_after_any_hold(self):
        self.assertEqual(self.play_broken("hold"), [(20, "R2"), (30, "SP1")])

    def test_same(self):
        given = self.play_broken("announce")
        self.assertEqual(given, [(13, "R1"), (20, "R2"), (30, "SP1")])

    def test_next(self):
        self.assertEqual(self.play_broken("next"), [(13, "R2"), (30, "SP1")])

    def test_raise(self):
        self.assertEqual(self.play_broken("raise"), [(13, "SP1")])

    def test_of_a_part_the_rest_goes_on_and_the_rule_holds_afterwards(self):
        # R2 goes out for the rest on day 10; the gap ends on day 17.
        given = self.play_broken("next", amount=400)
        self.assertEqual(given, [(10, "R2"), (17, "SP1")])

    def test_kept_changes_nothing_of_the_ladder(self):
        (invoice,), case = self.open_case()
        self.promise(case, 400)
        self.pay_on(invoice, 400, 8)
        self.play(*range(9, 32))
        self.assertEqual(self.given(invoice)[2:], [(10, "R2"), (30, "SP1")])


class TestSettledOtherwise(PromisesCommon):
    def credit(self, invoice, amount, on):
        note = self.post_invoice(
            amount, move_type="out_refund", invoice_date=self.day(on)
        )
        lines = (note | invoice).line_ids
        with freeze_time(self.day(on)):
            lines.filtered(
                lambda line: line.account_type == "asset_receivable"
            ).reconcile()

    def test_a_credit_note_overtakes_it(self):
        (invoice,), case = self.open_case()
        promise = self.promise(case, 1000)
        self.credit(invoice, 1000, 7)
        self.play(8)
        self.assertRecordValues(
            promise, [{"state": "overtaken", "amount_other": 1000, "amount_paid": 0}]
        )
        self.assertFalse(self.tasks(case))
        self.assertFalse(promise.kept_rate)

    def test_a_credit_note_goes_against_what_was_not_promised(self):
        (invoice,), case = self.open_case()
        promise = self.promise(case, 400)
        self.credit(invoice, 700, 7)
        self.play(8)
        self.assertEqual((promise.state, promise.amount_other), ("open", 100))
        self.assertEqual(self.item(invoice).amount_held, 300)
        self.pay_on(invoice, 300, 9)
        self.play(10)
        self.assertEqual(promise.state, "kept")

    def test_a_cancelled_invoice_overtakes_it(self):
        (invoice,), case = self.open_case()
        promise = self.promise(case, 1000)
        with freeze_time(self.day(7)):
            invoice.button_draft()
            invoice.button_cancel()
        self.play(8)
        self.assertEqual((promise.state, promise.amount_other), ("overtaken", 1000))

    def test_of_a_cancelled_invoice_the_others_are_still_owed(self):
        invoices, case = self.open_case(300, 500)
        promise = self.promise(case, 800)
        with freeze_time(self.day(7)):
            invoices[0].button_draft()
            invoices[0].button_cancel()
        self.play(8)
        self.assertEqual((promise.state, promise.amount_missing), ("open", 500))
        self.play(13)
        self.assertEqual(promise.state, "broken")

    def test_something_else_was_agreed_upon_instead(self):
        (invoice,), case = self.open_case()
        promise = self.promise(case, 1000)
        with freeze_time(self.day(7)):
            self.item(invoice)._overtake_promises("Payment plan")
        self.assertEqual(
            (promise.state, promise.end_reason), ("overtaken", "Payment plan")
        )
        self.assertEqual(self.item(invoice).amount_held, 0)
        self.play(13)
        self.assertEqual(promise.state, "overtaken")


class TestTakenBack(PromisesCommon):
    def undo(self, invoice):
        lines = invoice.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        )
        lines.remove_move_reconcile()

    def test_a_payment_reversed_before_the_last_day_opens_it_again(self):
        (invoice,), case = self.open_case()
        promise = self.promise(case, 1000)
        self.pay_on(invoice, 1000, 6)
        self.play(7)
        self.assertEqual(promise.state, "kept")
        self.undo(invoice)
        self.play(8)
        self.assertRecordValues(
            promise, [{"state": "open", "amount_paid": 0, "date_ended": False}]
        )
        self.assertEqual(self.item(invoice).amount_held, 1000)
        # The case was closed meanwhile; the promise goes with its item.
        fresh = self.item(invoice).case_id
        self.assertNotEqual(fresh, case)
        self.assertEqual(promise.case_id, fresh)
        self.assertEqual(self.events(fresh), ["promise_open"])
        self.assertEqual(fresh.stage_id.code, "promised")
        self.play(13)
        self.assertEqual(promise.state, "broken")
        self.assertTrue(self.tasks(fresh))

    def test_money_on_its_way_to_the_bank_is_waited_for(self):
        (invoice,), case = self.open_case()
        promise = self.promise(case, 1000)
        invoice.payment_state = "in_payment"
        self.play(13)
        self.assertEqual((promise.state, promise.amount_missing), ("open", 1000))
        self.assertFalse(self.tasks(case))

    def test_a_payment_reversed_later_breaks_it(self):
        (invoice,), case = self.open_case()
        promise = self.promise(case, 400)
        self.pay_on(invoice, 400, 6)
        self.play(7)
        self.undo(invoice)
        self.play(100)
        self.assertEqual((promise.state, promise.amount_paid), ("broken", 0))
        self.assertTrue(self.tasks(case))

    def test_a_payment_entered_late_mends_it(self):
        (invoice,), case = self.open_case()
        promise = self.promise(case, 400)
        self.play(13)
        self.assertEqual(promise.state, "broken")
        self.assertEqual(self.item(invoice).comeback, "next")
        with freeze_time(self.day(14)):
            self.pay(invoice, 400, self.day(12))
        self.play(15)
        self.assertEqual((promise.state, promise.kept_rate), ("kept", 1))
        self.assertFalse(self.tasks(case))
        self.assertFalse(self.item(invoice).comeback)
        self.assertEqual((case.promise_score, case.promise_broken_count), (66.7, 0))

    def test_a_payment_after_the_last_day_does_not(self):
        (invoice,), case = self.open_case()
        promise = self.promise(case, 400)
        self.play(13)
        self.pay_on(invoice, 400, 14)
        self.play(15)
        self.assertEqual(promise.state, "broken")

    def test_a_preview_leaves_everything_as_it_was(self):
        _invoices, case = self.open_case()
        promise = self.promise(case, 400)
        with freeze_time(self.day(13)):
            self.make_run(self.day(13))._preview()
        self.assertEqual(promise.state, "open")
        self.assertFalse(self.tasks(case))
        self.assertEqual(self.events(case), ["promise_made"])
