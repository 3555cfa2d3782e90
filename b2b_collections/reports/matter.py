"""What a claim says, in plain values and in the language of its reader."""

from dataclasses import dataclass, field


@dataclass
class ClaimRow:
    name: str
    reference: str
    date: str
    date_due: str
    amount: str
    interest: str
    fixed: str
    total: str


@dataclass
class ClaimSection:
    """Items of one currency; currencies are never added up."""

    currency: str
    rows: list = field(default_factory=list)
    amount: str = ""
    interest: str = ""
    fixed: str = ""
    costs: str = ""
    total: str = ""


@dataclass
class MatterClaim:
    lang: str
    title: str
    number: str
    date: str
    page_words: tuple
    facts: list
    creditor: object
    debtor: object
    sections: list
    interest_until: str
    banks: list
    is_draft: bool
    missing: list = field(default_factory=list)
