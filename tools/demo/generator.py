"""Makes a lifelike ledger: the same one for the same dates, whenever it is made."""

import random
from datetime import timedelta
from decimal import Decimal

from . import names
from .debtors import NET_30, make_debtors
from .habits import HABITS, UNMATCHED, Owed, share
from .ledger import Document, Flag, Ledger, Line, Offset, Payment

SEED = 20260101
# Invoices begin well before the first day played, so that every age is there from the
# start; a short play gets a longer past and thus as many invoices.
LEAD_DAYS, LEAST_SPAN_DAYS = 80, 170
LEGACY_DAYS = 150
ADVANCE_DAYS = 7
# Days after the first one played on which the fortunes of some debtors turn.
CUT_DAYS = 10
# What one US dollar of the price list is in each currency.
PRICE_UNIT = {"IDR": Decimal(16000), "USD": Decimal(1), "EUR": Decimal("0.9")}
# Every n-th invoice of these slow payers has goods returned; every second of the
# credit notes is left unmatched, as a bookkeeper in a hurry leaves it.
RETURNS_EVERY = 6
RETURN_DAYS = 9
RETURN_HABITS = {"never", "stops paying", "every second invoice", "when warned"}


def make_ledger(start, end, seed=SEED):
    """A ledger for the days from ``start`` to ``end``, both played."""
    return _Maker(start, end, seed).make()


class _Maker:
    def __init__(self, start, end, seed):
        self.start, self.end = start, end
        self.random = random.Random(seed)
        span = max((end - start).days + LEAD_DAYS, LEAST_SPAN_DAYS)
        self.first_day = end - timedelta(days=span)
        self.ledger = Ledger()
        self.orders = 1000
        self.returns = 0

    def make(self):
        self.ledger.debtors = make_debtors(self.random)
        for debtor in self.ledger.debtors:
            self._make_history(debtor)
        self._take_over_old_invoice(self._with_habit("never")[-1])
        self._block_an_invoice(self._with_habit("never")[0])
        self._pay_in_advance(self._with_habit("on account"))
        self.ledger.documents.sort(key=lambda document: (document.date, document.key))
        self.ledger.events.sort(key=lambda event: event.date)
        return self.ledger

    def _with_habit(self, habit):
        return [debtor for debtor in self.ledger.debtors if debtor.habit == habit]

    def _make_history(self, debtor):
        cadence = self.random.randint(20, 39)
        day = self.first_day + timedelta(days=self.random.randint(0, cadence))
        number = 0
        while day <= self.end:
            contact = number % len(debtor.contacts) if debtor.contacts else None
            invoice = self._add_document(debtor, day, contact)
            returned = self._return_goods(invoice, number)
            self._pay(invoice, number, returned)
            if debtor.habit == "disputes" and number == 2:
                self._flag(day + timedelta(days=20), invoice, "dispute")
            number += 1
            day += timedelta(days=cadence + self.random.randint(-3, 3))

    def _add_document(self, debtor, day, contact=None, **values):
        self.orders += 1
        lines = values.pop("lines", None) or self._make_lines(debtor)
        values.setdefault("terms", debtor.terms)
        document = Document(
            f"SO{self.orders}", debtor, day, lines, contact=contact, **values
        )
        self.ledger.documents.append(document)
        return document

    def _make_lines(self, debtor):
        products = self.random.sample(names.PRODUCTS, self.random.randint(1, 3))
        unit = PRICE_UNIT[debtor.currency]
        return tuple(
            # Tens: with 11% VAT and instalments of 30% no fraction of a cent is left.
            Line(label, self.random.randint(1, 25), (price * unit) // 10 * 10)
            for label, price in products
        )

    def _return_goods(self, invoice, number):
        """Credit one line of some invoices; the amount that is matched with it."""
        debtor = invoice.debtor
        if debtor.habit not in RETURN_HABITS or number % RETURNS_EVERY != 1:
            return Decimal(0)
        day = invoice.date + timedelta(days=RETURN_DAYS)
        if day > self.end:
            return Decimal(0)
        line = Line(invoice.lines[0].label, 1, invoice.lines[0].price)
        credit = self._add_document(
            debtor, day, invoice.contact, lines=(line,), terms=None, is_credit=True
        )
        self.returns += 1
        if self.returns % 2 == 0:
            return Decimal(0)
        self.ledger.events.append(Offset(day, credit.key, invoice.key))
        return credit.total

    def _pay(self, invoice, number, returned):
        debtor = invoice.debtor
        parts = self._parts(invoice, returned)
        cut = self.start + timedelta(days=CUT_DAYS)
        matched = debtor.habit not in UNMATCHED
        for day, amount in HABITS[debtor.habit](Owed(number, parts, cut)):
            if day > self.end:
                continue
            keys = (invoice.key,) if matched else ()
            memo = f"Transfer {invoice.key}" if matched else "Transfer"
            self.ledger.events.append(Payment(day, debtor, amount, memo, keys))

    def _parts(self, invoice, returned):
        """Due dates and amounts as payment terms split them, the rest on the last."""
        amounts = [share(invoice.total, percent) for percent, _ in invoice.terms.parts]
        amounts[-1] = invoice.total - sum(amounts[:-1])
        amounts[0] -= returned
        return tuple(
            (invoice.date + timedelta(days=days), amount)
            for (_, days), amount in zip(invoice.terms.parts, amounts, strict=True)
        )

    def _flag(self, day, invoice, kind):
        if day <= self.end:
            self.ledger.events.append(Flag(day, invoice.key, kind))

    def _take_over_old_invoice(self, debtor):
        """Long overdue on the first day played: the late entrant."""
        day = self.start - timedelta(days=LEGACY_DAYS)
        self._add_document(debtor, day, terms=NET_30)

    def _pay_in_advance(self, debtors):
        """The smallest of them is in credit, although no invoice is matched."""
        owed = {debtor.ref: self._purchases_of(debtor) for debtor in debtors}
        debtor = min(debtors, key=lambda debtor: owed[debtor.ref])
        day = self.start - timedelta(days=ADVANCE_DAYS)
        amount = share(owed[debtor.ref], 105)
        self.ledger.events.append(Payment(day, debtor, amount, "Advance payment"))

    def _purchases_of(self, debtor):
        return sum(
            -document.total if document.is_credit else document.total
            for document in self.ledger.documents
            if document.debtor is debtor
        )

    def _block_an_invoice(self, debtor):
        due = min(
            (
                document
                for document in self.ledger.documents
                if document.debtor is debtor
            ),
            key=lambda document: document.date,
        )
        self._flag(max(due.date + timedelta(days=40), self.start), due, "block")
