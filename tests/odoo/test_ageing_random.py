import random
from datetime import timedelta

from .ageing_common import AgeingCommon, day

START = day("2026-01-01")
SPAN = 120
ENTRIES = 60
MATCHES = 25


class TestAgeingOfRandomPostings(AgeingCommon):
    """Whatever is posted, matched and undone: line by line as specified, and in all
    the receivable accounts of the trial balance."""

    def test_seed_1(self):
        self.play(1)

    def test_seed_2(self):
        self.play(2)

    def test_seed_3(self):
        self.play(3)

    def play(self, seed):
        self.chance = random.Random(seed)
        self.partners = [None, self.debtor, self.make_debtor("Second Debtor")]
        lines = self.env["account.move.line"].union(
            *(self.post_something() for _number in range(ENTRIES))
        )
        for _number in range(MATCHES):
            self.match_some(lines)
        self.undo_some(lines)
        self.assertGreater(len(lines.matched_debit_ids + lines.matched_credit_ids), 15)
        for _number in range(12):
            self.assert_agrees(str(self.some_date()))
        self.assert_agrees("2027-12-31")

    def some_date(self):
        return START + timedelta(self.chance.randrange(SPAN))

    def some_amount(self):
        return self.own.round(
            self.chance.choice((1, 10, 1000)) * self.chance.random() + 1
        )

    def post_something(self):
        date, amount = str(self.some_date()), self.some_amount()
        partner = self.chance.choice(self.partners[1:])
        foreign = self.chance.random() < 0.35
        kind = self.chance.choice(("out_invoice", "out_refund", "entry", "entry"))
        if kind != "entry":
            currency = self.foreign if foreign else self.own
            return self.invoice(
                amount, date, partner=partner, move_type=kind, currency_id=currency.id
            )
        balance = -amount if self.chance.random() < 0.8 else amount
        vals = {"partner": self.chance.choice(self.partners)}
        if foreign:
            # As banks do it: not exactly the rate of the day.
            rate = self.chance.uniform(0.4, 0.9)
            vals.update(
                currency=self.foreign,
                amount_currency=self.foreign.round(balance * rate),
            )
        return self.entry(balance, date, **vals)

    def match_some(self, lines):
        candidates = lines.filtered(lambda line: not line.reconciled)
        count = min(self.chance.choice((2, 2, 2, 3, 4)), len(candidates))
        chosen = self.env["account.move.line"].union(
            *self.chance.sample(list(candidates), count)
        )
        if len({line.balance > 0 for line in chosen}) == 2:
            chosen.reconcile()

    def undo_some(self, lines):
        matched = lines.filtered(lambda line: line.matched_debit_ids)
        self.chance.choice(list(matched)).remove_move_reconcile()
        invoices = lines.move_id.filtered(
            lambda move: move.move_type == "out_invoice" and move.state == "posted"
        )
        for move in self.chance.sample(list(invoices), 2):
            move.button_draft()
        invoices.filtered(lambda move: move.state == "draft")[:1].button_cancel()
