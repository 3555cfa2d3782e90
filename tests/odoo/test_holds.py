"""What is chased while a hold lasts, on real postings."""

from freezegun import freeze_time

from .holds_common import HoldsCommon


class TestHoldsOnLedger(HoldsCommon):
    def test_held_item_is_not_chased_and_the_others_are(self):
        held, other = self.post_invoice(1000), self.post_invoice(500)
        self.play(-7)
        self.hold(held, 0, 5)
        self.play(3)
        self.assertEqual(self.given(held), [(-7, "NOTICE")])
        self.assertEqual(self.given(other), [(-7, "NOTICE"), (3, "R1")])
        self.assertRecordValues(
            self.item(held),
            [
                {
                    "verdict": "hold",
                    "reason_code": "on_hold",
                    "reason": "on hold until 03/07/2026: Customer asked for time",
                    "next_date": self.day(5),
                    "amount_held": 1000.0,
                    "amount_held_company": 1000.0,
                    "hold_until": self.day(5),
                }
            ],
        )

    def test_hold_ends_with_its_last_day(self):
        invoice = self.post_invoice()
        self.play(-7)
        hold = self.hold(invoice, 0, 5)
        self.play(5)
        self.assertEqual(self.given(invoice), [(-7, "NOTICE")])
        self.play(6)
        self.assertEqual(self.given(invoice), [(-7, "NOTICE"), (6, "R1")])
        self.assertRecordValues(hold, [{"state": "ended", "end_kind": "expired"}])
        self.assertRecordValues(
            self.item(invoice), [{"amount_held": 0.0, "hold_until": False}]
        )

    def test_whole_case_with_what_is_still_to_come(self):
        first = self.post_invoice()
        self.play(-7)
        hold = self.hold_case(self.item(first).case_id, -6, 8)
        second = self.post_invoice(300, due=self.day(1))
        self.play(4)
        self.assertEqual(self.given(first) + self.given(second), [(-7, "NOTICE")])
        self.assertEqual(
            set(self.item(first | second).mapped("reason_code")), {"on_hold"}
        )
        self.assertRecordValues(
            hold, [{"amount_held": 1300.0, "amount_held_company": 1300.0}]
        )
        self.play(9)
        self.assertEqual(self.given(first), [(-7, "NOTICE"), (9, "R1")])
        self.assertEqual(self.given(second), [(9, "R1")])

    def test_of_a_partly_held_item_only_the_rest_is_asked_for(self):
        invoice = self.post_invoice(1000)
        self.play(-7)
        hold = self.hold(invoice, 0, 5, amount=400)
        self.play(3)
        action = self.actions(level_id=self.levels["R1"].id)
        self.assertEqual(action.amount, 600)
        self.assertRecordValues(
            action.line_ids, [{"amount_residual": 1000.0, "amount_held": 400.0}]
        )
        self.assertEqual(hold.amount_held, 400.0)
        self.assertRecordValues(
            self.item(invoice),
            [{"amount_held": 400.0, "level_id": self.levels["R1"].id}],
        )
        self.play(10)
        action = self.actions(level_id=self.levels["R2"].id, channel="mail")
        self.assertEqual((action.amount, action.line_ids.amount_held), (1000.0, 0.0))

    def test_the_debtor_reads_what_is_on_hold(self):
        invoice = self.post_invoice(1000)
        self.play(-7)
        self.hold(invoice, 0, 40, amount=400)
        self.play(3)
        mail = self.actions(level_id=self.levels["R1"].id)
        for words in ("of which on hold: 400.00", "600.00", "1,000.00"):
            self.assertIn(words, " ".join(str(mail.mail_items).split()))
        self.assertEqual(
            mail._get_placeholder_values()[mail.id]["total"],
            "USD\N{NO-BREAK SPACE}600.00",
        )

    def test_overlapping_holds(self):
        invoice = self.post_invoice(1000)
        self.play(-7)
        short = self.hold(invoice, 0, 5)
        long = self.hold(invoice, 0, 12)
        self.hold(invoice, 0, 20, amount=250)
        self.play(6)
        self.assertEqual(self.item(invoice).hold_until, self.day(12))
        self.assertEqual((short.amount_held, long.amount_held), (0, 1000))
        self.play(13)
        self.assertEqual(self.given(invoice), [(-7, "NOTICE"), (13, "R1")])
        self.assertEqual(self.actions().filtered("amount")[-1].amount, 750)

    def test_parts_add_up_to_the_open_amount_at_most(self):
        invoice = self.post_invoice(1000)
        self.play(-7)
        holds = self.hold(invoice, 0, 5, amount=700)
        holds |= self.hold(invoice, 0, 9, amount=600)
        self.play(4)
        self.assertEqual(self.item(invoice).verdict, "hold")
        self.assertEqual(self.item(invoice).amount_held, 1000)
        self.assertEqual(holds.mapped("amount_held"), [400.0, 600.0])

    def test_running_again_on_the_same_day_changes_nothing(self):
        invoice = self.post_invoice()
        self.play(-7)
        self.hold(invoice, 0, 5)
        self.play(4, 4)
        entries = self.env["collection.journal.entry"].search_count([])
        self.play(4)
        self.assertEqual(self.env["collection.journal.entry"].search_count([]), entries)
        self.play(6, 6)
        self.assertEqual(self.given(invoice), [(-7, "NOTICE"), (6, "R1")])

    def test_payment_ends_the_hold_and_a_bounce_does_not_revive_it(self):
        invoice = self.post_invoice()
        self.play(-7)
        hold = self.hold(invoice, 0, 30)
        payment = self.pay(invoice)
        self.play(4)
        self.assertRecordValues(hold, [{"state": "ended", "end_kind": "settled"}])
        self.assertFalse(hold.activity_id)
        payment.action_draft()
        payment.action_cancel()
        self.play(5)
        self.assertEqual(self.given(invoice)[-1], (5, "R1"))

    def test_part_payment_goes_against_the_free_part_and_is_reported(self):
        invoice = self.post_invoice(1000)
        self.play(-7)
        hold = self.hold(invoice, 0, 30, amount=400)
        self.pay(invoice, 700)
        self.play(4)
        item = self.item(invoice)
        self.assertEqual((item.verdict, item.amount_held), ("hold", 300))
        tasks = item.case_id.activity_ids.mapped("summary")
        self.assertIn("Paid or credited in part while on hold: look again", tasks)
        count = len(tasks)
        self.play(5)
        self.assertEqual(len(item.case_id.activity_ids), count)
        self.assertEqual(hold.amount_open, 300)

    def test_ageing_stays_that_of_the_ledger(self):
        invoice = self.post_invoice()
        self.play(-7)
        self.hold(invoice, 0, 30)
        rows = self.env["collection.ageing"].search(
            [("partner_id", "=", self.debtor.id)]
        )
        self.assertEqual(sum(rows.mapped("amount_company")), 1000)

    def test_case_shows_what_is_held(self):
        invoice = self.post_invoice(1000)
        self.play(-7)
        case = self.item(invoice).case_id
        self.hold(invoice, 0, 5, amount=400)
        with freeze_time(self.day(1)):
            self.assertRecordValues(
                case,
                [
                    {
                        "amount_held": 400.0,
                        "hold_count": 1,
                        "hold_until": self.day(5),
                        "is_held": True,
                    }
                ],
            )
            Case = self.env["collection.case"]
            soon = [("hold_until", "<=", self.day(5)), ("id", "=", case.id)]
            self.assertEqual(Case.search(soon), case)
            later = [("hold_until", ">", self.day(5)), ("id", "=", case.id)]
            self.assertFalse(Case.search(later))


class TestHoldQueries(HoldsCommon):
    def test_facts_are_read_in_sets(self):
        partners = [self.make_debtor(f"Debtor {number}") for number in range(50)]
        for number, partner in enumerate(partners):
            self.post_invoice(100 + number, partner=partner)
        self.play(-7)
        items = self.env["collection.item"].search([("state", "=", "open")])

        def count(some):
            for item in some:
                item.case_id._hold(self.reason, self.day(30), items=item, amount=10)
            self.env.flush_all()
            self.env.invalidate_all()
            run = self.make_run(self.day(2)).sudo()
            before = self.env.cr.sql_log_count
            run._start()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        with freeze_time(self.day(0)):
            count(items[:2])  # fills the caches
            one = count(items[2:3])
            many = count(items[3:])
        self.assertEqual(set(items.mapped("amount_held")), {10.0})
        self.assertEqual(one, many)
