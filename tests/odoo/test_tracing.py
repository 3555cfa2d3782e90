"""Debtors whom no message reaches are searched for, and silent contacts marked."""

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user

from .common import COLLECTOR
from .test_bounces import BouncesCommon


class TracingCommon(BouncesCommon):
    @classmethod
    def lose(cls, partner):
        """No address, no letter."""
        partner.write({"email": False, "street": False, "city": False, "zip": False})

    def tracings(self, **equals):
        domain = [("partner_id", "=", self.debtor.id)]
        domain += [(name, "=", value) for name, value in equals.items()]
        return self.env["collection.tracing"].search(domain, order="id")

    def finish(self, tracing, outcome="found", user=None, **vals):
        wizard = (
            self.env["collection.tracing.wizard"]
            .with_user(user or self.collector)
            .with_context(active_model="collection.tracing", active_id=tracing.id)
            .create({"outcome": outcome, "result": "Asked the registry.", **vals})
        )
        wizard.with_context(collection_date=self.day(8)).action_finish()


class TestTracing(TracingCommon):
    def setUp(self):
        super().setUp()
        self.lose(self.debtor)
        self.invoice = self.post_invoice()

    def open_tracing(self):
        self.climb_to(3)
        return self.tracings(state="open")

    def test_a_case_without_reachable_contact_gets_one_with_a_task(self):
        tracing = self.open_tracing()
        self.assertRecordValues(
            tracing,
            [
                {
                    "user_id": self.collector.id,
                    "date_opened": self.day(3),
                    "reason": "no e-mail address for Nusantara Retail",
                    "is_manual": False,
                    "progress": "0 / 6",
                }
            ],
        )
        case = self.debtor.collection_case_id
        self.assertRecordValues(
            case.activity_ids,
            [{"summary": "Trace a contact", "user_id": self.collector.id}],
        )
        self.assertEqual(case.tracing_id, tracing)
        entry = self.env["collection.journal.entry"].search(
            [("case_id", "=", case.id), ("event", "=", "tracing")]
        )
        self.assertEqual(entry.data["state"], "open")
        found = case.search([("tracing_ids", "any", [("state", "=", "open")])])
        self.assertEqual(found, case)
        self.climb_to(4)
        self.assertEqual(self.tracings(), tracing)

    def test_none_for_a_notice_nor_where_a_letter_reaches(self):
        self.climb_to(-7)
        self.debtor.city = "Jakarta"
        self.climb_to(3)
        self.assertFalse(self.tracings())

    def test_none_where_another_contact_of_the_case_is_reached(self):
        branch = self.make_contact("Surabaya", type="invoice")
        self.post_invoice(partner=branch)
        self.climb_to(3)
        self.assertFalse(self.tracings())

    def test_a_preview_opens_none(self):
        self.make_run(self.day(3))._preview()
        self.assertFalse(self.tracings())

    def test_results_of_steps_are_kept_with_day_and_author(self):
        tracing = self.open_tracing().with_user(self.collector)
        line = tracing.line_ids[0].with_context(collection_date=self.day(5))
        line.result = "Reception gave a mobile number."
        self.assertRecordValues(
            line,
            [
                {
                    "is_done": True,
                    "date_done": self.day(5),
                    "user_id": self.collector.id,
                }
            ],
        )
        self.assertEqual(tracing.progress, "1 / 6")
        self.finish(tracing, "not_found")
        with self.assertRaisesRegex(UserError, "kept as they are"):
            line.result = "Something else."
        with self.assertRaisesRegex(UserError, "kept as they are"):
            tracing.user_id = self.manager

    def test_found_address_goes_to_the_contact_and_the_next_run_goes_on(self):
        tracing = self.open_tracing()
        self.finish(tracing, email="found@nusantara.example")
        self.assertRecordValues(
            tracing,
            [
                {
                    "state": "found",
                    "result": "Asked the registry.",
                    "contact_id": self.debtor.id,
                    "date_closed": self.day(8),
                    "closed_user_id": self.collector.id,
                }
            ],
        )
        self.assertEqual(self.debtor.email, "found@nusantara.example")
        self.assertFalse(self.debtor.collection_case_id.activity_ids)
        self.climb_to(9)
        self.assertEqual(self.actions().address, "found@nusantara.example")

    def test_found_person_needs_a_role_that_the_level_addresses(self):
        tracing = self.open_tracing()
        new = {"contact_id": False, "name": "Gita", "email": "gita@x.example"}
        legal, desk = self.roles["legal"], self.roles["accounts_payable"]
        with self.assertRaisesRegex(UserError, "still reaches nobody"):
            self.finish(tracing, **new, role_ids=[Command.set(legal.ids)])
        self.finish(tracing, **new, role_ids=[Command.set(desk.ids)])
        gita = tracing.contact_id
        self.assertEqual(gita.commercial_partner_id, self.debtor)
        self.climb_to(9)
        self.assertEqual(self.actions().contact_id, gita)

    def test_found_without_anything_new_is_refused(self):
        with self.assertRaisesRegex(UserError, "still reaches nobody"):
            self.finish(self.open_tracing())

    def test_not_found_rests_and_is_tried_again(self):
        self.finish(self.open_tracing(), "not_found")
        self.climb_to(10, 60)
        self.assertEqual(len(self.tracings()), 1)
        self.climb_to(99)
        self.assertEqual(self.tracings().mapped("state"), ["not_found", "open"])

    def test_it_ends_by_itself_when_paid_or_corrected(self):
        tracing = self.open_tracing()
        self.debtor.email = "ap@nusantara.example"
        self.climb_to(4)
        self.assertEqual(tracing.state, "found")
        self.lose(self.debtor)
        second = self.post_invoice(due=self.day(2))
        self.climb_to(20)
        tracing = self.tracings(state="open")
        self.assertTrue(tracing)
        self.pay(self.invoice | second)
        self.climb_to(21)
        self.assertEqual(tracing.state, "dropped")

    def test_opened_by_hand_it_stays_until_a_person_ends_it(self):
        self.debtor.email = "ap@nusantara.example"
        self.climb_to(3)
        case = self.debtor.collection_case_id
        action = case.with_user(self.collector).action_trace()
        tracing = self.tracings()
        self.assertEqual(action["res_id"], tracing.id)
        self.climb_to(4)
        self.assertEqual((tracing.state, tracing.is_manual), ("open", True))
        again = case.with_user(self.collector).action_trace()
        self.assertEqual(again["res_id"], tracing.id)

    def test_rights(self):
        tracing = self.open_tracing()
        case = self.debtor.collection_case_id
        as_reader = tracing.with_user(self.reader)
        self.assertEqual(as_reader.state, "open")
        other = self.setup_other_company()["company"]
        stranger = new_test_user(
            self.env,
            "col_stranger",
            groups=f"base.group_user,{COLLECTOR}",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        refusals = (
            lambda: as_reader.write({"user_id": self.manager.id}),
            lambda: as_reader.line_ids[:1].write({"result": "No"}),
            lambda: as_reader._close("not_found", "No"),
            lambda: case.with_user(self.reader).action_trace(),
            lambda: self.finish(tracing, "not_found", user=self.reader),
            lambda: tracing.with_user(stranger).read(["state"]),
            lambda: tracing.line_ids.with_user(stranger).read(["result"]),
            lambda: tracing.with_user(stranger)._close("not_found", "No"),
        )
        for number, refusal in enumerate(refusals):
            with self.subTest(number=number), self.assertRaises(AccessError):
                refusal()
        with self.assertRaisesRegex(UserError, "Finish"):
            tracing.with_user(self.collector).write({"state": "found"})
        with self.assertRaises(AccessError):
            tracing.with_user(self.manager).unlink()


class TestUnanswered(TracingCommon):
    def setUp(self):
        super().setUp()
        self.company.collection_unanswered_after = 3
        self.levels["SP1"].send_letter = False
        self.invoice = self.post_invoice()

    def marks(self):
        return self.problems().filtered(lambda problem: problem.kind == "unanswered")

    def test_after_so_many_messages_without_a_sign(self):
        self.climb_to(3, 10, 11)
        self.assertFalse(self.marks())
        self.debtor.collection_case_id.activity_ids.unlink()
        self.climb_to(30, 31)
        self.assertRecordValues(
            self.marks(),
            [
                {
                    "medium": "email",
                    "address": self.debtor.email_normalized,
                    "count": 3,
                    "date": self.day(30),
                    "company_id": self.company.id,
                }
            ],
        )
        self.assertEqual(self.debtor.collection_address_state, "unanswered")
        self.assertIn(
            "3 messages to Nusantara Retail without any answer",
            self.debtor.collection_case_id.activity_ids.mapped("summary"),
        )
        self.climb_to(32)
        self.assertEqual(len(self.marks()), 1)

    def test_a_letter_after_the_mails_is_no_new_silence(self):
        self.climb_to(3, 10, 30, 31, 90, 91)
        self.assertEqual(len(self.marks()), 1)
        self.assertFalse(self.marks().cleared_date)
        told = self.debtor.collection_case_id.activity_ids.filtered(
            lambda task: "without any answer" in (task.summary or "")
        )
        self.assertEqual(len(told), 1)

    def answer(self, day):
        self.debtor.collection_case_id.message_post(
            body="We shall pay.",
            author_id=self.debtor.id,
            message_type="email",
            subtype_xmlid="mail.mt_comment",
        ).date = fields.Datetime.to_datetime(day)

    def test_an_answer_a_conversation_or_a_payment_is_a_sign(self):
        def call():
            self.debtor.collection_case_id.with_context(
                collection_date=self.day(12)
            )._log_call(self.debtor, "reached", "Will pay")

        signs = (
            lambda: self.answer(self.day(12)),
            call,
            lambda: self.pay_on_account(10, date=self.day(12)),
        )
        for number, sign in enumerate(signs):
            with self.subTest(number=number), self.env.cr.savepoint() as savepoint:
                self.climb_to(3, 10)
                sign()
                self.climb_to(30, 31)
                self.assertFalse(self.marks())
                self.env.flush_all()
                savepoint.rollback()
                self.env.invalidate_all()

    def test_a_later_answer_or_a_check_takes_the_mark_away(self):
        self.climb_to(3, 10, 30, 31)
        mark = self.marks()
        self.answer(self.day(32))
        self.assertEqual(self.debtor.collection_last_answer, self.day(32))
        tasks = self.debtor.collection_case_id.activity_ids
        silent = tasks.filtered(lambda task: "without any answer" in task.summary)
        self.assertTrue(silent)
        self.climb_to(33)
        self.assertEqual(mark.cleared_date, self.day(33))
        self.assertFalse(silent.exists())

    def test_a_checked_contact_is_not_marked_again_at_once(self):
        self.climb_to(3, 10, 30, 31)
        checked = self.debtor.with_user(self.collector)
        checked.with_context(collection_date=self.day(31)).action_collection_email_ok()
        self.climb_to(32)
        self.assertEqual(len(self.marks()), 1)
        self.assertEqual(self.debtor.collection_address_state, "ok")

    def test_a_letter_after_mails_is_no_new_silence_another_address_is(self):
        self.climb_to(3, 10, 30, 31)
        mark = self.marks()
        self.climb_to(90, 91)
        self.assertEqual(self.marks(), mark)
        self.debtor.email = "new@nusantara.example"
        self.climb_to(92, 93)
        self.assertTrue(mark.cleared_date)
        self.assertEqual(self.marks(), mark)

    def test_zero_means_never(self):
        self.climb_to(3, 10, 30, 31)
        self.company.collection_unanswered_after = 0
        self.climb_to(32)
        self.assertTrue(self.marks().cleared_date)

    def test_another_company_sees_no_mark_of_ours(self):
        self.climb_to(3, 10, 30, 31)
        other = self.setup_other_company()["company"]
        stranger = new_test_user(
            self.env,
            "col_stranger",
            groups=f"base.group_user,{COLLECTOR}",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        theirs = self.env["collection.address.problem"].with_user(stranger)
        self.assertFalse(theirs.search([("id", "in", self.marks().ids)]))
        self.assertEqual(self.debtor.with_user(stranger).collection_address_state, "ok")
