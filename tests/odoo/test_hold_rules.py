"""Who may hold what, how long, and what is refused."""

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user

from .common import COLLECTOR, MANAGER
from .holds_common import HoldsCommon


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

    def test_another_company_sees_no_hold_and_a_reader_sees_it(self):
        hold = self.hold(self.invoice, 5, 9)
        self.assertTrue(hold.with_user(self.reader).scope_name)
        other = self.setup_other_company()["company"]
        stranger = new_test_user(
            self.env,
            "col_stranger",
            groups=f"base.group_user,{MANAGER}",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        self.assertFalse(hold.with_user(stranger).search([("id", "=", hold.id)]))
        for change in (
            lambda: hold.with_user(stranger)._release("Not mine"),
            lambda: hold.with_user(stranger)._extend(self.day(12)),
            lambda: self.case.with_user(stranger)._hold(self.reason, self.day(9)),
            lambda: hold.with_user(stranger).unlink(),
        ):
            with self.assertRaises(AccessError), freeze_time(self.day(5)):
                change()
