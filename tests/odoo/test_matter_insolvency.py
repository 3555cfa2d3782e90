from odoo.exceptions import AccessError, UserError, ValidationError

from .matter_common import MatterCommon


class TestMatterInsolvency(MatterCommon):
    def test_opening_stops_all_contact(self):
        self.make_run(self.day(12))._execute()
        (mail,) = self.actions(state="queued", channel="mail")
        with self.on(12):
            matter = self.make_insolvency(12)
        self.assertEqual(self.debtor.collection_insolvent_since, self.day(12))
        self.assertEqual(mail.state, "cancelled")
        self.assertEqual(mail.mail_id.state, "cancel")
        self.assertIn(matter.name, mail.state_detail)
        self.assertEqual(self.case.stage_id.code, "legal")
        self.assertIn("matter_opened", self.events("matter_opened"))
        self.assertEqual(self.events("contact_blocked"), ["contact_blocked"])
        before = len(self.actions())
        self.play(13, 40, 95)
        self.assertEqual(len(self.actions()), before)
        self.assertEqual(self.item(self.first).reason_code, "insolvent")

    def test_agreements_end_with_it(self):
        plan = self.make_active()
        with self.on(6):
            matter = self.make_insolvency(6)
        self.assertEqual(plan.state, "cancelled")
        self.assertIn(matter.name, plan.end_reason)

    def test_promises_end_with_it(self):
        with self.on(5), self.mock_mail_gateway():
            promise = self.case.with_user(self.collector)._promise(600, self.day(20))
        with self.on(6):
            self.make_insolvency(6)
        self.assertEqual(promise.state, "withdrawn")

    def test_only_managers_open_it(self):
        with self.on(5):
            matter = self.make_matter(
                "insolvency", user=self.collector, date_opened=self.day(5)
            )
            with self.assertRaisesRegex(AccessError, "stops all contact"):
                matter.action_open()
            self.assertFalse(self.debtor.collection_insolvent_since)

    def test_it_needs_its_day(self):
        with self.on(5):
            matter = self.make_matter("insolvency")
            with self.assertRaisesRegex(ValidationError, "opened on"):
                matter.action_open()
            matter.date_opened = self.day(6)
            with self.assertRaisesRegex(ValidationError, "opened on"):
                matter.action_open()
            matter.write({"date_opened": self.day(4), "claim_until": self.day(3)})
            with self.assertRaisesRegex(ValidationError, "before the proceedings"):
                matter.action_open()
            self.assertEqual(matter.state, "draft")
            court = self.make_matter()
            with self.assertRaisesRegex(UserError, "no insolvency"):
                court.action_open()
            fresh = self.make_matter("insolvency")
            with self.assertRaisesRegex(UserError, "this cannot be done"):
                fresh.action_file()

    def test_an_earlier_day_stays(self):
        self.debtor.collection_insolvent_since = self.day(2)
        with self.on(5):
            self.make_insolvency(5)
        self.assertEqual(self.debtor.collection_insolvent_since, self.day(2))

    def test_interest_stops_on_the_day_of_opening(self):
        with self.on(5):
            matter = self.make_matter("insolvency", date_opened=self.day(3))
        with self.on(30):
            matter.action_open()
        # 6 % a year of 600 for three days.
        self.assertEqual(matter.item_ids[0].amount_interest, 0.3)

    def test_the_claim_has_a_deadline_with_a_task(self):
        with self.on(5):
            matter = self.make_insolvency(claim_until=self.day(15))
            self.assertEqual(matter.deadline_ids.date, self.day(15))
            task = matter.deadline_ids.activity_id
            self.assertEqual(task.date_deadline, self.day(15))
            self.assertEqual(task.user_id, self.manager)
            matter.action_file()
        self.assertEqual(matter.deadline_ids.state, "done")
        self.assertFalse(task.exists())

    def test_who_does_not_know_the_day_finds_out(self):
        with self.on(5):
            matter = self.make_insolvency()
        self.assertEqual(matter.deadline_ids.kind, "task")
        self.assertEqual(matter.deadline_ids.date, self.day(8))

    def test_the_stop_stays_unless_a_manager_lifts_it(self):
        with self.on(5):
            matter = self.make_insolvency()
            matter._close("no_assets", "Refused for lack of assets", True)
            self.assertEqual(self.debtor.collection_insolvent_since, self.day(5))
            matter._undo("Wrong matter")
            with self.assertRaisesRegex(AccessError, "allow contact again"):
                matter.with_user(self.collector)._close("settled", "Done", True, True)
            matter._close("settled", "The plan of the court is kept", True, True)
        self.assertFalse(self.debtor.collection_insolvent_since)

    def test_another_insolvency_keeps_the_stop(self):
        with self.on(5):
            first, _second = self.make_insolvency(), self.make_insolvency()
            with self.assertRaisesRegex(UserError, "stays stopped"):
                first._close("settled", "Done", True, True)
            self.assertEqual(first.state, "opened")

    def test_an_opening_by_mistake_is_undone(self):
        with self.on(5):
            matter = self.make_insolvency()
            matter._undo("Another firm of that name", lifts_stop=True)
        self.assertEqual(matter.state, "draft")
        self.assertFalse(self.debtor.collection_insolvent_since)
        self.assertEqual(self.events("contact_unblocked"), ["contact_unblocked"])
