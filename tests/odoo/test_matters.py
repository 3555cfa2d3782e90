from odoo.exceptions import AccessError, UserError, ValidationError

from .matter_common import MatterCommon


class TestMatters(MatterCommon):
    def test_a_court_claim_from_draft_to_closed(self):
        with self.on(5):
            matter = self.make_matter(reference="12/Pdt/2026")
            self.assertRegex(matter.name, r"LM-\d+-\d{4}")
            # The debtor is in Indonesia: statutory interest of three days.
            self.assertEqual(matter.amount_claim_company, 900.74)
            matter.action_file()
            self.assertEqual(matter.date_filed, self.day(5))
            self.assertEqual(self.case.stage_id.code, "legal")
            matter.action_pending()
            matter.write({"judgement_date": self.day(5), "judgement_amount": 900})
            matter.action_judgement()
            matter.action_enforce()
            matter._close("won", "Paid after the judgement")
        self.assertEqual((matter.state, matter.result), ("closed", "won"))
        self.assertNotEqual(self.case.stage_id.code, "legal")
        self.assertEqual(
            self.events(
                *("matter_filed", "matter_pending", "matter_judgement"),
                *("matter_enforcement", "matter_closed"),
            ),
            [
                "matter_filed",
                "matter_pending",
                "matter_judgement",
                "matter_enforcement",
                "matter_closed",
            ],
        )

    def test_while_in_court_our_dunning_rests(self):
        with self.on(5):
            matter = self.make_filed()
        holds = matter.item_ids.hold_id
        self.assertEqual(holds.reason_id.code, "matter")
        before = len(self.actions())
        self.play(40)
        self.assertEqual(len(self.actions()), before)
        with self.on(41):
            matter._close("lost", "The court said no")
        self.assertEqual(set(holds.mapped("end_kind")), {"released"})
        self.play(42, 60)
        self.assertGreater(len(self.actions()), before)

    def test_dunning_goes_on_where_the_setting_says_so(self):
        self.company.collection_matter_rest = False
        with self.on(5):
            matter = self.make_filed()
        self.assertFalse(matter.item_ids.hold_id)

    def test_filing_costs_money_and_is_for_managers(self):
        with self.on(5):
            matter = self.make_matter(user=self.collector)
            with self.assertRaisesRegex(AccessError, "Filing costs money"):
                matter.action_file()
            bare = self.make_matter(cost_estimate=0)
            with self.assertRaisesRegex(ValidationError, "Estimated costs"):
                bare.action_file()
            self.assertEqual(bare.state, "draft")

    def test_undo_is_for_managers_and_needs_a_reason(self):
        with self.on(5):
            matter = self.make_filed()
            with self.assertRaisesRegex(AccessError, "undo"):
                matter.with_user(self.collector)._undo("Wrong one")
            with self.assertRaisesRegex(UserError, "Why"):
                matter._undo(" ")
            matter._undo("Wrong invoice")
            self.assertEqual((matter.state, matter.date_filed), ("draft", False))
            self.assertFalse(matter.is_resting)
            self.assertEqual(
                set(matter.item_ids.hold_id.mapped("end_kind")), {"released"}
            )
            self.assertNotEqual(self.case.stage_id.code, "legal")
            matter.action_file()
            matter._close("settled", "They paid half")
            matter._undo("Not settled after all")
        self.assertEqual((matter.state, matter.result), ("filed", False))
        self.assertEqual(len(self.events("matter_undone")), 2)

    def test_what_is_unfiled_can_be_cancelled(self):
        with self.on(5):
            matter = self.make_matter()
            matter.action_cancel()
            self.assertEqual(matter.state, "cancelled")
            filed = self.make_filed()
            with self.assertRaises(UserError):
                filed.action_cancel()

    def test_closing_with_open_deadlines(self):
        with self.on(5):
            matter = self.make_filed("order_eu")
            self.assertEqual(matter.deadline_ids.date, self.day(35))
            with self.assertRaisesRegex(UserError, "still open"):
                matter._close("won", "Paid")
            self.assertEqual(matter.state, "filed")
            matter._close("won", "Paid", drops_deadlines=True)
        self.assertEqual(matter.deadline_ids.state, "dropped")

    def test_bad_claims(self):
        items = self.item(self.first)
        with self.on(5):
            with self.assertRaisesRegex(ValidationError, "is open"):
                self.make_matter(
                    item_ids=[(0, 0, {"item_id": items.id, "amount": 600.01})]
                )
            first = self.make_filed()
            second = self.make_matter()
            with self.assertRaisesRegex(ValidationError, "is claimed in"):
                second.action_file()
            with self.assertRaisesRegex(UserError, "what was filed"):
                first.item_ids[0].amount = 1
            with self.assertRaisesRegex(UserError, "cannot be changed"):
                first.kind_id = self.kinds["small_id"]
            with self.assertRaisesRegex(AccessError, "follows from"):
                first.state = "closed"

    def test_courts_hear_of_what_is_due(self):
        later = self.post_invoice(50, due=self.day(8))
        self.play(5)
        Matter = self.env["collection.matter"].with_user(self.manager)
        with self.on(6):
            values = Matter.with_context(default_case_id=self.case.id).default_get(
                ["case_id", "item_ids", "currency_id", "user_id"]
            )
            proposed = [command[2]["item_id"] for command in values["item_ids"]]
            self.assertEqual(proposed, self.item(self.first | self.second).ids)
            self.assertEqual(values["user_id"], self.collector.id)
            matter = self.make_matter(items=self.item(later))
            with self.assertRaisesRegex(ValidationError, "not overdue"):
                matter.action_file()
            insolvency = self.make_insolvency(6, items=self.item(self.first))
        self.assertEqual(insolvency.item_ids.item_id, self.case.open_item_ids)

    def test_a_claim_is_checked_again_when_it_is_filed(self):
        with self.on(5):
            matter = self.make_matter()
            self.pay(self.first, 100, self.day(5))
            with self.assertRaisesRegex(ValidationError, "Refresh"):
                matter.action_file()
            matter.action_refresh()
            self.assertEqual(sum(matter.item_ids.mapped("amount")), 800)
            matter.action_file()
        self.assertEqual(matter.state, "filed")

    def test_a_kind_has_a_highest_claim(self):
        kind = self.kinds["small_id"]
        kind.write({"limit_currency_id": self.company.currency_id, "limit_amount": 899})
        with self.on(5):
            matter = self.make_matter("small_id")
            with self.assertRaisesRegex(ValidationError, "is more than"):
                matter.action_file()
            kind.limit_amount = 900.74
            matter.action_file()
