from odoo.addons.b2b_collections.models.collection_item_reason_read import (
    PLACEHOLDER,
    SOURCES,
)

from .ageing_common import AgeingCommon


class TestReasonsOfLongLists(AgeingCommon):
    """Reasons read in bulk are those that each item would say itself."""

    def assert_same_words(self):
        items = self.env["collection.item"].search([])
        expected = {item.id: item.reason for item in items}
        self.env.invalidate_all()
        known = {}
        found = items[:3]._read_reasons(known) | items[3:]._read_reasons(known)
        self.assertEqual(found, expected)
        return items

    def test_of_every_debtor_on_every_day(self):
        self.policy.write({"mail_fallback": "none", "contact_gap_days": 5})
        silent = [
            self.make_debtor(name, email=False) for name in ("No Mail", "None Either")
        ]
        for partner in (self.debtor, self.make_debtor("Third"), *silent):
            for days in (0, 2, 40):
                self.post_invoice(due=self.day(-days), partner=partner)
        held = self.post_invoice()
        held.no_followup = True
        codes = set()
        for offset in (3, 4, 11, 35):
            self.run_day(self.day(offset), send=offset != 4)
            codes |= set(self.assert_same_words().mapped("reason_code"))
        self.assertGreaterEqual(len(codes), 4, codes)

    def test_as_many_queries_for_50_items_as_for_one(self):
        for _number in range(50):
            self.post_invoice()
        self.run_day(self.day(3))
        items = self.env["collection.item"].search([])
        self.assertEqual(len(items), 50)
        self.count_queries(items)  # what is read only once
        self.assertEqual(self.count_queries(items), self.count_queries(items[:1]))

    def count_queries(self, items):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        items._read_reasons({})
        return self.cr.sql_log_count - before

    def test_the_source_of_every_fact_is_known(self):
        words = self.env["collection.item"]._get_reason_words().values()
        names = {name for text in words for name in PLACEHOLDER.findall(text)}
        self.assertLessEqual(names, set(SOURCES))
