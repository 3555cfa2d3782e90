from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user

from .common import COLLECTOR, MANAGER, CollectionsCommon


class VisitsCommon(CollectionsCommon):
    """An overdue invoice of 600; today is Wednesday, day 30, 09:00 UTC."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice = cls.post_invoice(600)
        cls.mate = new_test_user(
            cls.env,
            "col_mate",
            groups=f"base.group_user,{COLLECTOR}",
            company_id=cls.company.id,
        )

    def setUp(self):
        super().setUp()
        self.now = datetime.combine(self.day(30), datetime.min.time()).replace(hour=9)
        self.startPatcher(freeze_time(self.now))
        self.make_run(self.day(30))._execute()
        self.send_mails()
        self.case = self.item(self.invoice).case_id
        self.case.user_id = self.collector

    def make_visit(self, user=None, hours=24, **vals):
        return (
            self.env["collection.visit"]
            .with_user(user or self.collector)
            .create(
                {
                    "case_id": self.case.id,
                    "date_start": self.now + timedelta(hours=hours),
                    "companion_ids": [Command.set(self.mate.ids)],
                    **vals,
                }
            )
        )

    def plan(self, **vals):
        visit = self.make_visit(**vals)
        visit.action_plan()
        return visit

    def report(self, visit, outcome="met", after=25, **vals):
        with freeze_time(self.now + timedelta(hours=after)):
            visit.check_ids.is_done = True
            visit.write(
                {
                    "outcome": outcome,
                    "date_visited": self.now + timedelta(hours=24),
                    "place": "Jalan Contoh 1, office",
                    **vals,
                }
            )
            return visit.action_report()


class TestVisits(VisitsCommon):
    """A visit is planned within the rules and reported with what came of it."""

    def test_defaults(self):
        with Form(
            self.env["collection.visit"]
            .with_user(self.collector)
            .with_context(default_case_id=self.case.id)
        ) as form:
            form.date_start = self.now + timedelta(hours=3)
            self.assertEqual(form.date_stop, self.now + timedelta(hours=4))
            self.assertEqual(form.place_id, self.debtor)
            self.assertEqual(form.visitor_id, self.collector)
        visit = form.save()
        self.assertTrue(visit.name.startswith("FV-"))
        self.assertIn("Jalan Contoh 1", visit.address)
        phases = visit.check_ids.mapped("phase")
        self.assertEqual(
            sorted(phases, key=["before", "during", "after"].index), phases
        )

    def test_planned_is_an_action_and_a_task(self):
        visit = self.plan()
        action = visit.action_id
        self.assertRecordValues(
            action,
            [
                {
                    "channel": "visit",
                    "state": "planned",
                    "gate": "allowed",
                    "moment": visit.date_start,
                    "partner_id": self.debtor.id,
                }
            ],
        )
        self.assertEqual(action.line_ids.item_id, self.item(self.invoice))
        self.assertEqual(visit.activity_ids.user_id, self.collector | self.mate)

    def test_the_gate_is_asked_for_that_time(self):
        self.contact_rule.write({"hour_from": 8, "hour_to": 17, "sat": False})
        early = self.make_visit(hours=24 - 9)
        self.assertTrue(early.gate_answer)
        with self.assertRaisesRegex(UserError, "cannot be contacted this way now"):
            early.action_plan()
        self.assertFalse(early.action_id)
        # Jakarta is seven hours ahead: 10:00 there is 03:00 here.
        visit = self.plan(hours=24 - 6)
        self.assertEqual(visit.state, "planned")

    def test_no_visit_that_runs_into_the_evening(self):
        self.contact_rule.write({"hour_from": 8, "hour_to": 17})
        start = self.now.replace(hour=9) + timedelta(days=1)
        visit = self.make_visit(date_start=start, date_stop=start + timedelta(hours=3))
        with self.assertRaises(UserError):
            visit.action_plan()

    def test_insolvent_debtors_are_not_visited(self):
        self.debtor.collection_insolvent_since = self.day(29)
        with self.assertRaisesRegex(UserError, "cannot be contacted"):
            self.plan()

    def test_what_is_on_hold_is_not_visited(self):
        reason = self.env["collection.hold.reason"].search([], limit=1)
        self.case.with_user(self.manager)._hold(reason, until=self.day(60))
        with self.assertRaisesRegex(UserError, "on hold"):
            self.plan()

    def test_bad_plans(self):
        with self.assertRaisesRegex(UserError, "lies in the past"):
            self.plan(hours=-1)
        nowhere = self.env["res.partner"].create(
            {"name": "Branch", "parent_id": self.debtor.id, "type": "delivery"}
        )
        nowhere.write({"street": False, "city": False, "zip": False})
        with self.assertRaisesRegex(UserError, "has no address"):
            self.plan(place_id=nowhere.id)
        visit = self.plan()
        with self.assertRaisesRegex(UserError, "planned already"):
            visit.action_plan()

    def test_two_people(self):
        alone = {"companion_ids": []}
        self.company.collection_visit_pairs = "always"
        with self.assertRaisesRegex(UserError, "Accompanied By"):
            self.plan(**alone)
        self.plan(**alone, others="Budi, Siti")
        self.company.collection_visit_pairs = "above"
        self.company.collection_visit_pair_amount = 599
        with self.assertRaisesRegex(UserError, "Accompanied By"):
            self.plan(**alone)
        self.company.collection_visit_pair_amount = 600
        self.plan(**alone, hours=48)
        self.company.collection_visit_pairs = "never"
        self.plan(**alone, hours=72)

    def test_reported(self):
        visit = self.plan()
        self.assertFalse(self.report(visit, note="<p>Pays soon</p>"))
        self.assertRecordValues(
            visit.action_id,
            [
                {
                    "state": "done",
                    "outcome": "reached",
                    "gate": "allowed",
                    "moment": visit.date_visited,
                }
            ],
        )
        self.assertEqual(visit.state, "done")
        self.assertFalse(visit.is_late)
        self.assertFalse(visit.activity_ids)
        entry = self.env["collection.journal.entry"].search(
            [("case_id", "=", self.case.id), ("event", "=", "visit_reported")]
        )
        self.assertEqual(entry.data["outcome"], "met")
        self.assertEqual(entry.data["people"], 2)

    def test_reported_late(self):
        visit = self.plan()
        self.report(visit, after=24 + 48)
        self.assertTrue(visit.is_late)
        self.assertEqual(visit.action_id.moment, visit.date_visited)

    def test_a_visit_against_the_rules_is_not_hidden(self):
        visit = self.plan()
        self.debtor.collection_insolvent_since = self.day(31)
        self.report(visit)
        self.assertEqual(visit.action_id.gate, "breach")

    def test_bad_reports(self):
        visit = self.plan()
        for missing in ("outcome", "date_visited", "place"):
            with self.assertRaises(UserError), self.cr.savepoint():
                self.report(visit, **{"outcome": "met", missing: False})
        with self.assertRaisesRegex(UserError, "lies in the future"):
            self.report(visit, date_visited=self.now + timedelta(days=5))
        with self.assertRaisesRegex(UserError, "Procedure"), self.cr.savepoint():
            visit.check_ids.is_done = False
            with freeze_time(self.now + timedelta(hours=25)):
                visit.write(
                    {
                        "outcome": "met",
                        "date_visited": self.now + timedelta(hours=24),
                        "place": "There",
                    }
                )
                visit.action_report()
        self.assertEqual(visit.action_id.state, "planned")

    def test_steps_may_be_explained(self):
        visit = self.plan()
        visit.check_ids.note = "Was not needed"
        with freeze_time(self.now + timedelta(hours=25)):
            visit.write(
                {
                    "outcome": "absent",
                    "date_visited": self.now + timedelta(hours=24),
                    "position": "-6.20000, 106.80000",
                }
            )
            visit.action_report()
        self.assertEqual(visit.action_id.outcome, "not_reached")

    def test_promise_and_dispute_go_on(self):
        action = self.report(self.plan(), "promise")
        self.assertEqual(action["res_model"], "collection.promise.wizard")
        self.assertEqual(action["context"]["active_id"], self.case.id)
        action = self.report(self.plan(), "dispute")
        self.assertEqual(action["res_model"], "collection.dispute")

    def test_moved_away(self):
        self.report(self.plan(), "moved")
        problem = self.env["collection.address.problem"].search(
            [("partner_id", "=", self.debtor.id), ("medium", "=", "postal")]
        )
        self.assertEqual(problem.kind, "moved")

    def test_cancelled_and_taken_back(self):
        visit = self.plan()
        action = visit.action_id
        visit.action_cancel()
        self.assertEqual((visit.state, action.state), ("cancelled", "cancelled"))
        self.assertFalse(visit.activity_ids)
        visit.action_draft()
        self.assertEqual(visit.state, "draft")
        visit.action_plan()
        self.assertNotEqual(visit.action_id, action)

    def test_called_off_with_its_action(self):
        visit = self.plan()
        visit.action_id.with_user(self.collector).action_cancel()
        self.assertEqual(visit.state, "cancelled")

    def test_not_settled_by_a_call(self):
        visit = self.plan()
        self.assertFalse(self.case._get_planned_call() & visit.action_id)
        with self.assertRaisesRegex(UserError, "Report the visit"):
            visit.action_id._done("reached")

    def test_letter_of_authority(self):
        visit = self.plan(others="Budi")
        values = visit._get_authority_letters()[visit.id]
        names = [self.collector.name, self.mate.name, "Budi"]
        self.assertEqual(values["people"], names)
        streams = self.env["ir.actions.report"]._render_qweb_pdf_prepare_streams(
            "b2b_collections.report_visit", {}, res_ids=visit.ids
        )
        self.assertTrue(streams[visit.id]["stream"].getvalue().startswith(b"%PDF"))

    def test_journal_still_verifies(self):
        self.report(self.plan())
        self.env["collection.journal.entry"]._seal(self.company)
        check = self.env["collection.journal.check"].sudo()._verify(self.company, True)
        self.assertEqual(check.state, "right")


class TestVisitAccess(VisitsCommon):
    def test_groups(self):
        visit = self.make_visit()
        with self.assertRaises(AccessError):
            self.make_visit(user=self.reader)
        with self.assertRaises(AccessError):
            visit.with_user(self.reader).action_plan()
        self.assertEqual(visit.with_user(self.reader).state, "draft")
        other = new_test_user(
            self.env,
            "col_other",
            groups=f"base.group_user,{COLLECTOR}",
            company_id=self.company.id,
        )
        with self.assertRaisesRegex(AccessError, "the visitors"):
            visit.with_user(other).action_plan()
        visit.with_user(self.mate).purpose = "Talk to the owner"
        visit.with_user(self.manager).action_plan()
        self.assertEqual(visit.state, "planned")

    def test_results_are_not_written_by_hand(self):
        visit = self.plan()
        for vals in ({"state": "done"}, {"action_id": False}, {"name": "X"}):
            with self.assertRaises(AccessError):
                visit.write(vals)
        with self.assertRaisesRegex(UserError, "let through"):
            visit.date_start = self.now + timedelta(hours=30)
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            visit.unlink()
        self.report(visit)
        with self.assertRaisesRegex(UserError, "is closed"):
            visit.note = "Other"
        with self.assertRaisesRegex(UserError, "is closed"):
            visit.check_ids[0].note = "Other"

    def test_other_company(self):
        visit = self.plan()
        stranger = new_test_user(
            self.env,
            "col_stranger",
            groups=f"base.group_user,{MANAGER}",
            company_id=self.setup_other_company()["company"].id,
        )
        for record in (visit, visit.check_ids[0]):
            with self.assertRaises(AccessError):
                record.with_user(stranger).read(["note"])
