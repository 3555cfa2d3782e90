"""Choosing and following many asks the database as often as one."""

from .placement_common import PlacementCommon
from .query_common import QueryCounting

MANY = 50


class TestPlacementQueries(QueryCounting, PlacementCommon):
    def setUp(self):
        super().setUp()
        # Bills and files of placements are no concern of these counts.
        self.cases = self.case

    def add_cases(self, count):
        """As many more debtors with an invoice each."""
        partners = [
            self.make_debtor(f"Debtor {number}", user_id=self.collector.id)
            for number in range(count)
        ]
        invoices = [self.post_invoice(900, partner=partner) for partner in partners]
        self.play(4)
        return self.env["account.move"].union(*invoices)

    def count_choice(self, cases):
        with self.on(95), self.taken_back():
            wizard = self.env["collection.placement.wizard"].create(
                {
                    "agency_id": self.agency.id,
                    "mode": "cases",
                    "case_ids": cases.ids,
                }
            )
            return self.count_queries(wizard.action_find)

    def test_choosing_asks_no_more_for_many_cases(self):
        invoices = self.add_cases(MANY - 1)
        cases = self.case | self.item(invoices).case_id
        self.assertEqual(len(cases), MANY)
        self.count_choice(cases)
        one, many = self.count_choice(self.case), self.count_choice(cases)
        # Rows of a table of links are written in batches.
        self.assertLessEqual(many - one, 2)

    def count_follow(self, offset):
        with self.on(offset), self.taken_back():
            run = self.make_run(self.day(offset)).sudo()
            run._sync()
            return self.count_queries(run._follow_agreements)

    def test_following_asks_no_more_for_many_placements(self):
        self.place()
        # Nothing new; a promise was not kept; nobody has acknowledged.
        offsets = {"quiet": 6, "silent": 30}
        for offset in offsets.values():
            self.count_follow(offset)
        one = {name: self.count_follow(offset) for name, offset in offsets.items()}
        invoices = self.add_cases(MANY - 1)
        with self.on(5), self.mock_mail_gateway():
            for invoice in invoices:
                placement = self.make_placement(items=self.item(invoice)).sudo()
                placement._set_state("approved")
                placement._set_state("placed", date_placed=self.day(5))
                placement.line_ids._refresh()
                placement._set_missing_holds()
        live = self.env["collection.placement"].search([("state", "=", "placed")])
        self.assertEqual(len(live), MANY)
        for name, offset in offsets.items():
            with self.subTest(name):
                self.assertLessEqual(self.count_follow(offset) - one[name], 2)
