"""Small balances in bulk, other companies, and how often the database is asked."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from .query_common import QueryCounting
from .writeoff_common import WriteoffCommon

MANY = 49


class TestSmallBalances(QueryCounting, WriteoffCommon):
    def wizard(self, limit=10.0, days=30, user=None, **limits):
        wizard = (
            self.env["collection.writeoff.small"]
            .with_user(user or self.manager)
            .with_company(self.company)
            .create(
                {
                    "company_id": self.company.id,
                    "days": days,
                    "limit_ids": [
                        Command.create({"currency_id": self.own.id, "amount": limit})
                    ],
                }
            )
        )
        wizard.action_find()
        return wizard

    def found(self, wizard):
        return {line.item_id.name: line.why_not for line in wizard.line_ids}

    def test_what_fits_and_what_does_not(self):
        small, exact, large = (self.post_invoice(one) for one in (4, 10, 10.01))
        young = self.post_invoice(5, due=self.day(20))
        disputed = self.post_invoice(6)
        items = self.chase(small, exact, large, young, disputed)
        items.case_id._hold(
            self.env.ref("b2b_collections.hold_reason_dispute"),
            items=self.item(disputed),
            note="test",
            source="system",
        )
        wizard = self.wizard()
        found = self.found(wizard)
        self.assertEqual(
            found.keys(), {one.name for one in (small, exact, young, disputed)}
        )
        self.assertFalse(found[small.name] or found[exact.name])
        self.assertIn("not old enough", found[young.name])
        self.assertIn("In dispute", found[disputed.name])
        self.assertEqual((wizard.fit_count, wizard.bar_count), (2, 2))
        action = wizard.action_propose()
        writeoff = self.env["collection.writeoff"].search(action["domain"])
        self.assertEqual(len(writeoff), 1)
        self.assertEqual(
            (writeoff.amount, writeoff.reason_id.code), (14, "small_balance")
        )
        self.assertEqual(writeoff.state, "draft")
        # Its approval needs neither words nor files, but somebody else.
        self.manager.copy({"login": "col_second"})
        writeoff.action_submit()
        again = self.wizard()
        self.assertIn(f"is in {writeoff.name} already", self.found(again)[small.name])

    def test_a_debtor_with_money_on_account(self):
        invoice = self.post_invoice(5)
        self.chase(invoice)
        self.pay_on_account(50, date=self.day(10))
        self.make_run(self.day(self.TODAY))._execute()
        wizard = self.wizard()
        self.assertIn("on account", self.found(wizard)[invoice.name])
        with self.assertRaisesRegex(UserError, "at least one"):
            wizard.action_propose()
        wizard.line_ids.is_chosen = True
        with self.assertRaisesRegex(UserError, "cannot be written off"):
            wizard.action_propose()

    def test_each_currency_has_its_own_limit(self):
        self.company.collection_writeoff_small = 10
        own = self.post_invoice(9)
        euros = self.post_invoice(9, currency_id=self.foreign.id)
        self.chase(own, euros)
        values = self.env["collection.writeoff.small"].with_user(self.manager)
        limits = values.default_get(["limit_ids"])["limit_ids"]
        amounts = {one[2]["currency_id"]: one[2]["amount"] for one in limits}
        # 0.625 EUR are 1 by now.
        self.assertEqual(amounts, {self.own.id: 10, self.foreign.id: 6.25})
        self.assertEqual(self.found(self.wizard()).keys(), {own.name})

    def test_without_limits(self):
        with self.assertRaisesRegex(UserError, "^Limits"):
            self.wizard(limit=0)

    def test_for_managers_alone(self):
        with self.assertRaises(AccessError):
            self.wizard(user=self.collector)

    def make_small(self, count):
        for number in range(count):
            partner = self.make_debtor(f"Small {number}", user_id=self.collector.id)
            self.post_invoice(3, partner=partner)
        self.make_run(self.day(self.TODAY))._execute()

    def count_finding(self):
        with self.taken_back():
            return self.count_queries(self.wizard)

    def test_finding_asks_no_more_for_many(self):
        self.make_small(1)
        self.count_finding()
        one = self.count_finding()
        self.make_small(MANY)
        self.count_finding()
        self.assertLessEqual(self.count_finding(), one + 2)

    # Other companies

    def test_another_company_sees_nothing(self):
        item = self.chase(self.post_invoice(100))
        writeoff = self.write_off(item)
        other = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = self.manager.copy(
            {
                "login": "col_elsewhere",
                "company_id": other.id,
                "company_ids": [Command.set(other.ids)],
            }
        )
        for record in (writeoff, writeoff.line_ids):
            with self.subTest(record._name), self.assertRaises(AccessError):
                record.with_user(stranger).read(["amount"])
        with self.assertRaises(AccessError):
            writeoff.with_user(stranger)._undo("curious")

    def test_collectors_propose_for_their_own_cases(self):
        item = self.chase(self.post_invoice(100))
        item.case_id.user_id = self.manager
        with self.assertRaisesRegex(AccessError, "Only its collector"):
            self.propose(item)
        with self.assertRaises(AccessError):
            self.propose(item, user=self.reader)
