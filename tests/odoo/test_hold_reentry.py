"""What follows a hold, and what becomes of messages when one is set."""

from freezegun import freeze_time

from .holds_common import HoldsCommon


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
