from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .common import CollectionsCommon


class TestCase(CollectionsCommon):
    def test_totals_per_currency_are_those_of_the_ledger(self):
        euro = self.setup_other_currency("EUR")
        today = self.env["account.move"].create({"move_type": "entry"}).date
        self.post_invoice(1000)
        self.post_invoice(300, due=today.replace(year=today.year + 5))
        self.post_invoice(500, currency_id=euro.id)
        self.post_invoice(70, move_type="out_refund")
        self.run_day(self.day(3))
        totals = {
            row["currency"]: {
                name: row[name].replace("\N{NO-BREAK SPACE}", " ")
                for name in ("not_due", "overdue", "credit", "net")
            }
            for row in self.debtor.collection_case_id.currency_totals
        }
        self.assertEqual(
            totals["EUR"],
            {
                "not_due": "0.00 €",
                "overdue": "500.00 €",
                "credit": "0.00 €",
                "net": "500.00 €",
            },
        )
        own = totals[self.company.currency_id.name]
        self.assertEqual(
            [own[name].strip("$ ") for name in ("not_due", "overdue", "credit", "net")],
            ["300.00", "1,000.00", "70.00", "1,230.00"],
        )

    def test_priority_is_amount_times_days_and_orders_the_worklist(self):
        small = self.make_debtor("Small but old")
        self.post_invoice(1000, due=self.day(0))
        self.post_invoice(100, due=self.day(-90), partner=small)
        self.run_day(self.day(10))
        cases = self.env["collection.case"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual(
            cases.partner_id.mapped("name"), ["Nusantara Retail", "Small but old"]
        )
        self.assertEqual(cases.mapped("priority"), [10_000.0, 10_000.0])
        self.post_invoice(1, due=self.day(-91), partner=small)
        self.run_day(self.day(10))
        cases.invalidate_recordset()
        self.assertEqual(
            self.env["collection.case"]
            .search([("company_id", "=", self.company.id)], limit=1)
            .partner_id,
            small,
        )

    def test_next_step_and_held_are_found(self):
        held = self.post_invoice(100)
        held.no_followup = True
        self.run_day(self.day(3))
        case = self.debtor.collection_case_id
        self.assertIn("No Follow-Up", case.next_step)
        Case = self.env["collection.case"]
        self.assertIn(case, Case.search([("is_held", "=", True)]))
        self.assertNotIn(case, Case.search([("is_held", "=", False)]))
        self.assertIn(case, Case.search([("days_overdue", ">", 10)]))
        self.assertNotIn(case, Case.search([("days_overdue", "<", 10)]))

    def test_a_person_may_move_the_case_and_a_climb_takes_it_back(self):
        self.post_invoice(100)
        self.run_day(self.day(3))
        case = self.debtor.collection_case_id.with_user(self.collector)
        negotiation = self.env.ref("b2b_collections.stage_negotiation")
        case.stage_id = negotiation
        self.run_day(self.day(4))
        self.assertEqual(case.stage_id, negotiation)
        self.run_day(self.day(30))
        self.assertEqual(case.stage_id.code, "reminder")

    def test_a_case_moved_to_legal_by_hand_stays_there(self):
        self.post_invoice(100)
        self.run_day(self.day(3))
        case = self.debtor.collection_case_id
        legal = self.env.ref("b2b_collections.stage_legal")
        case.with_user(self.collector).stage_id = legal
        case._publish_agreements()
        self.assertEqual(case.stage_id, legal)

    def test_what_an_agreement_moved_goes_back_when_it_is_over(self):
        self.post_invoice(100)
        self.run_day(self.day(3))
        case = self.debtor.collection_case_id
        before = case.stage_id
        with patch.object(
            type(case), "_get_agreement_stages", lambda self: {case.id: {"agency"}}
        ):
            case._publish_agreements()
        self.assertEqual(case.stage_id.code, "agency")
        self.assertTrue(case.is_stage_derived)
        case._publish_agreements()
        self.assertEqual(case.stage_id, before)
        self.assertFalse(case.is_stage_derived)

    def test_collector_writes_only_what_is_his(self):
        self.post_invoice(100)
        self.run_day(self.day(3))
        case = self.debtor.collection_case_id
        case.with_user(self.collector).user_id = self.manager
        with self.assertRaises(AccessError):
            case.with_user(self.reader).user_id = self.collector
        with self.assertRaises(AccessError):
            self.actions().with_user(self.manager).state = "done"
        with self.assertRaises(AccessError):
            self.item(self.post_invoice(1)).with_user(self.manager).browse(
                case.item_ids.id
            ).level_id = False

    def test_nothing_to_remind_of(self):
        self.post_invoice(100).no_followup = True
        self.run_day(self.day(3))
        with self.assertRaisesRegex(UserError, "nothing to remind of"):
            self.debtor.collection_case_id._contact("mail", self.levels["R1"])

    def test_call_that_was_not_planned_is_journalled(self):
        self.post_invoice(100)
        self.run_day(self.day(3))
        case = self.debtor.collection_case_id.with_user(self.collector)
        case._log_call(self.debtor, "promised", "<p>Pays on Friday</p>")
        call = self.actions(channel="call")
        self.assertRecordValues(
            call, [{"outcome": "promised", "state": "done", "kind": "manual"}]
        )
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base"):
            case.with_user(self.reader)._log_call(self.debtor, "reached", "")

    def test_unanswered_call_leaves_the_item_where_it_was(self):
        self.levels["R1"].write({"send_mail": False, "plan_call": True})
        invoice = self.post_invoice(100)
        self.run_day(self.day(3))
        self.assertIn("has not left yet", self.item(invoice).reason)
        call = self.actions(channel="call")
        call.with_user(self.collector)._done("not_reached", "")
        self.assertFalse(self.item(invoice).level_id)
        self.run_day(self.day(4))
        self.assertEqual(len(self.actions(channel="call")), 2)
