import unittest
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.b2b_collections.core import reasons
from odoo.addons.b2b_collections.core.channels import Place, Reach
from odoo.addons.b2b_collections.core.gate import (
    Cap,
    Contact,
    Past,
    Request,
    Terms,
    check,
    rests_until,
    schedule,
)
from odoo.addons.b2b_collections.core.rulebook import (
    COURTEOUS,
    ContactRule,
    RuleBook,
    SpecialDay,
    has_holidays,
    public_holidays,
)
from odoo.addons.b2b_collections.core.windows import Clock, Hours

DAY = date(2026, 3, 2)  # a Monday
NOON = datetime(2026, 3, 2, 5)  # 12:00 in Jakarta
GOOD = Reach(email="ap@debtor.example", phone="+6221", postal=True)
OFFICE = Hours(frozenset(range(5)), 9 * 60, 17 * 60)
JAKARTA = Clock(ZoneInfo("Asia/Jakarta"), OFFICE)
MAIL = Request("mail", GOOD, 7)
ANNA, BUDI = 7, 8
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31))
CHANNELS = st.sampled_from(("mail", "sms", "call", "letter", "whatsapp"))


@st.composite
def all_terms(draw):
    start = draw(st.integers(0, 22))
    hours = Hours(
        draw(st.frozensets(st.integers(0, 6), min_size=1)),
        start * 60,
        draw(st.integers(start + 1, 24)) * 60,
    )
    zones = draw(
        st.lists(
            st.sampled_from(("Asia/Jayapura", "Europe/Berlin", "America/New_York")),
            max_size=1,
        )
    )
    caps = draw(
        st.lists(
            st.builds(
                Cap,
                st.integers(1, 3),
                st.integers(1, 9),
                st.booleans(),
                st.sampled_from(((), ("call",))),
            ),
            max_size=2,
        )
    )
    gaps = (("message", draw(st.integers(0, 9))), ("payment", draw(st.integers(0, 9))))
    return Terms(
        clocks=tuple(Clock(ZoneInfo(name), hours) for name in zones),
        caps=tuple(caps),
        gaps=gaps,
    )


def sent(*moments, person=ANNA, channel="mail"):
    return Past(tuple(Contact(moment, person, channel) for moment in moments))


class TestGate(unittest.TestCase):
    def test_gap(self):
        self.assertIsNone(rests_until(None, 3, DAY))
        self.assertIsNone(rests_until(DAY - timedelta(days=3), 3, DAY))
        self.assertEqual(rests_until(DAY, 3, DAY), DAY + timedelta(days=3))

    def test_in_the_hours_it_goes_now(self):
        self.assertEqual(check(MAIL, Terms((JAKARTA,)), Past(), NOON).moment, NOON)

    def test_outside_the_hours_it_is_scheduled(self):
        night = datetime(2026, 3, 6, 14)  # Friday, 21:00 in Jakarta
        answer = check(MAIL, Terms((JAKARTA,)), Past(), night)
        self.assertEqual(answer.code, reasons.HOURS)
        self.assertFalse(answer.waits_days and answer.code != reasons.HOURS)
        self.assertEqual(answer.moment, datetime(2026, 3, 9, 2))
        self.assertTrue(answer.can_be_overridden)

    def test_hours_by_law_cannot_be_overridden(self):
        night = datetime(2026, 3, 2, 14)
        terms = Terms(law_clocks=(JAKARTA,))
        answer = check(MAIL._replace(override=True), terms, Past(), night)
        self.assertEqual(answer.code, reasons.LAW_HOURS)
        self.assertFalse(answer.can_be_overridden)
        soft = Terms(clocks=(JAKARTA,))
        self.assertTrue(
            check(MAIL._replace(override=True), soft, Past(), night).allowed
        )

    def test_what_nobody_can_override(self):
        for reach, channel, code in (
            (GOOD._replace(bar=reasons.INSOLVENT), "letter", reasons.INSOLVENT),
            (GOOD._replace(bar=reasons.DO_NOT_CONTACT), "mail", "do_not_contact"),
            (GOOD._replace(refused=frozenset({"sms"})), "sms", reasons.OPTED_OUT),
            (Reach(), "mail", reasons.NO_EMAIL),
        ):
            request = Request(channel, reach, ANNA, statutory=True, override=True)
            answer = check(request, Terms(), Past(), NOON)
            self.assertEqual((answer.code, answer.moment), (code, None))
            self.assertFalse(answer.can_be_overridden)

    def test_formal_demand_by_letter_is_bound_by_nothing_but_bars_and_gaps(self):
        terms = Terms(
            (JAKARTA,), caps=(Cap(1, 7),), consent=frozenset({"letter", "mail"})
        )
        past, night = sent(NOON), datetime(2026, 3, 2, 14)
        declined = GOOD._replace(refused=frozenset({"letter", "mail"}))
        letter = Request("letter", declined, ANNA, statutory=True)
        self.assertTrue(check(letter, terms, past, night).allowed)
        mail = Request("mail", declined, ANNA, statutory=True)
        self.assertEqual(check(mail, terms, past, night).code, reasons.OPTED_OUT)
        plain = Request("letter", GOOD, ANNA)
        self.assertEqual(check(plain, terms, past, night).code, reasons.NO_CONSENT)

    def test_consent(self):
        terms = Terms(consent=frozenset({"sms"}))
        sms = Request("sms", GOOD, ANNA)
        self.assertEqual(check(sms, terms, Past(), NOON).code, reasons.NO_CONSENT)
        agreed = GOOD._replace(granted=frozenset({"sms"}))
        self.assertTrue(check(sms._replace(reach=agreed), terms, Past(), NOON).allowed)
        self.assertTrue(check(MAIL, terms, Past(), NOON).allowed)

    def test_a_call_without_number_is_a_task(self):
        call = Request("call", Reach(), ANNA)
        self.assertTrue(check(call, Terms(), Past(), NOON).allowed)

    def test_gaps(self):
        yesterday = DAY - timedelta(days=1)
        for name, code in (
            ("message", reasons.WAIT_CONTACT),
            ("payment", reasons.WAIT_PAYMENT),
            ("promise", reasons.WAIT_PROMISE),
            ("reply", reasons.WAIT_REPLY),
        ):
            terms = Terms((JAKARTA,), gaps=((name, 3),))
            past = Past(events=((name, yesterday),))
            answer = check(MAIL, terms, past, NOON, DAY)
            self.assertEqual(answer.code, code)
            self.assertEqual(answer.day, DAY + timedelta(days=2))
            self.assertEqual(answer.moment, datetime(2026, 3, 4, 2))
            asked = MAIL._replace(asked_for=True)
            self.assertTrue(check(asked, terms, past, NOON, DAY).allowed)

    def test_a_call_does_not_wait_for_the_days_between_messages(self):
        terms = Terms(gaps=(("message", 3),))
        past = Past(events=(("message", DAY),))
        call = Request("call", GOOD, ANNA)
        self.assertTrue(check(call, terms, past, NOON, DAY).allowed)

    def test_caps(self):
        terms = Terms(caps=(Cap(2, 7),))
        past = sent(NOON - timedelta(days=6), NOON - timedelta(days=1))
        answer = check(MAIL, terms, past, NOON, DAY)
        self.assertEqual(answer.code, reasons.CAP)
        self.assertEqual(answer.moment, NOON + timedelta(days=1))
        self.assertEqual(answer.day, DAY + timedelta(days=1))

    def test_cap_per_person_and_for_calls_only(self):
        past = sent(NOON - timedelta(days=1))
        mine = Terms(caps=(Cap(1, 7, per_person=True),))
        self.assertEqual(check(MAIL, mine, past, NOON).code, reasons.CAP)
        self.assertTrue(check(MAIL._replace(person=BUDI), mine, past, NOON).allowed)
        calls = Terms(caps=(Cap(1, 7, channels=("call",)),))
        self.assertTrue(check(MAIL, calls, past, NOON).allowed)
        call = Request("call", GOOD, ANNA)
        self.assertTrue(check(call, calls, past, NOON).allowed)
        called = sent(NOON - timedelta(days=1), channel="call")
        self.assertEqual(check(call, calls, called, NOON).code, reasons.CAP)

    def test_what_is_scheduled_counts_as_well(self):
        terms = Terms(caps=(Cap(1, 7),))
        answer = check(MAIL, terms, sent(NOON + timedelta(days=2)), NOON, DAY)
        self.assertEqual(answer.moment, NOON + timedelta(days=9))

    def test_hours_that_never_come(self):
        never = Clock(ZoneInfo("UTC"), Hours(frozenset(), 0, 60))
        answer = check(MAIL, Terms((never,)), Past(), NOON)
        self.assertEqual((answer.code, answer.moment), (reasons.HOURS, None))

    @given(all_terms(), CHANNELS, MOMENTS, st.lists(MOMENTS, max_size=6))
    def test_allowed_from_is_really_allowed(self, terms, channel, now, moments):
        past = Past(
            sent(*moments).contacts,
            (("message", now.date()), ("payment", now.date() - timedelta(days=3))),
        )
        request = Request(channel, GOOD, ANNA)
        answer = check(request, terms, past, now)
        self.assertIsNotNone(answer.moment)
        self.assertTrue(check(request, terms, past, answer.moment).allowed)

    @given(all_terms(), MOMENTS, st.lists(MOMENTS, max_size=6), st.integers(0, 500))
    def test_later_asked_is_later_allowed(self, terms, now, moments, hours):
        past = sent(*moments)
        first = check(MAIL, terms, past, now).moment
        later = check(MAIL, terms, past, now + timedelta(hours=hours)).moment
        self.assertLessEqual(first, later)

    @given(
        all_terms(),
        st.lists(
            st.tuples(MOMENTS, CHANNELS, st.sampled_from((ANNA, BUDI))), max_size=12
        ),
        st.floats(0, 0.999),
    )
    def test_never_over_a_cap_whatever_the_sequence(self, terms, wishes, share):
        past = Past()
        for now, channel, person in wishes:
            request = Request(channel, GOOD, person)
            answer = check(request, terms, past, now)
            moment = schedule(answer, terms, request, past, share)
            self.assertGreaterEqual(moment, answer.moment)
            if channel != "letter":
                self.assertTrue(all(clock.is_open(moment) for clock in terms.clocks))
            past = past.add(moment, person, channel)
        for cap in terms.caps:
            for person in (ANNA, BUDI):
                counted = sorted(
                    contact.moment
                    for contact in past.contacts
                    if (not cap.channels or contact.channel in cap.channels)
                    and (not cap.per_person or contact.person == person)
                )
                for first, last in zip(counted, counted[cap.limit :], strict=False):
                    self.assertGreaterEqual(last - first, timedelta(days=cap.days))


class TestRuleBook(unittest.TestCase):
    ID = ContactRule(1, frozenset({"ID"}), Hours(frozenset(range(6)), 480, 1200))
    REST = ContactRule(2, frozenset(), OFFICE)

    def test_rule_of_the_country_else_of_all_others(self):
        book = RuleBook([self.ID, self.REST])
        self.assertEqual(book.get_rule("ID"), self.ID)
        self.assertEqual(book.get_rule("SG"), self.REST)
        self.assertEqual(RuleBook([self.ID]).get_rule("SG"), COURTEOUS)

    def test_a_policy_may_name_a_rule_but_not_set_the_law_aside(self):
        law = self.ID._replace(by_law=True, caps=(Cap(2, 7),))
        book = RuleBook([law, self.REST])
        terms = book.get_terms(Place("ID", "JK"), self.REST.key, 3)
        self.assertEqual([clock.hours for clock in terms.clocks], [OFFICE])
        self.assertEqual([clock.hours for clock in terms.law_clocks], [law.hours])
        self.assertEqual(terms.caps, (Cap(2, 7),))
        self.assertEqual(dict(terms.gaps)["message"], 3)

    def test_public_holidays_and_special_days(self):
        book = RuleBook(
            [self.REST],
            [
                SpecialDay(date(2026, 12, 28), False, "DE"),
                SpecialDay(date(2026, 12, 29), False, "FR"),
                SpecialDay(date(2026, 1, 6), True, "DE", "BY"),
            ],
        )
        bavaria = book.get_terms(Place("DE", "BY")).clocks[0].days_off
        berlin = book.get_terms(Place("DE", "BE")).clocks[0].days_off
        for day, off in (
            (date(2026, 12, 25), True),
            (date(2026, 12, 28), True),
            (date(2026, 12, 29), False),
            (date(2026, 1, 6), False),
        ):
            self.assertEqual(day in bavaria, off, day)
        self.assertNotIn(date(2026, 1, 6), berlin)

    def test_unknown_country_or_state_has_no_or_the_common_holidays(self):
        self.assertNotIn(date(2026, 1, 1), public_holidays("ZZ"))
        self.assertIn(date(2026, 1, 1), public_holidays("DE", "??"))
        self.assertTrue(has_holidays("ID"))
        self.assertFalse(has_holidays("ZZ"))

    def test_independence_day_in_jakarta(self):
        terms = RuleBook([self.ID]).get_terms(Place("ID", "JK"))
        sunday_night = datetime(2026, 8, 16, 15)
        answer = check(MAIL, terms, Past(), sunday_night)
        self.assertEqual(answer.moment, datetime(2026, 8, 18, 1))
