"""The customers of the demo's company: who they are and what is odd about some."""

import re
import unicodedata

from . import names
from .ledger import Contact, Debtor, Terms

NET_14 = Terms("14 days", ((100, 14),))
NET_30 = Terms("30 days", ((100, 30),))
NET_45 = Terms("45 days", ((100, 45),))
INSTALMENTS = Terms(
    "30% after 20, 30% after 40, 40% after 60 days", ((30, 20), (30, 40), (40, 60))
)
TERMS = (NET_14, NET_30, NET_45, INSTALMENTS)

INDONESIAN = 42
# As often as each habit is met among customers.
HABIT_COUNTS = {
    "early": 8,
    "on time": 21,
    "12 days late": 8,
    "when reminded": 10,
    "when warned": 2,
    "every second invoice": 3,
    "in parts": 2,
    "stops paying": 2,
    "never": 3,
    "disputes": 2,
    "on account": 2,
    "skips an instalment": 1,
}
LANGUAGES = {"ID": "id_ID", "DE": "de_DE", "FR": "fr_FR"}
DIALLING_CODES = {
    "ID": "+62 21 5550", "SG": "+65 6555 0", "US": "+1 505 555 0", "AU": "+61 8 5550 0",
    "GB": "+44 113 496 0", "TH": "+66 76 555 ", "MY": "+60 82 555 ",
    "DE": "+49 40 66969 ", "FR": "+33 4 65 71 0", "NL": "+31 10 5550 ",
    "IT": "+39 0432 555", "ES": "+34 96 555 0", "BE": "+32 14 555 ",
    "AT": "+43 316 555",
}  # fmt: skip


def slug(name):
    """A company's name as part of an address.

    >>> slug("Möbelhof Lindenau KG")
    'mobelhof-lindenau'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.lower())
    return "-".join(word for word in words if word not in names.LEGAL_FORMS)


def make_debtors(rng):
    """All customers, the same ones for the same state of ``rng``."""
    debtors = _make_foreign(rng) + _make_indonesian(rng)
    habits = [habit for habit, count in HABIT_COUNTS.items() for _ in range(count)]
    rng.shuffle(habits)
    for number, debtor in enumerate(debtors):
        debtor.ref = f"C{number + 1001}"
        debtor.habit = habits[number % len(habits)]
        if debtor.habit == "skips an instalment":
            debtor.terms = INSTALMENTS
    _add_oddities(debtors, rng)
    return debtors


def _make_foreign(rng):
    rows = [("USD", row) for row in names.FOREIGN_USD]
    rows += [("EUR", row) for row in names.FOREIGN_EUR]
    return [
        _make_debtor(rng, name, country, currency, street, city, zip_code)
        for currency, (name, country, street, city, zip_code) in rows
    ]


def _make_indonesian(rng):
    found = {}
    while len(found) < INDONESIAN:
        words = (names.ID_FORMS, names.ID_FIRST, names.ID_SECOND, names.ID_THIRD)
        name = " ".join(rng.choice(pool) for pool in words)
        city, zip_code = rng.choice(names.ID_CITIES)
        street = f"{rng.choice(names.ID_STREETS)} No. {rng.randint(1, 180)}"
        currency = "USD" if rng.random() < 0.08 else "IDR"
        found[name] = _make_debtor(rng, name, "ID", currency, street, city, zip_code)
    return list(found.values())


def _make_debtor(rng, name, country, currency, street, city, zip_code):
    return Debtor(
        ref="",
        name=name,
        email=f"finance@{slug(name)}.example",
        country=country,
        lang=LANGUAGES.get(country, "en_US"),
        currency=currency,
        terms=rng.choice((NET_14, NET_30, NET_30, NET_45)),
        habit="",
        street=street,
        city=city,
        zip=zip_code,
        phone=f"{DIALLING_CODES[country]}{rng.randint(100, 999)}",
    )


def _add_oddities(debtors, rng):
    """What every real customer file has somewhere."""
    slow = _pick(
        debtors,
        {"never", "stops paying", "when warned", "every second invoice", "in parts"},
        "ID",
    )
    plain = _pick(debtors, {"12 days late", "when reminded", "on time"}, "ID")
    branches = _pick(debtors, {"when reminded", "12 days late", "on account"})
    branches = [debtor for debtor in branches if debtor not in plain[:6]]
    without_email, nowhere, bouncing, long_name, by_post = slow[:5]
    without_email.email = by_post.email = None
    nowhere.email = nowhere.phone = None
    nowhere.street = nowhere.city = nowhere.zip = None
    bouncing.email_bounces = True
    long_name.name = names.LONG_NAME
    plain[0].name = names.FORMULA_NAME
    plain[1].email = None
    for debtor in (plain[2], plain[3], plain[4]):
        debtor.lang = "en_US"
    for debtor, count in zip(branches[-4:], (2, 1, 1, 2), strict=True):
        pool = names.CONTACT_NAMES.get(debtor.country, names.CONTACT_NAMES[None])
        debtor.contacts = tuple(
            Contact(name, f"{slug(name)}@{debtor.email.partition('@')[2]}")
            for name in rng.sample(pool, count)
        )
    for debtor, people in zip(slow[5:], names.PEOPLE, strict=False):
        debtor.people = people
    # Invoices that age part by part, with somebody who pays every part in time too.
    plain[5].terms = INSTALMENTS


def _pick(debtors, habits, country=None):
    return [
        debtor
        for debtor in debtors
        if debtor.habit in habits and country in (None, debtor.country)
    ]
