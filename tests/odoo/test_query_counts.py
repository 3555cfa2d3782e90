from .common import CollectionsCommon
from .query_common import QueryCounting

MANY = 50
WORKLIST = (
    "display_name",
    "partner_id",
    "user_id",
    "stage_id",
    "level_id",
    "amount_overdue",
    "amount_open",
    "days_overdue",
    "next_step",
    "next_date",
    "is_held",
)


class TestQueryCounts(QueryCounting, CollectionsCommon):
    """What is done for fifty debtors asks the database as often as for one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.post_invoice(1000)

    def add_debtors(self):
        """Forty-nine more debtors with an invoice each, one of them with two more."""
        for number in range(MANY - 1):
            partner = self.make_debtor(f"Debtor {number}")
            self.post_invoice(1000 + number, partner=partner)
        self.post_invoice(50, partner=partner)
        self.post_invoice(20, partner=partner, move_type="out_refund")

    def count_run(self):
        """Queries of each step of a run over all debtors."""
        self.measure_run()  # fills the caches of views, templates and rights
        return self.measure_run()

    def measure_run(self):
        with self.taken_back():
            run = self.make_run(self.day(3)).sudo()
            counts = {"start": self.count_queries(run._start)}
            cases = run._lock_batch()
            counts["act"] = self.count_queries(lambda: run._act(cases))
            counts["finish"] = self.count_queries(run._finish)
            counts["actions"] = len(run.action_ids)
        return counts

    def test_run_asks_no_more_for_many_debtors(self):
        one = self.count_run()
        self.add_debtors()
        many = self.count_run()
        self.assertEqual((one.pop("actions"), many.pop("actions")), (1, MANY))
        self.assertEqual(one["start"], many["start"])
        self.assertEqual(one["finish"], many["finish"])
        # Rendering and creating mails is Odoo's, by batches; nothing is per mail.
        self.assertLess(many["act"] - one["act"], 10)

    def test_preview_asks_no_more_for_many_debtors(self):
        def preview():
            with self.taken_back():
                run = self.make_run(self.day(3))
                count = self.count_queries(run._preview)
                return count, len(run.line_ids)

        preview()  # fills the caches
        one = preview()
        self.add_debtors()
        many = preview()
        self.assertEqual((one[1], many[1]), (1, MANY))
        self.assertLess(many[0] - one[0], 5)

    def test_levels_are_published_once_for_all_mails_that_leave(self):
        self.add_debtors()
        self.run_day(self.day(3), send=False)
        published = []
        Case = type(self.env["collection.case"])
        publish = Case._publish_levels

        def count(cases):
            published.append(len(cases))
            return publish(cases)

        self.patch(Case, "_publish_levels", count)
        self.send_mails()
        self.assertEqual(published, [MANY])
        self.assertEqual(set(self.item_levels()), {"R1"})

    def item_levels(self):
        items = self.env["collection.item"].search([("state", "=", "open")])
        return items.mapped("level_id.short_name")

    def test_worklist_reasons_and_totals_ask_no_more_for_many(self):
        self.add_debtors()
        self.run_day(self.day(-1))
        cases = self.env["collection.case"].search([("state", "=", "open")])
        items = self.env["collection.item"].search([("state", "=", "open")])
        self.assertEqual(len(cases), MANY)
        for name, records, read in (
            ("worklist", cases, lambda some: some.read(WORKLIST)),
            ("totals", cases, lambda some: some.mapped("currency_totals")),
            ("reasons", items, lambda some: some.mapped("reason")),
        ):
            with self.subTest(name):
                read(records)
                one = self.count_queries(lambda f=read, r=records: f(r[:1]))
                many = self.count_queries(lambda f=read, r=records: f(r))
                self.assertGreater(one, 0)
                self.assertLessEqual(many, one)
