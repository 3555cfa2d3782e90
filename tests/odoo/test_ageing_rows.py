import ast

from lxml import etree

from odoo.exceptions import AccessError, ValidationError
from odoo.tests.common import freeze_time

from .ageing_common import AgeingCommon


class TestAgeingSettings(AgeingCommon):
    def test_defaults(self):
        company = self.env["res.company"].create({"name": "New"})
        self.assertEqual(company.collection_bucket_days, "30,60,90,120")
        self.assertEqual(company.collection_ageing_basis, "due")

    def test_buckets_that_are_none_are_refused_with_the_remedy(self):
        for text, what in (
            ("30,x", "“x” is not a whole number"),
            ("60,30", "30 is not larger than the day before it"),
            ("0", "0 is not between 1 and 9999"),
            ("1,2,3,4,5,6,7,8,9", "9 days are given, at most 8"),
            (" , ", "No days are given"),
        ):
            with self.assertRaisesRegex(ValidationError, f"{what}.*30,60,90,120"):
                self.company.collection_bucket_days = text

    def test_settings_of_the_company_are_the_default(self):
        self.company.write(
            {"collection_bucket_days": "10", "collection_ageing_basis": "invoice"}
        )
        report = self.env["collection.ageing"]
        self.assertEqual(report._get_bucket_labels(), {"1": "0–10", "2": "Over 10"})
        wizard = self.env["collection.ageing.wizard"].create({})
        self.assertRecordValues(wizard, [{"bucket_days": "10", "basis": "invoice"}])

    @freeze_time("2026-03-31")
    def test_without_a_date_it_is_today(self):
        line = self.invoice(1000, "2026-01-31", "2026-03-01")
        self.invoice(1000, "2026-04-01")
        row = self.env["collection.ageing"].search([])
        self.assertEqual((row.move_line_id, row.days), (line, 30))


class TestAgeingRows(AgeingCommon):
    def test_age_bucket_and_columns(self):
        self.invoice(1000, "2026-01-31", "2026-03-02")
        for date, days, bucket in (
            ("2026-03-02", 0, "0"),
            ("2026-03-03", 1, "1"),
            ("2026-04-01", 30, "1"),
            ("2026-04-02", 31, "2"),
            ("2026-07-01", 121, "5"),
        ):
            row = self.rows(date)
            self.assertRecordValues(
                row,
                [
                    {
                        "days": days,
                        "days_overdue": days,
                        "bucket": bucket,
                        f"bucket_{bucket}": 1000.0,
                        "bucket_4": 0.0,
                    }
                ],
            )
        self.assertRecordValues(
            self.rows("2026-03-02", basis="invoice"),
            [{"days": 30, "days_overdue": 0, "bucket": "1", "bucket_0": 0.0}],
        )

    def test_two_days_in_one_transaction_do_not_mix(self):
        line = self.invoice(1000, "2026-01-31")
        (line + self.entry(-400, "2026-02-15")).reconcile()
        before = self.ageing("2026-02-14").search([])
        after = self.ageing("2026-02-15").search([])
        self.assertEqual((before.amount, after.amount), (1000, 600))
        self.assertEqual((before.days, after.days), (14, 15))

    def test_filters(self):
        overdue = self.invoice(1000, "2026-01-31", "2026-02-28")
        coming = self.invoice(100, "2026-01-31", "2026-04-30")
        credit = self.entry(-50, "2026-02-01")
        search = self.env.ref("b2b_collections.collection_ageing_view_search")
        found = {}
        for node in etree.fromstring(search.arch).iter("filter"):
            if node.get("domain") and "uid" not in node.get("domain"):
                domain = ast.literal_eval(node.get("domain"))
                rows = self.rows("2026-03-31", domain)
                found[node.get("name")] = set(rows.move_line_id)
        everything = {overdue, coming, credit}
        self.assertEqual(
            found,
            {
                "overdue": {overdue, credit},
                "over_90": set(),
                "in_plan": set(),
                "without_credits": {overdue, coming},
                "credits": {credit},
                "trade": everything,
                "non_trade": set(),
                "no_collector": everything,
                "no_partner": set(),
            },
        )

    def test_case_and_item_of_the_row(self):
        invoice = self.post_invoice()
        self.run_day(self.day(3))
        item = self.item(invoice)
        self.assertRecordValues(
            self.rows(str(self.day(3))),
            [
                {
                    "item_id": item.id,
                    "case_id": item.case_id.id,
                    "level_id": item.level_id.id,
                    "policy_id": self.policy.id,
                    "stage_id": item.stage_id.id,
                    "user_id": self.collector.id,
                    "reason": item.reason,
                }
            ],
        )

    def test_nobody_writes(self):
        self.invoice(1000, "2026-01-31")
        row = self.rows("2026-03-31").with_user(self.manager)
        for attempt in (
            lambda: row.write({"name": "x"}),
            row.unlink,
            lambda: row.create({"name": "x"}),
        ):
            with self.assertRaises(AccessError):
                attempt()

    def test_as_many_queries_for_50_lines_as_for_one(self):
        counts = []
        self.entry(10, "2026-01-31")
        self.rows("2026-02-28").mapped("partner_id.name")  # what is read only once
        for number in (0, 49):
            for _number in range(number):
                self.entry(10, "2026-01-31")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            rows = self.ageing("2026-02-28").search_fetch([], ["name", "amount"])
            rows.mapped("partner_id.name")
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(len(rows), 50)
        self.assertEqual(counts[0], counts[1])
