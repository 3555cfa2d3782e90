"""The quadrant of a debtor from what the ledger and the journal know, and offers."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError

from .approvals_common import ApprovalsCommon
from .test_agreement import AgreementCommon


class TestQuadrant(ApprovalsCommon):
    def setUp(self):
        super().setUp()
        self.invoice = self.post_invoice(1000.0)
        self.make_run(self.day(4))._execute()
        self.case = self.item(self.invoice).case_id

    def known(self):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.case._get_known()[self.case.id]

    def test_nothing_known_yet(self):
        known = self.known()
        self.assertEqual((known.days_overdue, known.paid), (5, 0.0))
        self.assertEqual((known.part_payments, known.answer_days), (0, None))
        self.assertEqual(self.case.quadrant_id.code, "can_willing")
        self.assertIn("benefit of the doubt", self.case.quadrant_reasons)

    def test_nothing_paid_for_long(self):
        with freeze_time(self.day(60)):
            known = self.known()
            self.assertEqual((known.days_overdue, known.paid), (60, 0.0))
            self.assertEqual(self.case.quadrant_id.code, "cannot_willing")

    def test_payments_say_that_he_can(self):
        self.pay(self.invoice, 600.0, self.day(4))
        known = self.known()
        self.assertAlmostEqual(known.paid, 0.6)
        self.assertEqual(known.part_payments, 1)
        self.assertEqual(self.case.quadrant_id.code, "can_willing")
        self.assertIn("60 % of what fell due", self.case.quadrant_reasons)

    def test_answers_and_silence(self):
        self.assertEqual(self.known().unanswered, 0)
        self.send_mails()
        self.assertEqual(self.known().unanswered, 1)
        self.case._log_call(self.debtor, "reached", "Called back")
        known = self.known()
        self.assertEqual((known.answer_days, known.unanswered), (0, 0))
        self.assertIn("days since the last answer: 0", self.case.quadrant_reasons)

    def test_trust_and_insolvency(self):
        self.debtor.with_company(self.company).trust = "bad"
        self.assertEqual(self.known().trust, "bad")
        self.assertEqual(self.case._get_risk(), "high")
        self.debtor.collection_insolvent_since = self.day(0)
        self.assertTrue(self.known().is_insolvent)

    def test_judged_otherwise_with_a_note(self):
        other = self.env.ref("b2b_collections.quadrant_can_unwilling")
        case = self.case.with_user(self.collector)
        with self.assertRaisesRegex(ValidationError, "say in a few words"):
            case.quadrant_chosen_id = other
        case.write({"quadrant_chosen_id": other.id, "quadrant_note": "Owner told us"})
        self.assertEqual(case.quadrant_id, other)
        self.assertEqual(case.quadrant_suggested_id.code, "can_willing")
        self.assertEqual(case.quadrant_guide, other.guide)
        with self.assertRaises(AccessError):
            self.case.with_user(self.reader).quadrant_note = "x"

    def test_guides_are_edited_by_managers(self):
        quadrant = self.case.quadrant_id
        quadrant.with_user(self.anna).offer_instalments = 10
        self.assertIn("a plan of up to 10", quadrant._word_offer())
        with self.assertRaises(AccessError):
            quadrant.with_user(self.collector).offer_instalments = 3

    def test_queries_do_not_grow_with_the_cases(self):
        for number in range(8):
            self.post_invoice(100.0, partner=self.make_debtor(f"Debtor {number}"))
        self.make_run(self.day(4))._execute()
        cases = self.env["collection.case"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertGreater(len(cases), 8)

        def count(records):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            records._get_known()
            return self.env.cr.sql_log_count - before

        count(cases)
        self.assertEqual(count(cases[:1]), count(cases))

    def test_forgotten_with_the_case(self):
        sources = self.env["collection.privacy"]._get_sources()
        columns = {(each.model, name) for each in sources for name in each.columns}
        for wanted in (
            ("collection.case", "quadrant_note"),
            ("collection.offer", "terms"),
            ("collection.offer", "answer_note"),
            ("collection.plan", "signed_by"),
            ("collection.plan", "decline_reason"),
            ("collection.approval", "note"),
            ("collection.approval.decision", "reason"),
        ):
            self.assertIn(wanted, columns)


class TestOffers(AgreementCommon):
    def offers(self, plan):
        return self.env["collection.offer"].search([("plan_id", "=", plan.id)])

    def test_plans_note_themselves(self):
        plan = self.offered()
        self.assertRecordValues(
            self.offers(plan),
            [
                {
                    "kind": "plan",
                    "amount": 900.0,
                    "instalments": 3,
                    "answer": "waiting",
                    "case_id": plan.case_id.id,
                }
            ],
        )
        self.sign(plan)
        self.assertRecordValues(
            self.offers(plan), [{"answer": "accepted", "answered_on": self.day(5)}]
        )

    def test_declined_and_offered_again(self):
        plan = self.offered()
        plan.sudo()._decline("Five would do")
        self.assertRecordValues(
            self.offers(plan),
            [{"answer": "refused", "answer_note": "Five would do"}],
        )
        plan.with_user(self.collector).action_propose()
        self.assertEqual(self.offers(plan).mapped("answer"), ["waiting", "refused"])

    def test_proposed_then_sent_is_one_offer(self):
        plan = self.make_plan()
        plan.action_propose()
        with self.mock_mail_gateway():
            self.request(plan).with_user(self.anna).action_approve()
            plan.with_user(self.collector).action_send_offer()
        self.assertEqual(len(self.offers(plan)), 1)

    def test_by_hand(self):
        plan = self.make_plan()
        Offer = self.env["collection.offer"].with_user(self.collector)
        offer = Offer.create(
            {"case_id": plan.case_id.id, "kind": "discount", "amount": 800}
        )
        offer.write({"answer": "countered", "answer_note": "Offers 700"})
        self.assertEqual(offer.answered_on, self.day(5))
        with self.assertRaisesRegex(ValidationError, "today or an earlier"):
            offer.date = self.day(9)
        with self.assertRaises(AccessError):
            offer.with_user(self.reader).write({"answer": "accepted"})
