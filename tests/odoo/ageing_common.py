from decimal import Decimal

from odoo import Command, fields

from odoo.addons.b2b_collections.core import ageing

from .common import CollectionsCommon

RECEIVABLE = [
    ("account_type", "=", "asset_receivable"),
    ("parent_state", "=", "posted"),
]


def day(text):
    return fields.Date.to_date(text)


class AgeingCommon(CollectionsCommon):
    """Entries on the receivable account, and the checks every ageing must pass."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls.company.currency_id
        cls.foreign = cls.setup_other_currency(
            "EUR",
            rates=[("2025-01-01", 0.8), ("2026-02-01", 0.5), ("2026-04-01", 0.625)],
        )
        cls.receivable = cls.company_data["default_account_receivable"]

    @classmethod
    def ageing(cls, as_of, basis="due", days="30,60,90,120"):
        return cls.env["collection.ageing"]._with_ageing(day(as_of), basis, days)

    def rows(self, as_of, domain=(), **options):
        """Rows of the ageing, read anew."""
        self.env.flush_all()
        self.env.invalidate_all()
        return self.ageing(as_of, **options).search(list(domain))

    @classmethod
    def entry(cls, balance, date, **vals):
        """Post an entry of `balance` on the receivable account; return that line.

        vals: partner, currency, amount_currency, account, maturity, company_data
        """
        data = vals.get("company_data") or cls.company_data
        currency = vals.get("currency") or data["company"].currency_id
        partner = vals.get("partner", cls.debtor)
        amount = vals.get("amount_currency", balance)
        account = vals.get("account") or data["default_account_receivable"]
        common = {"currency_id": currency.id, "partner_id": partner and partner.id}
        move = (
            cls.env["account.move"]
            .with_company(data["company"])
            .create(
                {
                    "move_type": "entry",
                    "date": date,
                    "journal_id": data["default_journal_misc"].id,
                    "line_ids": [
                        Command.create(
                            {
                                **common,
                                "account_id": account.id,
                                "balance": balance,
                                "amount_currency": amount,
                                "date_maturity": vals.get("maturity"),
                            }
                        ),
                        Command.create(
                            {
                                **common,
                                "account_id": data["default_account_revenue"].id,
                                "balance": -balance,
                                "amount_currency": -amount,
                            }
                        ),
                    ],
                }
            )
        )
        move.action_post()
        return move.line_ids.filtered(lambda line: line.account_id == account)

    @classmethod
    def invoice(cls, amount, date, due=None, **vals):
        """Post an invoice; return its receivable lines."""
        move = cls.post_invoice(amount, day(due or date), invoice_date=date, **vals)
        return cls.receivable_lines(move)

    @classmethod
    def receivable_lines(cls, move):
        return move.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )

    def assert_open(self, as_of, expected, **options):
        """Compare {line: open amount in company currency} and prove the total."""
        rows = self.rows(as_of, [("company_id", "=", self.company.id)], **options)
        found = {row.move_line_id: row.amount_company for row in rows}
        self.assertEqual(found, expected)
        self.assert_agrees(as_of)

    def assert_agrees(self, as_of, companies=None):
        """Check the ageing against the specification, line by line, and against the
        trial balance, per company and currency."""
        self.env.flush_all()
        self.env.invalidate_all()
        report = self.ageing(as_of)
        if companies:
            report = report.with_context(allowed_company_ids=companies.ids)
        found = {
            row.move_line_id.id: (decimal(row.amount_company), decimal(row.amount))
            for row in report.search([])
        }
        self.assertEqual(found, self.specified(report.env.companies, day(as_of)))
        self.assert_proof(report, as_of)

    def specified(self, companies, as_of):
        lines = self.env["account.move.line"].search(
            [("account_type", "=", "asset_receivable")]
        )
        partials = self.env["account.partial.reconcile"].search(
            [("debit_move_id", "in", lines.ids)]
        )
        opened = ageing.open_amounts(
            [
                ageing.Line(
                    line.id,
                    line.date,
                    line.parent_state == "posted",
                    decimal(line.balance),
                    decimal(line.amount_currency),
                )
                for line in lines
            ],
            [
                ageing.Match(
                    partial.debit_move_id.id,
                    partial.credit_move_id.id,
                    decimal(partial.amount),
                    decimal(partial.debit_amount_currency),
                    decimal(partial.credit_amount_currency),
                )
                for partial in partials
            ],
            as_of,
        )
        shown = set(lines.filtered(lambda line: line.company_id in companies).ids)
        return {key: value for key, value in opened.items() if key in shown}

    def assert_proof(self, report, as_of):
        trial_balance = {
            (company, currency): (own, balance)
            for company, currency, own, balance in self.env[
                "account.move.line"
            ]._read_group(
                [
                    *RECEIVABLE,
                    ("date", "<=", as_of),
                    ("company_id", "in", report.env.companies.ids),
                ],
                ["company_id", "currency_id"],
                ["amount_currency:sum", "balance:sum"],
            )
        }
        proof = report._get_proof()
        self.assertLessEqual(trial_balance.keys(), proof.keys())
        for key, values in proof.items():
            own, balance = trial_balance.get(key, (0.0, 0.0))
            self.assertEqual(decimal(values["ledger"]), decimal(own))
            self.assertEqual(decimal(values["ledger_company"]), decimal(balance))
            self.assertEqual(values["difference"], 0.0, key)
            self.assertEqual(values["difference_company"], 0.0, key)
        self.assert_totals(report, proof)

    def assert_totals(self, report, proof):
        """What no match crosses needs no explanation: it is the trial balance."""
        for company in report.env.companies:
            values = [one for (owner, _c), one in proof.items() if owner == company]
            if any(one["crossed_company"] for one in values):
                continue
            total = sum(decimal(one["ledger_company"]) for one in values)
            rows = report.search([("company_id", "=", company.id)])
            self.assertEqual(sum(decimal(row.amount_company) for row in rows), total)


def decimal(amount):
    return Decimal(str(round(amount, 6))).quantize(Decimal("0.001"))
