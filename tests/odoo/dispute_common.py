"""Disputes on the case of one debtor, with real postings."""

from contextlib import contextmanager

from odoo.tests import new_test_user

from .holds_common import HoldsCommon


class DisputeCommon(HoldsCommon):
    """A case with one overdue invoice of 100, its owner, and an accountant."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice = cls.post_invoice(100.0)
        cls.owner = new_test_user(
            cls.env,
            "dis_sales",
            groups="base.group_user",
            company_id=cls.company.id,
            email="sales@example.com",
        )
        cls.accountant = new_test_user(
            cls.env,
            "dis_accountant",
            groups="base.group_user,account.group_account_invoice",
            company_id=cls.company.id,
            email="accountant@example.com",
        )
        cls.accounting_manager = new_test_user(
            cls.env,
            "dis_manager",
            groups="base.group_user,account.group_account_invoice,"
            "b2b_collections.group_collections_manager",
            company_id=cls.company.id,
            email="manager@example.com",
        )
        cls.company.collection_accountant_id = cls.accountant
        cls.price = cls.env.ref("b2b_collections.dispute_reason_price")
        cls.make_run(cls.day(2))._execute()
        cls.case = cls.env["collection.case"].search(
            [("partner_id", "=", cls.debtor.id)]
        )

    def dispute(self, amounts, user=None, reason=None, **vals):
        """Open a dispute on today: ``{invoice: contested}``."""
        found = {self.item(move): amount for move, amount in amounts.items()}
        return (
            self.case.with_user(user or self.collector)
            ._dispute(reason or self.price, found, **vals)
            .with_env(self.env)
        )

    def decide(self, dispute, accepted, answer="As agreed.", user=None):
        """Accept ``{invoice: amount}``, as a user; return what he is told of it."""
        lines = {
            dispute.line_ids.filtered(lambda line, move=move: line.move_id == move): amt
            for move, amt in accepted.items()
        }
        return dispute.with_user(user or self.collector)._decide(lines, answer)

    @contextmanager
    def refused(self, error, words):
        """An error that says these words, and nothing is left of what was tried."""
        with self.assertRaises(error) as caught:
            yield
        self.assertRegex(str(caught.exception), words)

    def events(self):
        return (
            self.env["collection.journal.entry"]
            .search([("case_id", "=", self.case.id)])
            .mapped("event")
        )
