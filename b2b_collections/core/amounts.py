"""Amounts of open items, as exact decimals: open, held, to be asked for."""

from decimal import Decimal

from .holds import ZERO, company_share


def exact(amount):
    """The decimal that a float of the ledger stands for."""
    return Decimal(str(amount))


def held_amount(item):
    """What is held of an item, in its currency."""
    return item.held.amount if item.held else ZERO


def held_company(item):
    """What is held of an item, in company currency, not rounded."""
    if not held_amount(item):
        return ZERO
    return company_share(
        item.held.amount, exact(item.residual), exact(item.residual_company)
    )


def asked_company(item):
    """What the debtor may be asked for: open and not held, in company currency."""
    return exact(item.residual_company) - held_company(item)
