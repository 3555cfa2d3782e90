"""The ledger that the demo makes up."""

import unittest
from collections import Counter
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tools.demo.debtors import slug
from tools.demo.generator import make_ledger
from tools.demo.habits import HABITS, Owed
from tools.demo.ledger import Flag, Offset, Payment
from tools.smtp_sink import is_example_address

START, END = date(2026, 8, 23), date(2026, 11, 21)
CENT = Decimal("0.01")


class TestLedger(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ledger = make_ledger(START, END)
        cls.documents = {document.key: document for document in cls.ledger.documents}

    def events(self, kind):
        return [event for event in self.ledger.events if isinstance(event, kind)]

    def paid(self):
        paid = Counter()
        for payment in self.events(Payment):
            for key in payment.keys:
                paid[key] += payment.amount
        for offset in self.events(Offset):
            paid[offset.invoice] += self.documents[offset.credit].total
        return paid

    def test_is_as_large_as_promised(self):
        invoices = [d for d in self.ledger.documents if not d.is_credit]
        self.assertGreaterEqual(len(self.ledger.debtors), 60)
        self.assertGreaterEqual(len(invoices), 400)
        currencies = Counter(invoice.debtor.currency for invoice in invoices)
        self.assertEqual(set(currencies), {"IDR", "USD", "EUR"})
        self.assertGreaterEqual(min(currencies.values()), 50)

    def test_is_the_same_every_time(self):
        self.assertEqual(make_ledger(START, END), self.ledger)

    def test_has_every_habit_and_oddity(self):
        debtors = self.ledger.debtors
        self.assertEqual({debtor.habit for debtor in debtors}, set(HABITS))
        self.assertEqual(
            {d.lang for d in debtors}, {"id_ID", "en_US", "de_DE", "fr_FR"}
        )
        self.assertEqual(len(self.ledger.bouncing), 1)
        self.assertEqual(max(len(debtor.name) for debtor in debtors), 200)
        self.assertTrue(any(debtor.name.startswith("=") for debtor in debtors))
        no_email = [debtor for debtor in debtors if not debtor.email]
        self.assertEqual([bool(debtor.street) for debtor in no_email].count(False), 1)
        self.assertGreaterEqual(len(no_email), 4)
        self.assertEqual(max(len(debtor.contacts) for debtor in debtors), 2)
        self.assertEqual({f.kind for f in self.events(Flag)}, {"dispute", "block"})
        on_account = [p for p in self.events(Payment) if not p.keys]
        self.assertGreaterEqual(len(on_account), 4)
        matched = {offset.credit for offset in self.events(Offset)}
        notes = {d.key for d in self.ledger.documents if d.is_credit}
        self.assertTrue(matched and notes - matched)
        self.assertGreater(max(len(d.terms.parts) for d in debtors), 2)

    def test_names_and_numbers_are_unique(self):
        self.assertEqual(len(self.documents), len(self.ledger.documents))
        self.assertEqual(len({d.ref for d in self.ledger.debtors}), 64)
        self.assertEqual(len({d.name for d in self.ledger.debtors}), 64)

    def test_a_payment_is_known_by_day_debtor_and_memo(self):
        keys = [(p.date, p.debtor.ref, p.memo) for p in self.events(Payment) if p.keys]
        self.assertEqual(len(keys), len(set(keys)))

    def test_writes_to_example_domains_only(self):
        for debtor in self.ledger.debtors:
            emails = [debtor.email, *(contact.email for contact in debtor.contacts)]
            for email in filter(None, emails):
                self.assertTrue(is_example_address(email), email)

    def test_nobody_pays_more_than_the_invoice(self):
        paid = self.paid()
        for key, amount in paid.items():
            self.assertLessEqual(amount, self.documents[key].total, key)
        partly = [k for k, v in paid.items() if v < self.documents[k].total]
        self.assertGreaterEqual(len(partly), 10)

    def test_one_debtor_is_in_credit(self):
        balance = Counter()
        for document in self.ledger.documents:
            sign = -1 if document.is_credit else 1
            balance[document.debtor.ref] += sign * document.total
        for payment in self.events(Payment):
            balance[payment.debtor.ref] -= payment.amount
        self.assertEqual(sum(value < 0 for value in balance.values()), 1)

    def test_amounts_need_no_rounding(self):
        for document in self.ledger.documents:
            self.assertEqual(document.total, document.total.quantize(CENT))
        for payment in self.events(Payment):
            self.assertEqual(payment.amount, payment.amount.quantize(CENT))
            self.assertGreater(payment.amount, 0)

    def test_totals_and_balances_per_currency(self):
        paid = Counter()
        for payment in self.events(Payment):
            paid[payment.debtor.currency] += payment.amount
        for currency, total in self.ledger.totals().items():
            self.assertEqual(
                self.ledger.balances()[currency], total - paid[currency], currency
            )

    def test_an_old_invoice_waits_on_the_first_day(self):
        oldest = min(document.date for document in self.ledger.documents)
        self.assertGreaterEqual((START - oldest).days, 150)


class TestOtherDates(unittest.TestCase):
    @settings(max_examples=10, deadline=None)
    @given(st.integers(0, 200), st.dates(date(2001, 1, 1), date(2090, 1, 1)))
    def test_any_period_has_a_full_ledger_up_to_its_end(self, days, end):
        start = date.fromordinal(end.toordinal() - days)
        ledger = make_ledger(start, end)
        self.assertGreaterEqual(
            sum(not document.is_credit for document in ledger.documents), 400
        )
        self.assertLessEqual(max(d.date for d in ledger.documents), end)
        self.assertLessEqual(max(event.date for event in ledger.events), end)
        self.assertEqual(
            ledger.events, sorted(ledger.events, key=lambda event: event.date)
        )


class TestHabits(unittest.TestCase):
    @given(
        st.sampled_from(sorted(HABITS)),
        st.integers(0, 9),
        st.lists(st.decimals(1, 10**6, places=2), min_size=1, max_size=4),
    )
    def test_never_more_than_owed(self, habit, number, amounts):
        parts = tuple((START, amount) for amount in amounts)
        payments = HABITS[habit](Owed(number, parts, END))
        self.assertLessEqual(sum(amount for _day, amount in payments), sum(amounts))
        self.assertTrue(all(amount > 0 for _day, amount in payments))

    def test_stops_paying_at_the_cut(self):
        parts = ((date(2026, 1, 10), Decimal(10)), (date(2026, 2, 10), Decimal(20)))
        owed = Owed(0, parts, cut=date(2026, 2, 1))
        self.assertEqual(HABITS["stops paying"](owed), [parts[0]])


class TestSlug(unittest.TestCase):
    def test_leaves_out_accents_and_legal_forms(self):
        self.assertEqual(slug("Möbelhof Lindenau KG"), "mobelhof-lindenau")
        self.assertEqual(slug("PT Rimba Kapur Niaga"), "rimba-kapur-niaga")
