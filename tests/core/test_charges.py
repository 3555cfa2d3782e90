import unittest
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.b2b_collections.core.charges import (
    Bearer,
    Fee,
    find_charge,
    founded_part,
    keep,
    share_fee,
)
from odoo.addons.b2b_collections.core.interest import (
    MONTHLY,
    Period,
    Terms,
    accrue,
    clip,
)

ZERO = Decimal(0)
cents = st.integers(1, 10**8).map(lambda number: Decimal(number) / 100)


def bear(*overdue, **facts):
    return [Bearer(key, Decimal(sum_), **facts) for key, sum_ in enumerate(overdue)]


class TestFees(unittest.TestCase):
    def test_an_amount_is_shared_by_what_is_overdue(self):
        found = share_fee(Fee(Decimal(10)), bear(100, 200), ZERO, 2)
        self.assertEqual(found, {0: Decimal("3.33"), 1: Decimal("6.67")})

    def test_a_percentage_between_minimum_and_maximum(self):
        fee = Fee(percent=Decimal(1), minimum=Decimal(5), maximum=Decimal(50))
        for overdue, expected in ((100, 5), (1000, 10), (9000, 50)):
            with self.subTest(overdue):
                self.assertEqual(share_fee(fee, bear(overdue), ZERO, 2), {0: expected})

    def test_a_cap_of_the_item_is_not_put_upon_others(self):
        bearers = [
            Bearer(1, Decimal(100), before=Decimal(13)),
            Bearer(2, Decimal(100)),
        ]
        found = share_fee(Fee(Decimal(10), cap_item=Decimal(15)), bearers, ZERO, 2)
        self.assertEqual(found, {1: 2, 2: 5})

    def test_a_cap_of_the_year(self):
        fee = Fee(Decimal(10), cap_year=Decimal(25))
        for before, expected in ((0, 10), (18, 7), (25, 0), (30, 0)):
            with self.subTest(before):
                found = share_fee(fee, bear(100), Decimal(before), 2)
                self.assertEqual(found, {0: expected})

    def test_only_what_fixed_compensation_does_not_cover(self):
        found = share_fee(Fee(Decimal(50)), bear(100, free=Decimal(40)), ZERO, 2)
        self.assertEqual(found, {0: 10})
        found = share_fee(Fee(Decimal(30)), bear(100, free=Decimal(40)), ZERO, 2)
        self.assertEqual(found, {0: 0})

    def test_nothing_overdue_costs_nothing(self):
        self.assertEqual(share_fee(Fee(Decimal(10)), [], ZERO, 2), {})

    @given(cents, st.lists(cents, min_size=1, max_size=9), st.sampled_from((0, 2, 3)))
    def test_shares_add_up(self, amount, overdue, places):
        amount = amount.quantize(Decimal(1).scaleb(-places))
        found = share_fee(Fee(amount), bear(*overdue), ZERO, places)
        self.assertEqual(sum(found.values()), amount)
        self.assertTrue(all(share >= 0 for share in found.values()))


class TestPeriods(unittest.TestCase):
    DUE = date(2024, 3, 31)
    TERMS = Terms(
        (
            Period(date(2024, 1, 1), date(2024, 6, 30), Decimal("12.50")),
            Period(date(2024, 7, 1), None, Decimal("12.25")),
        )
    )

    def on(self, number):
        return self.DUE + timedelta(days=number)

    def accrue(self, amount, until, payments=()):
        return accrue(self.DUE, Decimal(amount), payments, self.TERMS, until, 2)

    @given(
        cents,
        st.lists(st.integers(1, 90), min_size=1, max_size=8),
        st.lists(st.tuples(st.integers(1, 300), cents), max_size=3),
    )
    def test_notes_add_up_to_one_note_over_all_the_days(self, amount, steps, paid):
        payments = [(self.on(day), part) for day, part in paid]
        charged, until = ZERO, self.DUE
        for step in steps:
            since, until = until + timedelta(days=1), until + timedelta(days=step)
            slices = self.accrue(amount, until, payments).slices
            extra, kept = find_charge(slices, since, 2)
            shown = sum((part.interest for part in kept), ZERO)
            self.assertLess(abs(shown - extra), Decimal("0.02"))
            self.assertTrue(all(part.start >= since for part in kept))
            charged += extra
        self.assertEqual(charged, self.accrue(amount, until, payments).amount)

    def test_a_slice_is_cut_by_days(self):
        slices = self.accrue(365, self.on(10)).slices
        (part,) = clip(slices, self.on(8))
        self.assertEqual((part.days, part.interest), (3, Decimal("0.375")))
        self.assertEqual(clip(slices, self.on(11)), ())

    def test_what_was_credited_takes_its_part_with_it(self):
        found = self.accrue(1000, self.on(100))
        evidence = keep(found.slices, Decimal(1000), ())
        self.assertEqual(founded_part(evidence, Decimal(1000), ()), 1)
        part = founded_part(evidence, Decimal(600), ())
        self.assertAlmostEqual(part, Decimal("0.6"), places=20)
        self.assertEqual(founded_part(evidence, ZERO, ()), 0)

    def test_a_payment_that_was_not_known(self):
        evidence = keep(self.accrue(1000, self.on(90)).slices, Decimal(1000), ())
        # For 45 of 90 days at one rate only half of it was open.
        payments = [(self.on(46), Decimal(500))]
        part = founded_part(evidence, Decimal(1000), payments)
        self.assertAlmostEqual(part, Decimal("0.75"), places=20)

    @given(cents, st.integers(1, 400), st.lists(st.tuples(st.integers(1, 300), cents)))
    def test_nothing_new_changes_nothing(self, amount, number, paid):
        payments = [(self.on(day), part) for day, part in paid]
        slices = self.accrue(amount, self.on(number), payments).slices
        evidence = keep(slices, amount, payments)
        self.assertEqual(founded_part(evidence, amount, payments), 1)

    def test_interest_that_became_capital_is_not_taken_for_unfounded(self):
        terms = self.TERMS._replace(compounding=MONTHLY)
        slices = accrue(self.DUE, Decimal(1000), (), terms, self.on(200), 2).slices
        evidence = keep(slices, Decimal(1000), ())
        self.assertEqual(founded_part(evidence, Decimal(1000), ()), 1)
