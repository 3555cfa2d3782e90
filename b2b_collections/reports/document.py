"""What a letter, a mail or a statement says, ready for its layout. Plain values:
everything is formatted, in the language of the reader."""

from dataclasses import dataclass, field
from typing import NamedTuple

from markupsafe import Markup

BLANK = Markup()
# Characters of an amount that a column holds: 9.999.999.999,00
WIDE = 17


class HeldAmount(NamedTuple):
    """A part that is not asked for at present: why, in words, and how much."""

    label: str
    amount: str


@dataclass(slots=True)
class Row:
    """One item or credit in a table."""

    name: str
    reference: str = ""
    date: str = ""
    date_due: str = ""
    days: int = 0
    level: str = ""
    original: str = ""
    amount: str = ""
    # Parts of the amount that are not asked for, as HeldAmount.
    held: list = field(default_factory=list)
    balance: str = ""
    url: str = ""


@dataclass(slots=True)
class Section:
    """Table of one currency; amounts of two currencies never meet."""

    currency: str
    items: list = field(default_factory=list)
    # Debit notes over interest and fees, in a group of their own.
    charges: list = field(default_factory=list)
    credits: list = field(default_factory=list)
    # What the items come to without what is on hold of them. Where something is: what
    # they come to with it, and how much that is, as deductions (HeldAmount).
    total: str = ""
    gross: str = ""
    held_totals: list = field(default_factory=list)
    credit_total: str = ""
    balance: str = ""
    # Late interest and fixed compensation up to the date, and what is claimed in all.
    interest: str = ""
    fixed: str = ""
    fee: str = ""
    claimed: str = ""
    # Credits are deducted; otherwise they only stand beside the items.
    is_net: bool = False
    in_favour: bool = False
    ageing: list = field(default_factory=list)

    @property
    def is_wide(self):
        """Whether amounts are too long for columns of the usual width."""
        return any(
            len(amount) > WIDE
            for row in self.items + self.charges + self.credits
            for amount in (row.original, row.amount, row.balance)
        )

    @property
    def due(self):
        """What is to be paid; empty if nothing is."""
        if self.is_net:
            return "" if self.in_favour else self.balance
        return self.total


@dataclass(slots=True)
class Table:
    """A table of its own beside the items, such as the instalments of a plan.

    :ivar columns: list of ``(heading, is_amount)``; amounts stand to the right
    :ivar rows: list of lists of text, as long as ``columns``
    :ivar total: as a row, or ``None``
    """

    title: str
    columns: list
    rows: list
    total: list | None = None


@dataclass(slots=True)
class Document:
    """The whole of it. HTML has its placeholders filled in."""

    lang: str
    kind: str = "level"
    title: str = ""
    opening: Markup = BLANK
    closing: Markup = BLANK
    next_step: Markup = BLANK
    objection: Markup = BLANK
    payment: Markup = BLANK
    payment_reference: str = ""
    your_reference: str = ""
    total: str = ""
    date: str = ""
    sections: list = field(default_factory=list)
    tables: list = field(default_factory=list)
    # Names of the documents that go with it.
    enclosures: list = field(default_factory=list)
    banks: list = field(default_factory=list)
    # What stands before, between and after the numbers in “Page 1 of 2”.
    page_words: tuple = ("", " / ", "")
    # Tables leave out a column that would be empty.
    shows_levels: bool = False
    shows_days: bool = True
    shows_payment: bool = True
