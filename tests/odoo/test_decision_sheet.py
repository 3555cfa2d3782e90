from odoo.exceptions import AccessError, UserError

from .matter_common import MatterCommon
from .query_common import QueryCounting


class TestDecisionSheet(QueryCounting, MatterCommon):
    def make_sheet(self, offset=5, user=None, **vals):
        with self.on(offset):
            return (
                self.env["collection.decision.sheet"]
                .with_user(user or self.collector)
                .create({"case_id": self.case.id, **vals})
            )

    def by_way(self, sheet):
        return {one["way"]: one for one in sheet.result["options"]}

    def test_without_history_it_says_so(self):
        sheet = self.make_sheet()
        self.assertEqual(sheet.line_ids.level, "none")
        self.assertEqual(
            (sheet.line_ids.recovery, sheet.line_ids.recovery_high), (50, 100)
        )
        self.assertEqual(sheet.amount_open, 900)
        self.assertIn("no own history", sheet.result_html)
        # 10 % of the debt, as set.
        self.assertEqual(sheet.cost_sue, 90)

    def test_values_follow_the_assumptions(self):
        sheet = self.make_sheet(
            interest=0, win=100, collect=100, cost_sue=10, days_sue=10, accept=0
        )
        found = self.by_way(sheet)
        self.assertEqual(found["go_on"]["value"], 450)
        self.assertEqual(found["sue"]["value"], 890)
        self.assertEqual(sheet.recommended, "sue")
        sheet.win = 20
        self.assertEqual(self.by_way(sheet)["sue"]["value"], 170)
        self.assertEqual(sheet.recommended, "go_on")
        self.assertTrue(any(one["name"] == "win" for one in sheet.result["turns"]))

    def test_history_of_items_that_were_chased(self):
        debtor = self.make_debtor("Old Customer", country_id=self.debtor.country_id.id)
        moves = self.env["account.move"]
        for _number in range(4):
            moves |= self.post_invoice(500, due=self.day(-40), partner=debtor)
        self.play(-30)
        for move in moves[:3]:
            self.pay(move, date=self.day(-29))
        lost = moves[3]
        lost._reverse_moves(
            [{"invoice_date": self.day(-20), "date": self.day(-20)}], cancel=True
        )
        self.play(4)
        sheet = self.make_sheet(minimum=4, horizon=30)
        line = sheet.line_ids
        self.assertEqual((line.count, line.level), (4, "bucket_band_country"))
        self.assertEqual(line.recovery, 75)
        # From the day after the due date to the payment.
        self.assertEqual(line.days, 10)
        self.assertTrue(line.recovery_low < 75 < line.recovery_high)
        # As of an earlier day nothing of it was known.
        (group,) = self.env["collection.recovery"]._load_groups(
            self.company, self.day(-39), 0
        )
        self.assertEqual((group.count, group.recovered), (4, 0))

    def test_what_is_young_does_not_count_paid_or_not(self):
        debtor = self.make_debtor("Old Customer")
        paid = self.post_invoice(500, due=self.day(-40), partner=debtor)
        self.post_invoice(500, due=self.day(-40), partner=debtor)
        self.play(-30)
        self.pay(paid, date=self.day(-29))
        self.play(4)
        self.assertEqual(self.make_sheet(horizon=45).line_ids.level, "none")
        self.assertEqual(self.make_sheet(horizon=30).line_ids.recovery, 50)

    def test_a_thin_history_widens_and_says_so(self):
        debtor = self.make_debtor("Old Customer")
        for _number in range(2):
            move = self.post_invoice(500, due=self.day(-40), partner=debtor)
            self.play(-30)
            self.pay(move, date=self.day(-29))
        self.play(4)
        sheet = self.make_sheet(minimum=10, horizon=30)
        self.assertEqual(sheet.line_ids.level, "all")
        self.assertIn("wider segments", sheet.result_html)

    def test_what_was_spent_is_shown_and_not_counted(self):
        before = self.make_sheet(cost_sue=100)
        with self.on(5):
            matter = self.make_matter()
            bill = self.post_bill(5000)
            self.env["collection.matter.cost"].create(
                {"matter_id": matter.id, "move_id": bill.id}
            )
        after = self.make_sheet(cost_sue=100)
        self.assertEqual(after.sunk, 5000)
        self.assertEqual(before.result["options"], after.result["options"])
        self.assertIn("USD 5,000", after.result_html)

    def test_currencies_are_converted_and_it_is_said(self):
        euro = self.setup_other_currency("EUR", rates=[("2026-01-01", 2)])
        self.post_invoice(100, currency_id=euro.id)
        self.play(5)
        sheet = self.make_sheet()
        self.assertEqual(len(sheet.line_ids), 2)
        foreign = sheet.line_ids.filtered(lambda line: line.currency_id == euro)
        self.assertEqual((foreign.amount, foreign.amount_company), (100, 50))
        self.assertEqual(sheet.amount_open, 950)
        self.assertIn("EUR converted at 0.5", sheet.result_html)

    def test_a_decision_is_kept_with_who_and_why(self):
        sheet = self.make_sheet()
        with self.on(6):
            with self.assertRaisesRegex(UserError, "Why"):
                sheet._decide("sue", "")
            sheet._decide("stop", "He emigrated")
            with self.assertRaisesRegex(UserError, "kept as it was"):
                sheet.win = 10
            with self.assertRaisesRegex(UserError, "kept as it was"):
                sheet.unlink()
            self.assertEqual(sheet.decided_by_id, self.collector)
            self.assertTrue(sheet.is_otherwise)
            self.assertEqual(self.events("decision_made"), ["decision_made"])
            before = sheet.result
            self.pay(self.first, date=self.day(6))
            self.assertEqual(sheet.result, before)
            action = sheet.action_copy()
        version = self.env["collection.decision.sheet"].browse(action["res_id"])
        self.assertEqual((version.state, version.amount_open), ("draft", 300))

    def test_results_cannot_be_entered(self):
        sheet = self.make_sheet()
        for vals in ({"state": "decided"}, {"sunk": 1}, {"decided_by_id": 1}):
            with self.assertRaisesRegex(AccessError, "follows from"):
                sheet.write(vals)
        with self.assertRaises(AccessError):
            sheet.line_ids.recovery = 100

    def test_nothing_open_is_stopped(self):
        with self.on(5):
            self.pay(self.first, date=self.day(5))
            self.pay(self.second, date=self.day(5))
        sheet = self.make_sheet()
        self.assertEqual((sheet.amount_open, sheet.recommended), (0, "stop"))

    def test_the_sheet_as_pdf(self):
        sheet = self.make_sheet()
        streams = self.env["ir.actions.report"]._render_qweb_pdf_prepare_streams(
            "b2b_collections.report_decision_sheet", {}, res_ids=sheet.ids
        )
        self.assertEqual(streams[sheet.id]["stream"].getvalue()[:4], b"%PDF")

    def test_history_costs_one_query(self):
        recovery = self.env["collection.recovery"]

        def load():
            recovery._load_groups(self.company, self.day(5), 365)

        few = self.count_queries(load)
        for number in range(10):
            self.post_invoice(50 + number, due=self.day(-50))
        self.play(5)
        self.assertLessEqual(self.count_queries(load), few)
