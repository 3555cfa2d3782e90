"""What the file for an agency says, ready for its layouts and tables.

Plain values in the language of the agency, like those of :mod:`.document`.
"""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Person:
    """Somebody to speak to.

    :ivar role: at the debtor, in words
    """

    name: str
    function: str = ""
    phone: str = ""
    email: str = ""
    role: str = ""


@dataclass(slots=True)
class Side:
    """A company: creditor, debtor or agency.

    :ivar lines: address, the name first
    :ivar numbers: ``(label, text)`` such as tax and registry numbers
    """

    name: str
    lines: list
    numbers: list = field(default_factory=list)
    people: list = field(default_factory=list)


@dataclass(slots=True)
class Account:
    """A placed item; amounts are Decimals of the currency of the placement.

    :ivar settled: paid or credited since it was placed
    """

    number: str
    reference: str
    date: object
    date_due: object
    days: int
    original: object
    placed: object
    settled: object
    open: object
    interest: object
    fixed: object

    @property
    def claimed(self):
        return self.open + self.interest + self.fixed


@dataclass(slots=True)
class Receipt:
    """A payment or credit on an item since it was placed.

    :ivar kind: in words
    """

    number: str
    date: object
    amount: object
    kind: str


AMOUNTS = ("original", "placed", "settled", "open", "interest", "fixed", "claimed")


@dataclass(slots=True)
class Handoff:
    """The whole of it.

    :ivar places: decimals of the currency
    :ivar as_of: date of the amounts
    """

    number: str
    version: int
    lang: str
    currency: str
    places: int
    as_of: object
    placed_on: object
    creditor: Side
    debtor: Side
    agency: Side
    accounts: list
    receipts: list
    note: str = ""

    @property
    def totals(self):
        """``{name: Decimal}`` for each of :data:`AMOUNTS`."""
        return {
            name: sum((getattr(row, name) for row in self.accounts), 0)
            for name in AMOUNTS
        }
