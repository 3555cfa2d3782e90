"""What a ledger of customers consists of, before any of it is in Odoo.

Plain values; amounts are ``Decimal`` in the currency of the document.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

VAT_RATE = Decimal("0.11")


@dataclass(frozen=True)
class Terms:
    """Payment terms: shares of the total and the days after which they fall due."""

    name: str
    parts: tuple  # of (percent, days)


@dataclass(frozen=True)
class Contact:
    """The person or office at the debtor's that receives the invoices."""

    name: str
    email: str | None


@dataclass
class Debtor:
    ref: str
    name: str
    email: str | None
    country: str
    lang: str
    currency: str
    terms: Terms
    habit: str
    street: str | None = None
    city: str | None = None
    zip: str | None = None
    phone: str | None = None
    contacts: tuple[Contact, ...] = ()
    # People with a role in collections: (role, name, position).
    people: tuple[tuple[str, str, str], ...] = ()
    email_bounces: bool = False

    def __hash__(self):
        return hash(self.ref)

    @property
    def taxed(self):
        """Exports carry no VAT."""
        return self.country == "ID"


@dataclass(frozen=True)
class Line:
    label: str
    quantity: int
    price: Decimal


@dataclass(frozen=True)
class Document:
    """An invoice, or with ``is_credit`` a credit note.

    :ivar key: the seller's own order number, unique in the ledger
    :ivar contact: place in ``debtor.contacts``, None for the debtor itself
    """

    key: str
    debtor: Debtor
    date: date
    lines: tuple[Line, ...]
    contact: int | None = None
    terms: Terms | None = None
    is_credit: bool = False

    @property
    def total(self):
        """Amount with VAT, positive for invoices and credit notes alike."""
        net = sum(line.quantity * line.price for line in self.lines)
        return net * (1 + VAT_RATE) if self.debtor.taxed else Decimal(net)


@dataclass(frozen=True)
class Payment:
    """Money from a debtor: for the invoices in ``keys``, or, without, on account."""

    date: date
    debtor: Debtor
    amount: Decimal
    memo: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Offset:
    """A credit note is matched with an invoice; unmatched ones stay open credits."""

    date: date
    credit: str
    invoice: str


@dataclass(frozen=True)
class Flag:
    """``dispute`` or ``block`` is set on an invoice."""

    date: date
    key: str
    kind: str


@dataclass
class Ledger:
    debtors: list[Debtor] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    events: list = field(default_factory=list)

    def totals(self):
        """Invoices less credit notes per currency."""
        totals = defaultdict(Decimal)
        for document in self.documents:
            sign = -1 if document.is_credit else 1
            totals[document.debtor.currency] += sign * document.total
        return dict(totals)

    def balances(self):
        """What is still owed per currency after every payment."""
        balances = defaultdict(Decimal, self.totals())
        for event in self.events:
            if isinstance(event, Payment):
                balances[event.debtor.currency] -= event.amount
        return dict(balances)

    def events_by_day(self):
        days = defaultdict(list)
        for event in self.events:
            days[event.date].append(event)
        return days

    @property
    def bouncing(self):
        return [debtor.email for debtor in self.debtors if debtor.email_bounces]
