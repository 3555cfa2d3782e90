from .common import CollectionsCommon


class TestLadderOnLedger(CollectionsCommon):
    def test_items_climb_one_level_at_a_time(self):
        invoice = self.post_invoice()
        for offset, level in ((-7, "NOTICE"), (3, "R1"), (10, "R2"), (30, "SP1")):
            self.run_day(self.day(offset))
            self.assertEqual(self.item(invoice).level_id.short_name, level)
        self.assertRecordValues(
            self.item(invoice),
            [{"level_date": self.day(30), "verdict": "chase", "state": "open"}],
        )
        self.assertEqual(invoice.collection_level_id.short_name, "SP1")
        self.assertEqual(invoice.collection_stage_id.code, "dunning")
        self.assertEqual(self.debtor.collection_stage_id.code, "dunning")
        self.assertEqual(self.debtor.collection_case_id.stage_id.code, "dunning")
