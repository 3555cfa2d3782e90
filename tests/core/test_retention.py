import unittest
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.b2b_collections.core.retention import MAX_MONTHS, forget_on

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
MONTHS = st.integers(1, MAX_MONTHS)


class TestForgetOn(unittest.TestCase):
    def test_whole_months(self):
        for closed, months, expected in (
            ("2026-03-31", 1, "2026-04-30"),
            ("2024-02-29", 12, "2025-02-28"),
            ("2024-02-29", 48, "2028-02-29"),
            ("2026-12-15", 1, "2027-01-15"),
            ("2026-01-15", 60, "2031-01-15"),
        ):
            with self.subTest(closed=closed, months=months):
                self.assertEqual(
                    forget_on(date.fromisoformat(closed), months),
                    date.fromisoformat(expected),
                )

    def test_never(self):
        self.assertIsNone(forget_on(date(2026, 1, 1), 0))
        self.assertIsNone(forget_on(date(9999, 12, 1), 1))

    def test_periods_that_make_no_sense(self):
        for months in (-1, MAX_MONTHS + 1):
            with self.subTest(months=months), self.assertRaises(ValueError):
                forget_on(date(2026, 1, 1), months)

    @given(DAYS, MONTHS)
    def test_it_is_later_and_not_by_more_than_the_months(self, closed, months):
        day = forget_on(closed, months)
        self.assertGreater(day, closed)
        passed = (day.year - closed.year) * 12 + day.month - closed.month
        self.assertEqual(passed, months)
        self.assertLessEqual(day.day, closed.day)

    @given(DAYS, DAYS, MONTHS)
    def test_who_closed_first_is_forgotten_first(self, one, other, months):
        first, second = sorted((one, other))
        self.assertLessEqual(forget_on(first, months), forget_on(second, months))

    @given(DAYS, st.integers(1, 599))
    def test_a_longer_period_ends_later(self, closed, months):
        self.assertLess(forget_on(closed, months), forget_on(closed, months + 1))
