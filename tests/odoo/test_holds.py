"""Holds on real postings: what is chased while they last, and afterwards."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user

from .common import COLLECTOR, CollectionsCommon


class HoldsCommon(CollectionsCommon):
    """Days are played: the clock stands on the day of the run."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reason = cls.env.ref("b2b_collections.hold_reason_time")

    def play(self, *offsets, send=True):
        """Run on each of these days, and let its mails and letters leave."""
        for offset in offsets:
            with freeze_time(self.day(offset) + timedelta(hours=0)):
                self.env.invalidate_all()
                run = self.run_day(self.day(offset), send=send)
        return run

    def hold(self, invoice, first, last, user=None, **vals):
        """Set a hold on the item of an invoice, on its first day."""
        item = self.item(invoice)
        with freeze_time(self.day(first)):
            return (
                item.case_id.with_user(user or self.collector)
                ._hold(self.reason, self.day(last), items=item, **vals)
                .with_env(self.env)
            )

    def hold_case(self, case, first, last, **vals):
        with freeze_time(self.day(first)):
            return (
                case.with_user(self.collector)
                ._hold(self.reason, self.day(last), **vals)
                .with_env(self.env)
            )

    def given(self, invoice):
        """``[(day, level)]`` of what reached the debtor about an invoice."""
        lines = self.env["collection.action.line"].search(
            [
                ("item_id", "in", self.item(invoice).ids),
                ("climbs", "=", True),
                ("action_id.state", "=", "done"),
                ("channel", "!=", "call"),
            ]
        )
        found = {
            ((line.action_id.date - self.DUE).days, line.level_id.short_name)
            for line in lines
        }
        return sorted(found)


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


class TestReentryOnLedger(HoldsCommon):
    """R1 is given on day 3; held from day 5 to day 35, over R2 and SP1."""

    def play_hold(self, reentry, **vals):
        self.policy.write({"reentry": reentry, **vals})
        invoice = self.post_invoice()
        self.play(-7, 3)
        self.hold(invoice, 5, 35)
        self.play(*range(30, 60))
        return self.given(invoice)[2:]

    def test_resume(self):
        self.assertEqual(self.play_hold("resume"), [(43, "R2"), (50, "SP1")])

    def test_resume_where_levels_may_be_skipped(self):
        given = self.play_hold("resume", skip_levels=True)
        self.assertEqual(given, [(43, "R2"), (50, "SP1")])

    def test_restart(self):
        self.assertEqual(
            self.play_hold("restart"), [(36, "R1"), (43, "R2"), (50, "SP1")]
        )

    def test_announce(self):
        self.assertEqual(
            self.play_hold("announce"), [(36, "R1"), (43, "R2"), (50, "SP1")]
        )

    def test_the_wait_says_why(self):
        self.policy.reentry = "resume"
        invoice = self.post_invoice()
        self.play(-7, 3)
        self.hold(invoice, 5, 35)
        self.play(36)
        self.assertEqual(
            self.item(invoice).reason,
            "was on hold; waits 7 days from its end, until 04/14/2026; then R2",
        )


class TestWithdrawal(HoldsCommon):
    def test_queued_mail_is_withdrawn_when_the_hold_is_set(self):
        invoice, other = self.post_invoice(1000), self.post_invoice(500)
        self.play(3, send=False)
        (mail,) = self.actions()
        self.assertEqual(mail.state, "queued")
        self.hold(invoice, 3, 9)
        self.assertEqual(mail.state, "cancelled")
        self.assertIn("Customer asked for time", mail.state_detail)
        self.assertEqual(mail.mail_id.state, "cancel")
        self.play(3)
        self.assertEqual(self.given(other), [(3, "R1")])
        self.assertEqual(self.given(invoice), [])

    def test_queued_mail_is_withdrawn_when_a_planned_hold_has_begun(self):
        invoice = self.post_invoice(1000)
        self.play(3, send=False)
        (mail,) = self.actions()
        self.hold(invoice, 3, 9, start=self.day(4))
        self.assertEqual(mail.state, "queued")
        with freeze_time(self.day(4)):
            self.send_mails()
        self.assertEqual(mail.state, "cancelled")
        self.assertEqual(self.given(invoice), [])

    def test_letter_to_print_and_message_to_approve_are_withdrawn(self):
        self.levels["SP1"].requires_approval = True
        invoice = self.post_invoice(1000)
        self.play(-7, 3, 10)
        self.play(30, send=False)
        waiting = self.actions(state="to_approve")
        self.assertEqual(set(waiting.mapped("channel")), {"letter", "mail"})
        with freeze_time(self.day(30)):
            waiting.with_user(self.manager).action_approve()
        letter = waiting.filtered(lambda action: action.channel == "letter")
        self.assertEqual(letter.state, "to_print")
        self.hold(invoice, 30, 40, start=self.day(31))
        with freeze_time(self.day(31)):
            letter.with_user(self.collector).action_print_letters()
        self.assertEqual(letter.state, "cancelled")

    def test_message_that_names_a_hold_is_withdrawn_when_that_is_released(self):
        invoice = self.post_invoice(1000)
        self.play(-7)
        hold = self.hold(invoice, 0, 9, amount=400)
        self.play(3, send=False)
        mail = self.actions(state="queued")
        with freeze_time(self.day(3)):
            hold.with_user(self.collector)._release("The customer paid it")
        self.assertEqual(mail.state, "cancelled")
        self.play(3)
        self.assertEqual(self.actions(state="done")[-1].amount, 1000)

    def test_released_on_its_first_day_it_has_changed_nothing(self):
        self.policy.reentry = "restart"
        invoice = self.post_invoice(1000)
        self.play(-7, 3)
        hold = self.hold(invoice, 5, 35)
        with freeze_time(self.day(5)):
            hold.with_user(self.collector)._release("Set by mistake")
        self.assertEqual(hold.state, "released")
        self.assertEqual(self.item(invoice).verdict, "wait")
        self.play(9, 10)
        self.assertEqual(self.given(invoice)[-1], (10, "R2"))


class TestHoldRules(HoldsCommon):
    def setUp(self):
        super().setUp()
        self.invoice = self.post_invoice(1000)
        self.play(3)
        self.case = self.item(self.invoice).case_id

    def test_bad_input_is_refused_with_a_remedy(self):
        two = self.post_invoice(10) | self.post_invoice(20)
        self.play(4)
        stranger = self.make_debtor("Another debtor")
        elsewhere = self.post_invoice(partner=stranger)
        paid = self.post_invoice(30)
        self.play(5)
        self.pay(paid)
        item, case = self.item(self.invoice), self.case.with_user(self.collector)
        some = {"items": item}
        cases = (
            ("before it begins", {"until": self.day(7), "start": self.day(8)}),
            ("has passed", {"until": self.day(4), "start": self.day(3)}),
            ("needs one", {"until": None}),
            ("more than 0", {**some, "amount": 0}),
            ("more than 0", {**some, "amount": -1}),
            ("more than 0", {**some, "amount": 0.001}),
            ("more than the open", {**some, "amount": 1000.01}),
            ("only a part of one item", {"amount": 5}),
            ("only a part of one item", {"items": self.item(two), "amount": 5}),
            ("none is chosen", {"items": item.browse()}),
            ("another case", {"items": self.item(elsewhere)}),
            ("is paid", {"items": self.item(paid)}),
        )
        for words, vals in cases:
            with (
                self.subTest(words),
                self.assertRaisesRegex(UserError, words),
                self.cr.savepoint(),
                freeze_time(self.day(5)),
            ):
                case._hold(self.reason, **{"until": self.day(9), **vals})
        self.assertFalse(self.case.hold_ids)

    def test_item_of_another_company(self):
        other = self.setup_other_company()["company"]
        self.env.user.company_ids |= other
        copy = self.case.sudo().copy({"company_id": other.id, "user_id": False})
        with self.assertRaisesRegex(ValidationError, "another company"):
            copy._hold(self.reason, self.day(9000), items=self.item(self.invoice))

    def test_closed_case(self):
        self.pay(self.invoice)
        self.play(4)
        with self.assertRaisesRegex(UserError, "nothing is open"):
            self.case._hold(self.reason, self.day(9000))

    def test_longest_hold_is_for_managers(self):
        self.company.collection_hold_max_days = 30
        item = self.item(self.invoice)
        hold = self.hold(self.invoice, 5, 35)
        with freeze_time(self.day(5)):
            case = self.case.with_user(self.collector)
            with self.assertRaisesRegex(UserError, "30 days.*04/06/2026"):
                case._hold(self.reason, self.day(36), items=item)
            with self.assertRaisesRegex(UserError, "30 days"):
                hold.with_user(self.collector)._extend(self.day(36))
            hold.with_user(self.manager)._extend(self.day(36))
        self.assertEqual(hold.date_until, self.day(36))

    def test_review_task_follows_the_date(self):
        hold = self.hold(self.invoice, 5, 9)
        task = hold.activity_id
        self.assertRecordValues(
            task,
            [
                {
                    "summary": "Hold ends today: look again",
                    "date_deadline": self.day(9),
                    "user_id": self.collector.id,
                    "res_id": self.case.id,
                }
            ],
        )
        with freeze_time(self.day(8)):
            hold.with_user(self.collector)._extend(self.day(15), "Needs a week more")
        self.assertFalse(task.exists())
        self.assertEqual(hold.activity_id.date_deadline, self.day(15))
        self.assertIn("Needs a week more", hold.message_ids[0].body)
        with freeze_time(self.day(9)):
            hold.with_user(self.collector)._release("Paid by transfer, see mail")
        self.assertFalse(hold.activity_id)
        self.assertRecordValues(
            hold,
            [
                {
                    "state": "released",
                    "ended_on": self.day(9),
                    "released_by_id": self.collector.id,
                    "release_reason": "Paid by transfer, see mail",
                }
            ],
        )

    def test_one_task_for_what_ends_together(self):
        more = self.post_invoice(10) | self.post_invoice(20)
        self.play(4)
        holds = self.hold(more, 5, 9)
        self.assertEqual(len(holds), 2)
        self.assertEqual(len(holds.activity_id), 1)
        with freeze_time(self.day(6)):
            holds[0].with_user(self.collector)._release("Done")
        self.assertTrue(holds[1].activity_id)

    def test_what_is_over_cannot_be_changed(self):
        hold = self.hold(self.invoice, 5, 9)
        with freeze_time(self.day(10)):
            self.assertEqual(hold.state, "ended")
            for change in (
                lambda: hold._extend(self.day(20)),
                lambda: hold._release("Too late"),
            ):
                with self.assertRaisesRegex(UserError, "is over"):
                    change()
        self.env.invalidate_all()
        with freeze_time(self.day(6)):
            with self.assertRaisesRegex(UserError, "say why"):
                hold._release("  ")
            with self.assertRaisesRegex(UserError, "today or a later day"):
                hold._extend(self.day(5))

    def test_only_a_planned_hold_is_deleted(self):
        planned = self.hold(self.invoice, 5, 12, start=self.day(8))
        active = self.hold(self.invoice, 5, 9)
        with freeze_time(self.day(5)):
            self.assertEqual((planned.state, active.state), ("planned", "active"))
            planned.with_user(self.collector).unlink()
            with self.assertRaisesRegex(UserError, "part of the history"):
                active.with_user(self.collector).unlink()
        with freeze_time(self.day(20)), self.assertRaises(UserError):
            active.unlink()
        self.assertFalse(planned.exists())

    def test_state_is_found_as_it_is_shown(self):
        planned = self.hold(self.invoice, 5, 12, start=self.day(8))
        active = self.hold(self.invoice, 5, 9)
        released = self.hold(self.invoice, 5, 9)
        ended = self.hold(self.invoice, 3, 4)
        with freeze_time(self.day(5)):
            released._release("No need")
            for hold, state in (
                (planned, "planned"),
                (active, "active"),
                (released, "released"),
                (ended, "ended"),
            ):
                self.assertEqual(hold.state, state)
                found = self.case.hold_ids.search(
                    [("case_id", "=", self.case.id), ("state", "=", state)]
                )
                self.assertEqual(found, hold, state)

    def test_everything_is_in_the_journal(self):
        hold = self.hold(self.invoice, 5, 9, amount=400)
        with freeze_time(self.day(6)):
            hold._extend(self.day(12))
            hold._release("Settled by phone")
        entries = self.env["collection.journal.entry"].search(
            [("case_id", "=", self.case.id), ("event", "like", "hold")], order="id"
        )
        self.assertEqual(
            entries.mapped("event"), ["hold_set", "hold_changed", "hold_released"]
        )
        data = entries[1].data
        self.assertEqual(data["hold"], hold.id)
        self.assertEqual(data["amount"], "400.0")
        self.assertEqual(data["until_before"], "2026-03-11")
        self.assertEqual(data["until"], "2026-03-14")

    def test_system_hold_may_be_open_ended_and_is_for_managers(self):
        item = self.item(self.invoice)
        with freeze_time(self.day(5)):
            hold = self.case._hold(self.reason, items=item, source="system")
            self.assertEqual(
                item.reason, "on hold until it is released: Customer asked for time"
            )
            self.assertFalse(hold.activity_id)
            with self.assertRaises(AccessError):
                hold.with_user(self.collector)._release("No")
        self.play(200)
        self.assertEqual(item.reason_code, "on_hold")
        with freeze_time(self.day(200)):
            hold.with_user(self.manager)._release("Promise withdrawn")

    def test_who_may_hold(self):
        colleague = new_test_user(
            self.env,
            "col_colleague",
            groups=f"base.group_user,{COLLECTOR}",
            company_id=self.company.id,
        )
        hold = self.hold(self.invoice, 5, 9)
        for user in (colleague, self.reader):
            with (
                self.subTest(user.login),
                self.assertRaises(AccessError),
                freeze_time(self.day(5)),
            ):
                self.case.with_user(user)._hold(self.reason, self.day(9))
            for change in ("_release", "unlink"):
                with self.assertRaises(AccessError), freeze_time(self.day(5)):
                    own = hold.with_user(user)
                    own._release("Mine now") if change == "_release" else own.unlink()
        self.case.user_id = False
        with freeze_time(self.day(5)):
            self.assertTrue(
                self.case.with_user(colleague)._hold(self.reason, self.day(9))
            )
            self.assertTrue(
                self.case.with_user(self.manager)._hold(self.reason, self.day(900))
            )
        for user in (self.collector, self.manager):
            with self.assertRaises(AccessError):
                hold.with_user(user).write({"date_until": self.day(20)})
