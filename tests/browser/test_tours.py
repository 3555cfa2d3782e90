"""The daily ways through the Collections app, in a real browser."""

from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from ..odoo.common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestCollectionsTours(CollectionsCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Screens count from today, so these invoices do as well.
        cls.today = fields.Date.context_today(cls.env.user)

    def overdue(self, days, partner=None):
        return self.post_invoice(due=self.today - timedelta(days), partner=partner)

    def run_today(self):
        return self.run_day(self.today)

    def test_worklist_to_letter(self):
        small = self.make_debtor("Small Debtor")
        self.post_invoice(10.0, due=self.today - timedelta(4), partner=small)
        self.overdue(4)
        self.run_today()
        self.start_tour(
            "/odoo/collections", "b2b_collections_worklist", login="col_user"
        )
        self.assertRecordValues(
            self.actions(channel="letter"),
            [{"kind": "manual", "state": "to_print", "user_id": self.collector.id}],
        )

    def test_log_a_planned_call(self):
        self.overdue(11)
        self.run_day(self.today - timedelta(7))
        self.run_today()
        self.start_tour("/odoo/collections", "b2b_collections_call", login="col_user")
        call = self.actions(channel="call")
        self.assertRecordValues(call, [{"state": "done", "outcome": "promised"}])
        self.assertIn("Pays on Friday", call.note)
        promise = self.env["collection.promise"].search([("action_id", "=", call.id)])
        self.assertRecordValues(
            promise,
            [
                {
                    "amount": 1000.0,
                    "date_promised": self.today + timedelta(7),
                    "state": "open",
                    "made_by": "call",
                }
            ],
        )

    def test_preview_confirm_and_run(self):
        self.company.collection_mode = "prepare"
        self.policy.mail_fallback = "none"
        self.overdue(4)
        self.overdue(4, partner=self.make_debtor("Silent Debtor", email=False))
        self.start_tour(
            "/odoo/collection-runs", "b2b_collections_run", login="col_manager"
        )
        self.assertEqual(self.company.collection_mode, "live")
        self.assertFalse(self.actions(), "a preview must not contact anybody")
        with self.enter_registry_test_mode():
            self.env.ref("b2b_collections.ir_cron_work").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(self.actions().mapped("channel"), ["mail"])
        runs = self.env["collection.run"].search([("is_preview", "=", False)])
        self.assertEqual(runs.mapped("state"), ["done"])

    def test_approve_in_bulk_and_refuse_one(self):
        self.levels["R1"].requires_approval = True
        refused = self.make_debtor("Refused Debtor")
        debtors = [self.make_debtor(f"Debtor {number}") for number in range(3)]
        for debtor in (refused, *debtors):
            self.overdue(4, partner=debtor)
        self.run_today()
        self.start_tour(
            "/odoo/collection-approvals", "b2b_collections_approve", login="col_manager"
        )
        self.assertRecordValues(
            self.actions(partner=refused),
            [{"state": "refused", "state_detail": "Settled by phone"}],
        )
        for debtor in debtors:
            self.assertRecordValues(self.actions(partner=debtor), [{"state": "queued"}])

    def test_order_policies_and_edit_a_level(self):
        self.policy.sequence = 1
        second = self.make_policy(name="Key accounts", sequence=2)
        self.start_tour(
            "/odoo/collection-policies", "b2b_collections_policy", login="col_manager"
        )
        self.assertLess(second.sequence, self.policy.sequence)
        level = second.level_ids.filtered(lambda level: level.short_name == "R2")
        self.assertRecordValues(level, [{"days": 14, "requires_approval": True}])
