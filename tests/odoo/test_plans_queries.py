from .plans_common import PlansCommon
from .query_common import QueryCounting

MANY = 12


class TestPlanQueries(QueryCounting, PlansCommon):
    """Following many plans asks the database as often as following one."""

    def count(self, offset):
        with self.on(offset), self.taken_back():
            run = self.make_run(self.day(offset)).sudo()
            run._sync()
            return self.count_queries(run._follow_agreements)

    def test_following_asks_no_more_for_many_plans(self):
        self.make_active()
        offsets = {"quiet": 8, "late": 22, "missed": 24}
        for offset in offsets.values():
            self.count(offset)  # fills the caches
        one = {name: self.count(offset) for name, offset in offsets.items()}
        invoices = []
        for number in range(MANY - 1):
            partner = self.make_debtor(f"Debtor {number}", user_id=self.collector.id)
            invoices.append(self.post_invoice(900, partner=partner))
        self.play(4)
        with self.on(5), self.mock_mail_gateway():
            for invoice in invoices:
                self.make_plan(items=self.item(invoice)).sudo()._activate()
        plans = self.env["collection.plan"].search([("state", "=", "active")])
        self.assertEqual(len(plans), MANY)
        for name, offset in offsets.items():
            with self.subTest(name):
                # Rows that differ in what is new of them are updated apart.
                self.assertLessEqual(self.count(offset) - one[name], 1)
