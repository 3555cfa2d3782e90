import unittest
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.b2b_collections.core.plan_dates import covering_dates

cents = st.integers(1, 10**9).map(lambda number: Decimal(number) / 100)
first = date(2026, 1, 31)


class TestPlanDates(unittest.TestCase):
    def test_items_are_settled_one_after_the_other(self):
        days = [first + timedelta(days=30 * number) for number in range(3)]
        instalments = [(day, Decimal(100)) for day in days]
        residuals = [Decimal(60), Decimal(40), Decimal(150), Decimal(50)]
        self.assertEqual(
            covering_dates(residuals, instalments),
            [days[0], days[0], days[2], days[2]],
        )

    def test_without_instalments_there_is_no_date(self):
        self.assertEqual(covering_dates([Decimal(1)], []), [None])

    def test_an_instalment_that_is_paid_settles_nothing_more(self):
        later = first + timedelta(days=30)
        instalments = [(first, Decimal(0)), (later, Decimal(5))]
        self.assertEqual(covering_dates([Decimal(5)], instalments), [later])

    @given(st.lists(cents, max_size=8), st.lists(cents, min_size=1, max_size=8))
    def test_money_is_there_on_the_day_and_not_before(self, residuals, amounts):
        instalments = [
            (first + timedelta(days=number), amount)
            for number, amount in enumerate(amounts)
        ]
        found = covering_dates(residuals, instalments)
        self.assertEqual(found, sorted(found))
        reached = list(accumulate(amounts))
        for day, wanted in zip(found, accumulate(residuals), strict=True):
            place = (day - first).days
            self.assertTrue(reached[place] >= wanted or place == len(amounts) - 1)
            if place:
                self.assertLess(reached[place - 1], wanted)
