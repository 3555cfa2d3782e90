import unittest
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.b2b_collections.core.windows import (
    ALWAYS,
    Clock,
    Hours,
    check_hours,
    closes,
    common_hours,
    next_open,
    spread,
)
from odoo.addons.b2b_collections.core.zones import find_zone, find_zones

WEEK = frozenset(range(5))
OFFICE = Hours(WEEK, 9 * 60, 17 * 60)
ZONES = (
    *("Asia/Jakarta", "Asia/Jayapura", "Europe/Berlin", "America/New_York"),
    # Half hours, a leap of half an hour, a day that never was.
    *("Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "America/St_Johns"),
)
MOMENTS = st.datetimes(datetime(2009, 1, 1), datetime(2030, 1, 1))


@st.composite
def clocks(draw):
    start = draw(st.integers(0, 1439))
    hours = Hours(
        draw(st.frozensets(st.integers(0, 6), min_size=1)),
        start,
        draw(st.integers(start + 1, 1440)),
    )
    days_off = draw(st.frozensets(st.dates(date(2009, 1, 1), date(2030, 1, 1))))
    return Clock(ZoneInfo(draw(st.sampled_from(ZONES))), hours, days_off)


class TestClock(unittest.TestCase):
    @given(clocks(), MOMENTS)
    def test_it_opens_in_its_hours_only(self, clock, moment):
        opens = clock.next_open(moment)
        self.assertGreaterEqual(opens, moment)
        local = opens.replace(tzinfo=ZoneInfo("UTC")).astimezone(clock.zone)
        self.assertIn(local.weekday(), clock.hours.weekdays)
        self.assertNotIn(local.date(), clock.days_off)
        minute = local.hour * 60 + local.minute
        self.assertTrue(clock.hours.start <= minute < clock.hours.end)

    @given(clocks(), MOMENTS, st.timedeltas(timedelta(0), timedelta(days=3)))
    def test_nothing_before_it_is_open(self, clock, moment, later):
        opens = clock.next_open(moment)
        between = moment + later
        if between < opens:
            self.assertFalse(clock.is_open(between), between)

    @given(clocks(), MOMENTS, st.timedeltas(timedelta(0), timedelta(days=9)))
    def test_later_asked_is_later_open(self, clock, moment, later):
        self.assertLessEqual(clock.next_open(moment), clock.next_open(moment + later))

    @given(st.lists(clocks(), max_size=3), MOMENTS)
    def test_all_doors_are_open_at_once(self, doors, moment):
        opens = next_open(doors, moment)
        if opens is not None:
            self.assertTrue(all(clock.is_open(opens) for clock in doors))

    @given(st.lists(clocks(), min_size=1, max_size=2), MOMENTS, st.floats(0, 0.999))
    def test_spread_stays_in_the_hours(self, doors, moment, share):
        opens = next_open(doors, moment)
        if opens is not None:
            placed = spread(doors, opens, share, timedelta(hours=4))
            self.assertTrue(all(clock.is_open(placed) for clock in doors))
            self.assertLessEqual(opens, placed)
            self.assertLess(placed - opens, timedelta(hours=4))

    def test_hours_that_come_twice_are_open_twice(self):
        night = Clock(ZoneInfo("Europe/Berlin"), Hours(ALWAYS.weekdays, 150, 180))
        self.assertEqual(
            night.next_open(datetime(2026, 10, 24, 12)), datetime(2026, 10, 25, 0, 30)
        )
        self.assertEqual(
            night.next_open(datetime(2026, 10, 25, 1)), datetime(2026, 10, 25, 1, 30)
        )

    def test_hours_that_do_not_exist_open_with_the_leap(self):
        night = Clock(ZoneInfo("Europe/Berlin"), Hours(ALWAYS.weekdays, 150, 240))
        self.assertEqual(
            night.next_open(datetime(2026, 3, 28, 12)), datetime(2026, 3, 29, 1)
        )

    def test_leap_day(self):
        jakarta = Clock(ZoneInfo("Asia/Jakarta"), OFFICE, {date(2028, 2, 28)})
        self.assertEqual(
            jakarta.next_open(datetime(2028, 2, 27, 3)), datetime(2028, 2, 29, 2)
        )

    def test_a_door_that_never_opens_says_so(self):
        class Always:
            def __contains__(self, day):
                return True

        shut = Clock(ZoneInfo("UTC"), OFFICE, Always())
        self.assertIsNone(shut.next_open(datetime(2026, 1, 1)))
        early = Clock(ZoneInfo("UTC"), Hours(WEEK, 0, 60))
        late = Clock(ZoneInfo("UTC"), Hours(WEEK, 60, 120))
        self.assertIsNone(next_open((early, late), datetime(2026, 1, 1)))

    def test_it_closes_when_the_first_door_does(self):
        jakarta = Clock(ZoneInfo("Asia/Jakarta"), OFFICE)
        jayapura = Clock(ZoneInfo("Asia/Jayapura"), OFFICE)
        self.assertEqual(
            closes((jakarta, jayapura), datetime(2026, 3, 2, 4)),
            datetime(2026, 3, 2, 8),
        )

    def test_bad_hours(self):
        for hours, field in (
            (Hours(frozenset(), 0, 60), "weekdays"),
            (Hours(WEEK, 60, 60), "hours"),
            (Hours(WEEK, 120, 60), "hours"),
            (Hours(WEEK, 60, 1441), "hours"),
        ):
            with self.assertRaises(ValueError) as caught:
                check_hours(hours)
            self.assertEqual(caught.exception.args[0], field)
        check_hours(ALWAYS)

    def test_common_hours(self):
        self.assertEqual(
            common_hours(OFFICE, Hours(frozenset({4, 5}), 0, 600)),
            Hours(frozenset({4}), 540, 600),
        )


class TestZones(unittest.TestCase):
    def test_whose_clock_counts(self):
        for known, zones in (
            (("ID", "JK", "", "UTC"), ("Asia/Jakarta",)),
            (("ID", "PA", "", "UTC"), ("Asia/Jayapura",)),
            # Odoo gives a record the time zone of whoever entered it.
            (("ID", "PA", "Asia/Jakarta", "UTC"), ("Asia/Jayapura", "Asia/Jakarta")),
            (("DE", "BY", "Asia/Jakarta", "UTC"), ("Europe/Berlin",)),
            (("US", "NY", "", "UTC"), ("America/New_York",)),
            (("US", "FL", "", "UTC"), ("America/New_York", "America/Chicago")),
            (("ID", "", "Asia/Makassar", "UTC"), ("Asia/Makassar",)),
            (("SG", "", "", "UTC"), ("Asia/Singapore",)),
            (("", "", "Europe/Paris", "UTC"), ("Europe/Paris",)),
            (("", "", "", "Asia/Jakarta"), ("Asia/Jakarta",)),
            (("", "", "Mars/Olympus", "Nowhere"), ("UTC",)),
            (("ZZ", "", "", ""), ("UTC",)),
        ):
            self.assertEqual(find_zones(*known), zones, known)

    def test_without_a_state_the_whole_country_is_awake(self):
        self.assertEqual(len(find_zones("ID", "", "", "UTC")), 3)
        self.assertEqual(len(find_zones("US", "", "", "UTC")), 4)

    @given(st.text(max_size=3), st.text(max_size=3), st.text(max_size=9))
    def test_there_is_always_a_zone(self, country, state, own):
        zones = find_zones(country, state, own, "Asia/Jakarta")
        self.assertTrue(zones)
        self.assertTrue(all(map(find_zone, zones)))
