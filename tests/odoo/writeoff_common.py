"""What tests of write-offs start from."""

from freezegun import freeze_time

from odoo import Command

from .ageing_common import AgeingCommon
from .holds_common import HoldsCommon

REASON = "b2b_collections.writeoff_reason_uneconomic"


class WriteoffCommon(HoldsCommon, AgeingCommon):
    """Invoices that were chased in vain; the clock stands on day 40 after their due
    date. The collector proposes, the manager approves and posts.
    """

    TODAY = 40

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        data = cls.company_data
        cls.bad_debt = data["default_account_expense"]
        cls.income = cls.bad_debt.copy({"name": "Recoveries", "code": "700777"})
        cls.company.write(
            {
                "collection_writeoff_account_id": cls.bad_debt.id,
                "collection_recovery_account_id": cls.income.id,
                "collection_writeoff_relief": "none",
            }
        )
        cls.why = cls.env.ref(REASON)

    def setUp(self):
        super().setUp()
        freezer = freeze_time(self.day(self.TODAY))
        freezer.start()
        self.addCleanup(freezer.stop)

    def chase(self, *invoices):
        """Let the ledger be known, without sending anything."""
        self.make_run(self.day(self.TODAY))._execute()
        return self.item(self.env["account.move"].union(*invoices))

    def invoice_of(self, amount, tax=None, **vals):
        """A posted invoice over a net amount, with taxes."""
        return self.post_invoice(
            invoice_line_ids=[
                Command.create(
                    {
                        "name": "Goods",
                        "price_unit": amount,
                        "tax_ids": [Command.set(tax.ids if tax else [])],
                    }
                )
            ],
            **vals,
        )

    def propose(self, items, amounts=None, user=None, reason=None, **vals):
        amounts = amounts or [None] * len(items)
        return (
            self.env["collection.writeoff"]
            .with_user(user or self.collector)
            .create(
                {
                    "case_id": items[:1].case_id.id,
                    "currency_id": items[:1].currency_id.id,
                    "reason_id": (reason or self.why).id,
                    "note": "No assets are left.",
                    "line_ids": [
                        Command.create(
                            {"item_id": item.id, **({"amount": some} if some else {})}
                        )
                        for item, some in zip(items, amounts, strict=True)
                    ],
                    **vals,
                }
            )
        )

    def approve(self, writeoff):
        with self.mock_mail_gateway():
            writeoff.action_submit()
            if writeoff.state == "submitted":
                writeoff.with_user(self.manager)._approve()
        return writeoff

    def write_off(self, items, amounts=None, date=None, **vals):
        """From proposal to posted."""
        writeoff = self.approve(self.propose(items, amounts, **vals))
        writeoff.with_user(self.manager)._post(date)
        return writeoff.with_env(self.env)

    def ledger(self, move):
        """``{account: (currency amount, balance)}`` of an entry."""
        found = {}
        for line in move.line_ids:
            own, booked = found.get(line.account_id, (0, 0))
            found[line.account_id] = (
                round(own + line.amount_currency, 2),
                round(booked + line.balance, 2),
            )
        return found

    def balance(self, account):
        lines = self.env["account.move.line"].search(
            [("account_id", "=", account.id), ("parent_state", "=", "posted")]
        )
        return round(sum(lines.mapped("balance")), 2)

    def assert_ties(self):
        """Receivable accounts and ageing agree, today and a year from now."""
        for offset in (self.TODAY, 400):
            self.assert_agrees(str(self.day(offset)))

    def events(self, *codes):
        entries = self.env["collection.journal.entry"].search(
            [("partner_id", "=", self.debtor.id), ("event", "like", "writeoff")],
            order="id",
        )
        return [one for one in entries.mapped("event") if not codes or one in codes]


class TaxedCommon(WriteoffCommon):
    """A tax of 11 per cent with tags of its own on each side."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tax_account = cls.company_data["default_account_tax_sale"]
        tag = cls.env["account.account.tag"]
        cls.tags = tag.create(
            [
                {"name": name, "applicability": "taxes", "country_id": False}
                for name in ("base in", "tax in", "base out", "tax out")
            ]
        )
        cls.tax = cls.make_tax("Output 11 %", 11)

    @classmethod
    def make_tax(cls, name, percent, tags=True, **vals):
        sides = {"invoice": cls.tags[:2], "refund": cls.tags[2:]}
        return cls.env["account.tax"].create(
            {
                "name": name,
                "amount": percent,
                "type_tax_use": "sale",
                "company_id": cls.company.id,
                **{
                    f"{side}_repartition_line_ids": [
                        Command.create(
                            {
                                "repartition_type": "base",
                                "tag_ids": [Command.set(own[0].ids if tags else [])],
                            }
                        ),
                        Command.create(
                            {
                                "repartition_type": "tax",
                                "account_id": cls.tax_account.id,
                                "tag_ids": [Command.set(own[1].ids if tags else [])],
                            }
                        ),
                    ]
                    for side, own in sides.items()
                },
                **vals,
            }
        )

    def tagged(self, *moves):
        """``{tag name: balance}`` of entries."""
        found = {}
        for line in self.env["account.move"].union(*moves).line_ids:
            for tag in line.tax_tag_ids:
                total = found.get(tag.name, 0) + line.balance
                found[tag.name] = round(total, 2)
        return found

    def exchange_moves(self):
        journal = self.company.currency_exchange_journal_id
        return self.env["account.move"].search([("journal_id", "=", journal.id)])
