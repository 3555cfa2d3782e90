import unittest
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.b2b_collections.core.channels import Place
from odoo.addons.b2b_collections.core.rulebook import RuleBook, SpecialDay
from odoo.addons.b2b_collections.core.workdays import DAY, Workdays

DATES = st.dates(date(2020, 1, 1), date(2030, 1, 1))
# Fewer days off than weeks in which a working day is looked for.
WORKDAYS = st.builds(
    Workdays,
    st.frozensets(st.integers(0, 6), min_size=1),
    st.frozensets(DATES, max_size=7),
)


class TestWorkdays(unittest.TestCase):
    def test_weekends_do_not_count(self):
        friday = date(2026, 3, 6)
        self.assertEqual(Workdays().add(friday, 1), date(2026, 3, 9))
        self.assertEqual(Workdays().add(friday, 6), date(2026, 3, 16))
        self.assertEqual(Workdays().add(friday, 0), friday)

    def test_public_holidays_of_the_place_do_not_count(self):
        book = RuleBook(days=[SpecialDay(date(2026, 8, 18), False, "ID")])
        indonesia = book.get_workdays(Place("ID"))
        # The 17th is Independence Day, the 18th was added by the company.
        self.assertEqual(indonesia.find(date(2026, 8, 15)), date(2026, 8, 19))
        germany = book.get_workdays(Place("DE"))
        self.assertEqual(germany.find(date(2026, 8, 15)), date(2026, 8, 17))

    def test_where_nobody_works_a_day_stays_as_it_is(self):
        never = Workdays(frozenset())
        self.assertEqual(never.find(date(2026, 3, 6)), date(2026, 3, 6))
        self.assertEqual(never.add(date(2026, 3, 6), 2), date(2026, 3, 8))

    @given(WORKDAYS, DATES, st.sampled_from([DAY, -DAY]))
    def test_found_is_the_nearest_working_day(self, workdays, day, step):
        found = workdays.find(day, step)
        self.assertIn(found, workdays)
        between = range(abs((found - day).days))
        self.assertFalse(any(day + turn * step in workdays for turn in between))

    @given(WORKDAYS, DATES, st.integers(0, 20))
    def test_added_are_as_many_as_asked_for(self, workdays, day, count):
        end = workdays.add(day, count)
        passed = [day + timedelta(n + 1) for n in range((end - day).days)]
        self.assertEqual(sum(one in workdays for one in passed), count)
