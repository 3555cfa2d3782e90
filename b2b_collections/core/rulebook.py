"""Which contact rule applies to whom, as the terms that the gate takes.

The rule of the debtor's country applies, one of the company before one of all; a
policy may name another. What a country's rule binds by law holds all the same.
"""

from datetime import timedelta
from functools import lru_cache
from typing import NamedTuple

import holidays

from .gate import Cap, Terms
from .windows import Clock, Hours
from .workdays import Workdays
from .zones import find_zone, find_zones


class ContactRule(NamedTuple):
    """A contact rule.

    :ivar countries: ISO 3166 codes; empty: for all that have no rule of their own
    :ivar by_law: the hours and caps bind by law, whatever a policy or manager says
    :ivar holidays: public holidays are days off
    :ivar gaps: ``((event, days), …)``, see :class:`.gate.Terms`
    """

    key: int
    countries: frozenset
    hours: Hours
    by_law: bool = False
    holidays: bool = True
    caps: tuple = ()
    gaps: tuple = ()
    consent: frozenset = frozenset()
    spread: timedelta = timedelta(hours=4)


class SpecialDay(NamedTuple):
    """A day that is off, or open in spite of a holiday, in a country or everywhere."""

    day: object
    is_open: bool
    country: str = ""
    state: str = ""


# Where there is no rule at all: working hours of most of the world's offices.
COURTEOUS = ContactRule(
    0, frozenset(), Hours(frozenset(range(5)), 9 * 60, 17 * 60), caps=(Cap(3, 7),)
)


class DaysOff:
    """Dates without contact: public holidays, as the company has corrected them."""

    def __init__(self, public, closed, opened):
        self.public, self.closed, self.opened = public, closed, opened

    def __contains__(self, day):
        if day in self.closed:
            return True
        return day in self.public and day not in self.opened


@lru_cache(maxsize=512)
def public_holidays(country, state=""):
    """Container of the public holidays of a country and state, ``{date: name}``.

    Empty where the `holidays` library knows none. It fills itself as years are
    asked for.
    """
    try:
        return holidays.country_holidays(country, subdiv=state or None)
    except NotImplementedError:
        # Unknown state: those of the whole country; unknown country: none.
        return public_holidays(country) if state else {}


def has_holidays(country):
    """Whether anything is known of the public holidays of that country."""
    return country in holidays.list_supported_countries(include_aliases=False)


class RuleBook:
    """All contact rules of a company.

    :param rules: :class:`ContactRule` list, the more important first
    :param days: :class:`SpecialDay` list
    :param zone: time zone of the company, where nothing is known of a debtor
    """

    def __init__(self, rules=(), days=(), zone="UTC"):
        self.rules = {rule.key: rule for rule in rules}
        self.days = tuple(days)
        self.zone = zone
        self._known = {}
        self._workdays = {}

    def get_rule(self, country):
        """The rule of a country, or else the one for all others."""
        ordered = list(self.rules.values())
        for rule in ordered:
            if country and country in rule.countries:
                return rule
        return next((rule for rule in ordered if not rule.countries), COURTEOUS)

    def get_terms(self, place, rule_key=None, message_gap=0):
        """Return :class:`.gate.Terms` for somebody at a place.

        :param place: :class:`.channels.Place`
        :param rule_key: rule that a policy names instead of the country's
        :param message_gap: days between written messages
        """
        key = (place, rule_key, message_gap)
        if key not in self._known:
            self._known[key] = self._make_terms(*key)
        return self._known[key]

    def get_workdays(self, place):
        """The :class:`.workdays.Workdays` at a place, by the rule of its country."""
        key = (place.country, place.state)
        if key not in self._workdays:
            rule = self.get_rule(place.country)
            days_off = self._get_days_off(rule, place)
            self._workdays[key] = Workdays(rule.hours.weekdays, days_off)
        return self._workdays[key]

    def _make_terms(self, place, rule_key, message_gap):
        local = self.get_rule(place.country)
        rule = self.rules.get(rule_key, local)
        zones = find_zones(place.country, place.state, place.zone, self.zone)
        lawful = [
            one for one in {local.key: local, rule.key: rule}.values() if one.by_law
        ]
        caps = dict.fromkeys(cap for one in (rule, *lawful) for cap in one.caps)
        return Terms(
            clocks=() if rule.by_law else self._make_clocks(rule, place, zones),
            law_clocks=tuple(
                clock
                for one in lawful
                for clock in self._make_clocks(one, place, zones)
            ),
            caps=tuple(caps),
            gaps=(("message", message_gap), *rule.gaps),
            consent=rule.consent | local.consent,
            spread=rule.spread,
        )

    def _make_clocks(self, rule, place, zones):
        days_off = self._get_days_off(rule, place)
        return tuple(Clock(find_zone(name), rule.hours, days_off) for name in zones)

    def _get_days_off(self, rule, place):
        public = {}
        if rule.holidays and place.country:
            public = public_holidays(place.country, place.state)
        here = [
            special
            for special in self.days
            if special.country in ("", place.country)
            and special.state in ("", place.state)
        ]
        return DaysOff(
            public,
            {special.day for special in here if not special.is_open},
            {special.day for special in here if special.is_open},
        )
