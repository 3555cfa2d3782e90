from odoo.exceptions import UserError

from .results_common import ResultsCommon


class TestPlacementReports(ResultsCommon):
    """What the agency says by phone is kept as what it says in its portal."""

    def enter(self, **vals):
        context = self.placement.with_user(self.collector).action_report()["context"]
        reports = self.env["collection.placement.report"].with_user(self.collector)
        return reports.with_context(**context).create(vals)

    def test_a_contact_is_a_report_of_our_people(self):
        report = self.enter(kind="contact", channel="call", outcome="reached")
        self.assertRecordValues(
            report,
            [
                {
                    "placement_id": self.placement.id,
                    "source": "own",
                    "user_id": self.collector.id,
                    "amount": 0,
                }
            ],
        )
        self.assertEqual(self.placement.state, "working")
        self.assertEqual(self.placement.report_ids, report)

    def test_a_promise_says_how_much_and_when(self):
        with self.assertRaisesRegex(UserError, "Promised Amount"):
            self.enter(kind="promise")
        self.enter(kind="promise", amount=500, promised_date=self.day(90))
        self.assertEqual(self.placement.state, "promised")
