from freezegun import freeze_time

from odoo import Command
from odoo.tests import Form

from .dispute_common import DisputeCommon
from .query_common import QueryCounting


class TestDisputeFollow(QueryCounting, DisputeCommon):
    """What a night does to disputes, and how they come out of a call."""

    def test_overdue_is_escalated_once_per_step(self):
        with freeze_time(self.day(2)):
            dispute = self.dispute({self.invoice: 30.0}, owner=self.owner)
        deadline = self.price.deadline_days + 2

        def tasks(offset):
            self.play(offset, send=False)
            return len(dispute.activity_ids.filtered(lambda a: a.automated))

        before = tasks(deadline)
        self.assertEqual(tasks(deadline + 1), before + 1)
        self.assertEqual(tasks(deadline + 2), before + 1)
        later = deadline + self.price.escalation_days + 1
        self.assertEqual(tasks(later), before + 2)
        self.assertEqual(tasks(later + 1), before + 2)
        self.assertEqual(dispute.escalation, 2)
        overdue = self.env.ref("b2b_collections.mail_act_dispute_overdue")
        told = dispute.activity_ids.filtered(lambda a: a.activity_type_id == overdue)
        self.assertEqual(told.user_id, self.company._get_collection_manager())
        self.assertIn(self.owner.name, told[0].summary)

    def test_a_preview_leaves_disputes_as_they_are(self):
        with freeze_time(self.day(2)):
            dispute = self.dispute({self.invoice: 30.0})
            self.pay(self.invoice)
            run = self.make_run(self.day(2))
            run.action_preview()
        self.assertEqual(dispute.state, "new")
        self.assertFalse(dispute.escalation)

    def _make_many(self, count):
        for number in range(count):
            debtor = self.make_debtor(f"Query {number}")
            self.post_invoice(100, partner=debtor)
        self.make_run(self.day(2))._execute()
        items = self.env["collection.item"].search(
            [("partner_id.name", "like", "Query %")]
        )
        for item in items:
            item.case_id._dispute(self.price, {item: 30.0}, owner=self.owner)

    def test_a_night_asks_as_much_for_fifty_as_for_one(self):
        for day, pays in ((2, False), (2, True), (30, False)):
            counts = []
            # The first one fills what Odoo remembers.
            for number in (1, 1, 50):
                with self.subTest(day=day, pays=pays), self.taken_back():
                    counts.append(self._count_night(number, day, pays))
            self.assertEqual(counts[1], counts[2], (day, pays))

    def _count_night(self, number, day, pays):
        with freeze_time(self.day(2)):
            self._make_many(number)
            if pays:
                self.env["collection.item"].sudo().search([]).state = "paid"
        with freeze_time(self.day(day)):
            run = self.make_run(self.day(day)).sudo()
            count = self.count_queries(run._follow_disputes)
        disputes = self.env["collection.dispute"].search([])
        self.assertEqual(
            set(disputes.mapped("state")), {"withdrawn" if pays else "new"}
        )
        self.assertEqual(all(disputes.mapped("escalation")), day == 30)
        return count

    def test_a_disputed_call_leads_to_the_form(self):
        with freeze_time(self.day(2)):
            wizard = (
                self.env["collection.call.wizard"]
                .with_user(self.collector)
                .with_context(active_model="collection.case", active_id=self.case.id)
                .create(
                    {
                        "contact_id": self.debtor.id,
                        "outcome": "disputed",
                        "note": "<p>The price is wrong</p>",
                    }
                )
            )
            action = wizard.action_log()
            self.assertEqual(action["res_model"], "collection.dispute")
            form = Form(
                self.env["collection.dispute"]
                .with_user(self.collector)
                .with_context(**action["context"])
            )
            self.assertEqual(form.description, "The price is wrong")
            form.reason_id = self.price
            self.assertEqual(form.user_id, self.collector)
            with form.line_ids.edit(0) as line:
                line.amount = 30
            dispute = form.save()
        self.assertRecordValues(
            dispute,
            [{"origin": "call", "amount": 30.0, "contact_id": self.debtor.id}],
        )
        self.assertEqual(self.item(self.invoice).amount_held, 30.0)

    def test_wizard_decides_accepts_a_part_and_tells(self):
        with freeze_time(self.day(2)):
            dispute = self.dispute({self.invoice: 30.0}).with_user(self.collector)
            action = dispute.action_decide()
            form = Form(
                self.env[action["res_model"]]
                .with_user(self.collector)
                .with_context(**action["context"])
            )
            form.outcome = "partly"
            with form.line_ids.edit(0) as line:
                line.amount_accepted = 12
            self.assertEqual(form.amount_accepted, 12)
            form.text = "Half of the pallets came."
            form.save().action_confirm()
        self.assertRecordValues(dispute, [{"state": "partly", "amount_accepted": 12.0}])
        self.assertEqual(self.item(self.invoice).amount_held, 12.0)

    def test_administrative_reason_proposes_the_answer(self):
        excuse = self.env.ref("b2b_collections.dispute_reason_awaiting_approval")
        with freeze_time(self.day(2)):
            form = Form(
                self.env["collection.dispute"]
                .with_user(self.collector)
                .with_context(
                    default_case_id=self.case.id,
                    default_line_ids=[
                        Command.create({"item_id": self.item(self.invoice).id})
                    ],
                )
            )
            form.reason_id = excuse
            self.assertTrue(form.confirm)
            dispute = form.save()
        self.assertEqual(dispute.amount, 100.0)
        self.assertEqual(self.actions(kind="notice").notice_id.code, "dispute_document")
