"""What tests of approvals and agreements start from."""

from freezegun import freeze_time

from odoo import Command
from odoo.tests import new_test_user

from .common import MANAGER, CollectionsCommon


class ApprovalsCommon(CollectionsCommon):
    """A plan of 900 in three instalments, made by the collector; three managers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls.manager
        cls.ben = cls.make_manager("col_ben")
        cls.dora = cls.make_manager("col_dora")
        cls.rule = cls.env["collection.approval.rule"].create(
            {
                "name": "Plans here",
                "company_id": cls.company.id,
                "second_amount": 5000.0,
                "approver_ids": [Command.set((cls.anna | cls.ben).ids)],
            }
        )

    @classmethod
    def make_manager(cls, login, **vals):
        return new_test_user(
            cls.env,
            login,
            groups=f"base.group_user,{MANAGER}",
            **{"company_id": cls.company.id, **vals},
        )

    def setUp(self):
        super().setUp()
        freezer = freeze_time(self.day(5))
        freezer.start()
        self.addCleanup(freezer.stop)

    def make_plan(self, user=None, amount=900.0, count=3, partner=None, **vals):
        """A plan over a new invoice, as a draft."""
        invoice = self.post_invoice(amount, partner=partner)
        self.make_run(self.day(1))._execute()
        item = self.item(invoice)
        return (
            self.env["collection.plan"]
            .with_user(user or self.collector)
            .create(
                {
                    "case_id": item.case_id.id,
                    "currency_id": item.currency_id.id,
                    "item_ids": [Command.create({"item_id": item.id})],
                    "line_ids": [
                        Command.create(
                            {"date": self.day(30 * number), "amount": amount / count}
                        )
                        for number in range(1, count + 1)
                    ],
                    **vals,
                }
            )
        )

    def request(self, plan=None, **vals):
        plan = plan or self.make_plan(**vals)
        plan.action_submit()
        return plan.approval_id

    def approved(self, **vals):
        """A plan that Anna has approved."""
        plan = self.make_plan(**vals)
        with self.mock_mail_gateway():
            self.request(plan).with_user(self.anna).action_approve()
        return plan
