"""Whose clock counts: the time zones of a debtor.

Where his address and the time zone on his record name different zones, or a state
lies in two, all of them are returned: a contact is then made when it is open on
every one of these clocks, so that a wrong entry can never wake anybody.

The zones of countries and states are those of the IANA time zone database.
"""

from functools import lru_cache
from zoneinfo import ZoneInfo

import pytz

# Zone of each state of the countries that lie in several, by the state codes of Odoo.
_STATES = {
    "ID": {
        "Asia/Jakarta": "AC BB BT BE JK JA JB JT JI KB KT KR LA RI SB SS SU YO",
        "Asia/Makassar": "BA NB NT KS KI KU SR SN ST SG SA GO",
        "Asia/Jayapura": "MA MU PA PB PD PS PT PE",
    },
    "US": {
        "America/New_York": "CT DE DC FL GA IN KY ME MD MA MI NH NJ NY NC OH PA RI SC"
        " TN VT VA WV",
        "America/Chicago": "AL AR FL IA IL IN KS KY LA MI MN MO MS ND NE OK SD TN TX"
        " WI",
        "America/Denver": "CO ID KS MT ND NE NM OR SD TX UT WY",
        "America/Phoenix": "AZ",
        "America/Los_Angeles": "CA ID NV OR WA",
        "America/Anchorage": "AK",
        "America/Adak": "AK",
        "Pacific/Honolulu": "HI",
        "America/Puerto_Rico": "PR VI",
        "Pacific/Guam": "GU MP",
        "Pacific/Pago_Pago": "AS",
    },
    "CA": {
        "America/St_Johns": "NL",
        "America/Halifax": "NB NS PE",
        "America/Toronto": "ON QC NU",
        "America/Winnipeg": "MB NU ON",
        "America/Regina": "SK",
        "America/Edmonton": "AB NT NU",
        "America/Vancouver": "BC",
        "America/Whitehorse": "YT",
    },
    "AU": {
        "Australia/Sydney": "ACT NSW",
        "Australia/Melbourne": "VIC",
        "Australia/Hobart": "TAS",
        "Australia/Brisbane": "QLD",
        "Australia/Adelaide": "SA",
        "Australia/Darwin": "NT",
        "Australia/Perth": "WA",
    },
    "BR": {
        "America/Sao_Paulo": "AL AP BA CE DF ES GO MA MG PA PB PR PE PI RJ RN RS SC SP"
        " SE TO",
        "America/Manaus": "AM MT MS RO RR",
        "America/Rio_Branco": "AC AM",
    },
    "MX": {
        "America/Mexico_City": "AGU COL CAM COA CHP CMX DUR GRO GUA HID JAL MIC MOR"
        " MEX NAY NLE OAX PUE QUE SLP TAB TLA TAM VER YUC ZAC CHH",
        "America/Cancun": "ROO",
        "America/Hermosillo": "SON",
        "America/Mazatlan": "BCS SIN NAY",
        "America/Tijuana": "BCN",
    },
}
# Zones that count when the state is not known: where nearly all firms are. The far
# islands are left out, because with them hardly any hour is open everywhere.
_WHOLE_COUNTRY = {
    "US": (
        "America/New_York",
        "America/Chicago",
        "America/Denver",
        "America/Los_Angeles",
    ),
    "CA": (
        "America/Halifax",
        "America/Toronto",
        "America/Winnipeg",
        "America/Edmonton",
        "America/Vancouver",
    ),
    "AU": (
        "Australia/Sydney",
        "Australia/Brisbane",
        "Australia/Adelaide",
        "Australia/Perth",
    ),
    "BR": ("America/Sao_Paulo", "America/Manaus"),
    "MX": ("America/Mexico_City", "America/Tijuana"),
    "ID": ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"),
}
# Countries whose first zone in the database is not the one that firms live by.
_MAIN = {
    "AR": "America/Argentina/Buenos_Aires",
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "FR": "Europe/Paris",
    "KZ": "Asia/Almaty",
    "MN": "Asia/Ulaanbaatar",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PG": "Pacific/Port_Moresby",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "UZ": "Asia/Tashkent",
    "XK": "Europe/Belgrade",
}


@lru_cache(maxsize=1024)
def find_zone(name):
    """The :class:`ZoneInfo` of that name, or ``None`` if there is none."""
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, OSError, LookupError):
        return None


def find_zones(country, state, own, fallback):
    """Names of the zones whose clocks count, at least one, each known.

    :param country: ISO 3166 code of the debtor's country, or empty
    :param state: code of his state as Odoo has it, or empty
    :param own: time zone on his record; it counts if it is one of the country, or if
        no country is known (Odoo fills it with that of whoever entered the record)
    :param fallback: zone of the creditor, where nothing is known of the debtor
    """
    by_address = _find_by_address(country, state)
    possible = _get_country_zones(country)
    if find_zone(own) and (not possible or own in possible):
        if own in by_address or not _find_state(country, state):
            return (own,)
        return (*by_address, own)
    if by_address:
        return by_address
    return (fallback,) if find_zone(fallback) else ("UTC",)


def _find_by_address(country, state):
    found = _find_state(country, state) or _WHOLE_COUNTRY.get(country)
    if found:
        return found
    if country in _MAIN:
        return (_MAIN[country],)
    return tuple(name for name in _get_country_zones(country)[:1] if find_zone(name))


def _find_state(country, state):
    zones = _STATES.get(country, {})
    return tuple(name for name, states in zones.items() if state in states.split())


def _get_country_zones(country):
    return pytz.country_timezones.get(country or "") or ()
