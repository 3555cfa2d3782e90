from freezegun import freeze_time

from .promises_common import PromisesCommon


class TestPromiseReminder(PromisesCommon):
    def reminders(self):
        return self.actions(kind="notice").filtered(
            lambda action: action.notice_id.code == "promise_reminder"
        )

    def test_no_reminder_unless_the_policy_says_so(self):
        _invoices, case = self.open_case()
        self.promise(case, 1000, due=12)
        self.play(*range(6, 13))
        self.assertFalse(self.reminders())

    def test_one_reminder_before_the_promised_day(self):
        self.policy.promise_reminder_days = 2
        _invoices, case = self.open_case()
        promise = self.promise(case, 1000, due=12)
        self.play(*range(6, 10))
        self.assertFalse(self.reminders())
        self.play(10, 11, 12)
        self.assertEqual(len(self.reminders()), 1)
        self.assertEqual(promise.reminded_on, self.day(10))
        self.assertEqual(promise.state, "open")

    def test_a_preview_names_who_would_be_told(self):
        self.policy.promise_reminder_days = 1
        _invoices, case = self.open_case()
        self.promise(case, 1000, due=12)
        with freeze_time(self.day(11)):
            run = self.env["collection.run"].create(
                {"company_id": self.company.id, "date": self.day(11)}
            )
            run._preview()
        lines = run.line_ids.filtered(lambda line: line.reason_code == "notice")
        self.assertEqual(lines.partner_id, case.partner_id)
        self.assertFalse(self.reminders())

    def test_a_postponed_promise_is_spoken_of_again(self):
        self.policy.promise_reminder_days = 1
        self.company.collection_promise_postpone_max = 2
        _invoices, case = self.open_case()
        promise = self.promise(case, 1000, due=12)
        self.play(11)
        self.assertEqual(len(self.reminders()), 1)
        with freeze_time(self.day(12)):
            promise.with_user(self.collector)._postpone(self.day(20))
        self.play(12, 19)
        self.assertEqual(len(self.reminders()), 2)

    def test_who_has_paid_is_not_reminded(self):
        self.policy.promise_reminder_days = 1
        (invoice,), case = self.open_case()
        self.promise(case, 1000, due=12)
        self.pay_on(invoice, 1000, 8)
        self.play(9, 10, 11)
        self.assertFalse(self.reminders())

    def test_what_was_promised_for_tomorrow_today_is_not_spoken_of(self):
        self.policy.promise_reminder_days = 3
        _invoices, case = self.open_case()
        self.promise(case, 1000, due=6, on=5)
        self.play(5)
        self.assertFalse(self.reminders())
