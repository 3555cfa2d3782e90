"""What the written agreement on a payment plan says, ready for its layout.

Plain values in the language of the reader, like those of :mod:`.document`.
"""

from dataclasses import dataclass, field

from markupsafe import Markup

BLANK = Markup()


@dataclass(slots=True)
class Party:
    """One side of the agreement.

    :ivar lines: address, the name first
    :ivar numbers: ``(label, text)`` such as tax and registry numbers
    :ivar signatory: who signs for it, if that is known
    :ivar function: of the signatory
    :ivar approval: who approved the agreement for this party, and when
    """

    lines: list
    numbers: list = field(default_factory=list)
    signatory: str = ""
    function: str = ""
    approval: str = ""


@dataclass(slots=True)
class Claim:
    """An item of the debt."""

    name: str
    reference: str
    date: str
    date_due: str
    amount: str


@dataclass(slots=True)
class Instalment:
    """A row of the schedule; interest and fee are parts of the amount."""

    number: str
    date: str
    interest: str
    fee: str
    amount: str
    rest: str


@dataclass(slots=True)
class Clause:
    heading: str
    body: Markup


@dataclass(slots=True)
class Signature:
    """A signature given online.

    :ivar image: as a data URI
    :ivar moment: of signing, in a time zone that it names
    """

    image: str
    name: str
    moment: str


@dataclass(slots=True)
class Agreement:
    """The whole of it; amounts are formatted and all of one currency."""

    lang: str
    title: str
    number: str
    date: str
    currency: str
    creditor: Party
    debtor: Party
    claims: list
    claims_total: str
    instalments: list
    total: str
    # (label, amount) from the debt to what is to be paid; empty if they are the same
    steps: list = field(default_factory=list)
    interest_total: str = ""
    fee_total: str = ""
    clauses: list = field(default_factory=list)
    note: str = ""
    banks: list = field(default_factory=list)
    payment_reference: str = ""
    page_words: tuple = ("", " / ", "")
    is_draft: bool = True
    needs_stamp: bool = False
    signature: Signature | None = None
    is_wide: bool = False
