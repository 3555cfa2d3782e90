"""Imports a user's own ledger, and makes up what it does not know."""

from datetime import date

from odoo.exceptions import UserError

from .options import DemoError

DOMAIN = "customers.example"
# Where the file has no e-mail address, one is derived from the customer number, but not
# for everybody: a ledger in which nobody lacks anything would show no fallback.
WITHOUT_EMAIL_EVERY = 10
WITHOUT_ADDRESS_EVERY = 80
PHONE_EVERY = 2
# The first customer who has an e-mail address: his mail server refuses it.
BOUNCING = 1
RATES_FROM = date(2000, 1, 1)
COUNTRIES = {
    "USD": "US",
    "CAD": "CA",
    "IDR": "ID",
    "GBP": "GB",
    "AUD": "AU",
    "SGD": "SG",
}
STREETS = ("Sample Street", "Example Avenue", "Mill Road", "Harbour Lane", "Depot Way")
CITIES = {
    "US": (("Albuquerque", "87102"), ("Duluth", "55802"), ("Portland", "97209")),
    "CA": (("Halifax", "B3H 0A1"), ("Winnipeg", "R3C 0A1"), ("Kelowna", "V1Y 0A1")),
    "ID": (("Surabaya", "60191"), ("Bandung", "40115"), ("Medan", "20112")),
    None: (("Leeds", "LS1 4AB"), ("Truro", "TR1 2AA")),
}
SHOWN_PROBLEMS = 40


def import_file(seller, file):
    """Import all of a ``LedgerFile``; the ``collection.import``.

    :raises DemoError: with a table of what is wrong in which row
    """
    imports = seller.env["collection.import"].with_company(seller.company)
    try:
        return imports._import_file(
            file.path.name, file.content, seller.company, {"activate_currencies": True}
        )
    except UserError as error:
        problems = seller.env["collection.import.problem"].search([])
        raise DemoError(
            _problem_table(problems) or str(error),
            f"correct {file.path.name} and run this again; nothing was imported",
        ) from None


def _problem_table(problems):
    if not problems:
        return ""
    rows = [
        (str(problem.row), problem.column or "", problem.value or "", problem)
        for problem in problems[:SHOWN_PROBLEMS]
    ]
    lines = [
        f"{row:>6}  {column:<18.18}  {value:<20.20}  {_words(what)}"
        for row, column, value, what in rows
    ]
    head = (
        f"{len(problems)} problems\n\n{'row':>6}  {'column':<18}  {'value':<20}  what"
    )
    more = len(problems) - len(lines)
    return "\n".join([head, *lines, *([f"... and {more} more"] if more else [])])


def _words(problem):
    accepted = f" Accepted: {problem.accepted}" if problem.accepted else ""
    return problem.message + accepted


def complete_partners(lines):
    """Make up what a ledger does not know of its customers.

    :param lines: the lines of a ``collection.import``
    """
    countries = {c.code: c.id for c in lines.env["res.country"].search([])}
    currency_of = {line.partner_id: line.currency_id.name for line in lines}
    for number, partner in enumerate(lines.partner_id.sorted("ref")):
        country = partner.country_id.code
        country = country or COUNTRIES.get(currency_of[partner], "US")
        partner.write(
            {
                "country_id": countries[country],
                **_make_up_email(number, partner),
                **_make_up_address(number, country),
                **_make_up_phone(number, partner),
            }
        )


def find_bouncing(env):
    """The addresses whose mail server refuses mail."""
    partners = env["collection.import"].search([], limit=1).line_ids.partner_id
    return partners.sorted("ref")[BOUNCING : BOUNCING + 1].mapped("email")


def _make_up_email(number, partner):
    if partner.email:
        # A real address in the file: the demo writes to nobody.
        return {"email": f"{partner.email.partition('@')[0]}@{DOMAIN}"}
    if number % WITHOUT_EMAIL_EVERY == 0:
        return {}
    return {"email": f"ap.{partner.ref.lower()}@{DOMAIN}"}


def _make_up_address(number, country):
    if number % WITHOUT_ADDRESS_EVERY == 0:
        return {}
    cities = CITIES.get(country, CITIES[None])
    city, zip_code = cities[number % len(cities)]
    street = f"{100 + number} {STREETS[number % len(STREETS)]}"
    return {"street": street, "city": city, "zip": zip_code}


def _make_up_phone(number, partner):
    if partner.phone or number % PHONE_EVERY:
        return {}
    return {"phone": f"+1 505 555 01{number % 100:02d}"}
