"""Interest, compensation and fees on real postings, on days that are played."""

from contextlib import contextmanager

from freezegun import freeze_time

from odoo import Command

from .common import CollectionsCommon


class ChargesCommon(CollectionsCommon):
    """10 % a year and 40 of compensation; all of it is claimed by debit note."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls.company.currency_id
        cls.table = cls.env["collection.interest.table"].create(
            {
                "name": "Contract",
                "rate_ids": [Command.create({"date_from": "2026-01-01", "rate": 10})],
                "fixed_ids": [
                    Command.create({"currency_id": cls.own.id, "amount": 40})
                ],
            }
        )
        cls.policy.interest_table_id = cls.table
        cls.company.write(
            {
                "collection_charge_interest": "debit",
                "collection_charge_fixed": "debit",
                "collection_charge_fee": "debit",
            }
        )
        cls.Charge = cls.env["collection.charge"]

    @contextmanager
    def on(self, offset):
        with freeze_time(self.day(offset)):
            self.env.invalidate_all()
            yield

    def late_invoice(self, amount=1000, **vals):
        """An invoice that collections knows to be late."""
        invoice = self.post_invoice(amount, **vals)
        self.run_day(self.day(1), send=False)
        return invoice

    def charge(self, invoices, until, today=None, minimum=None):
        """Draft debit notes, as the wizard does; days count from the due date."""
        with self.on(today or until + 1):
            return self.Charge._charge(self.item(invoices), self.day(until), minimum)

    def charges(self, invoices, kind=None):
        domain = [("move_id", "in", invoices.ids)]
        if kind:
            domain.append(("kind", "=", kind))
        return self.Charge.search(domain, order="date_from, id")

    def post(self, moves, offset):
        with self.on(offset):
            moves.action_post()
        return moves

    def income(self, moves):
        """What the income accounts say of these moves, as credits."""
        lines = moves.line_ids.filtered(
            lambda line: line.account_id.internal_group == "income"
        )
        return -sum(lines.mapped("balance"))

    def receivable(self, partner=None):
        """What the ledger says the debtor owes, in company currency."""
        lines = self.env["account.move.line"].search(
            [
                ("partner_id", "=", (partner or self.debtor).id),
                ("account_id.account_type", "=", "asset_receivable"),
                ("parent_state", "=", "posted"),
            ]
        )
        return sum(lines.mapped("balance"))
