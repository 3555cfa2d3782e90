import unittest
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.b2b_collections.core.commission import (
    Band,
    Claim,
    Fees,
    charge,
    commission,
    find_tiers,
    round_to,
)

D = Decimal
CENTS = st.integers(1, 10**8).map(lambda cents: D(cents) / 100)
RATES = st.integers(0, 60).map(lambda percent: D(percent) / 100)
BANDS = st.builds(
    Band,
    rate=RATES,
    days=st.sampled_from([0, 90, 180]),
    amount=st.sampled_from([D(0), D(1000)]),
    share=st.sampled_from([D(0), D("0.5"), D("0.8")]),
    again=st.booleans(),
)
FEES = st.builds(
    Fees,
    bands=st.lists(BANDS, max_size=6).map(tuple),
    fixed=st.sampled_from([D(0), D(25)]),
    minimum=st.sampled_from([D(0), D(40)]),
    whole=st.booleans(),
    unit=st.sampled_from([D("0.01"), D(1)]),
)
CLAIMS = st.lists(st.builds(Claim, amount=CENTS, days=st.integers(0, 400)), min_size=1)
BY_AGE = (Band(D("0.12")), Band(D("0.18"), days=90), Band(D("0.25"), days=180))


def earn(bands, amount, recovered=None, days=0, again=False, **fees):
    """Commission on one claim; all of it recovered unless told otherwise."""
    claims = [Claim(D(amount), days)]
    got = [D(amount if recovered is None else recovered)]
    return commission(Fees(tuple(bands), **fees), claims, got, again)


class TestBands(unittest.TestCase):
    def test_the_age_at_placement_chooses_the_rate(self):
        self.assertEqual(earn(BY_AGE, 1000, days=120), D(180))
        self.assertEqual(earn(BY_AGE, 1000, days=89), D(120))
        self.assertEqual(earn(BY_AGE, 1000, days=180), D(250))

    def test_items_of_one_placement_each_have_their_age(self):
        claims = [Claim(D(1000), 200), Claim(D(500), 30)]
        earned = commission(Fees(BY_AGE), claims, [D(1000), D(100)])
        self.assertEqual(earned, D(262))

    def test_large_sums_cost_less_and_the_age_comes_first(self):
        bands = (*BY_AGE, Band(D("0.10"), amount=D(5000)))
        self.assertEqual(earn(bands, 5000, days=10), D(500))
        self.assertEqual(earn(bands, 5000, days=100), D(900))
        self.assertEqual(earn(bands, 4999, days=10), D("599.88"))

    def test_a_second_placement_has_a_band_of_its_own(self):
        bands = (*BY_AGE, Band(D("0.40"), again=True))
        self.assertEqual(earn(bands, 1000, days=200, again=True), D(400))
        self.assertEqual(earn(bands, 1000, days=200), D(250))

    def test_without_a_fitting_band_only_the_fixed_fee_is_due(self):
        self.assertEqual(earn([Band(D("0.2"), days=90)], 1000, days=10), D(0))
        self.assertEqual(
            earn([Band(D("0.2"), days=90)], 1000, days=10, fixed=D(25)), D(25)
        )

    def test_bands_that_differ_in_their_share_belong_together(self):
        bands = [Band(D("0.3"), share=D("0.5")), Band(D("0.1")), Band(D("0.2"), 90)]
        self.assertEqual(
            find_tiers(bands, 10, D(100)), [(D(0), D("0.1")), (D("0.5"), D("0.3"))]
        )
        self.assertEqual(find_tiers(bands, 90, D(100)), [(D(0), D("0.2"))])


class TestTiers(unittest.TestCase):
    BANDS = (Band(D("0.10")), Band(D("0.20"), share=D("0.5")))

    def test_a_tier_counts_for_what_is_recovered_beyond_it(self):
        self.assertEqual(earn(self.BANDS, 1000, 500), D(50))
        self.assertEqual(earn(self.BANDS, 1000, 800), D(110))
        self.assertEqual(earn(self.BANDS, 1000, 1000), D(150))

    def test_or_for_the_whole_sum(self):
        self.assertEqual(earn(self.BANDS, 1000, 499, whole=True), D("49.9"))
        self.assertEqual(earn(self.BANDS, 1000, 800, whole=True), D(160))

    def test_below_the_first_tier_nothing_is_earned(self):
        bands = [Band(D("0.20"), share=D("0.5"))]
        self.assertEqual(earn(bands, 1000, 400), D(0))
        self.assertEqual(earn(bands, 1000, 400, whole=True), D(0))
        self.assertEqual(earn(bands, 1000, 600), D(20))


class TestLimits(unittest.TestCase):
    def test_nothing_recovered_costs_nothing(self):
        self.assertEqual(earn(BY_AGE, 1000, 0, fixed=D(25), minimum=D(40)), D(0))

    def test_at_least_the_minimum_at_most_what_was_recovered(self):
        self.assertEqual(earn(BY_AGE, 1000, 100, minimum=D(40)), D(40))
        self.assertEqual(earn(BY_AGE, 1000, 30, minimum=D(40)), D(30))

    def test_a_fixed_fee_comes_once_for_the_placement(self):
        parts = charge(
            Fees(BY_AGE, fixed=D(25)), [Claim(D(1000))], [D(100), D(100), D(100)]
        )
        self.assertEqual(parts, [D(37), D(12), D(12)])

    def test_rounded_half_up_in_the_unit_of_the_currency(self):
        self.assertEqual(round_to(D("0.125"), D("0.01")), D("0.13"))
        self.assertEqual(earn([Band(D("0.15"))], 1003, unit=D(1)), D(150))
        self.assertEqual(earn([Band(D("0.125"))], 1, unit=D("0.01")), D("0.13"))
        self.assertEqual(earn([Band(D("0.125"))], 1, unit=D("0.05")), D("0.15"))

    def test_small_receipts_lose_no_cent(self):
        parts = charge(Fees(BY_AGE), [Claim(D(1))], [D("0.01")] * 100)
        self.assertEqual(sum(parts), D("0.12"))

    def test_money_for_named_items_earns_their_rate(self):
        claims = [Claim(D(100), 200), Claim(D(100), 10)]
        self.assertEqual(charge(Fees(BY_AGE), claims, [(D(0), D(100))]), [D(12)])
        self.assertEqual(charge(Fees(BY_AGE), claims, [D(100)]), [D(25)])

    def test_what_was_earned_is_not_taken_back(self):
        bands = (Band(D("0.20")), Band(D("0.05"), share=D("0.5")))
        parts = charge(Fees(bands, whole=True), [Claim(D(100))], [D(49), D(10)])
        self.assertEqual(parts, [D("9.80"), D(0)])


class TestProperties(unittest.TestCase):
    @given(FEES, CLAIMS, st.lists(CENTS, max_size=6), st.booleans())
    def test_never_negative_and_never_more_than_recovered(
        self, fees, claims, receipts, again
    ):
        parts = charge(fees, claims, receipts, again)
        self.assertEqual(len(parts), len(receipts))
        self.assertTrue(all(part >= 0 for part in parts))
        self.assertLessEqual(sum(parts), sum(receipts, D(0)))

    @given(FEES, CLAIMS, st.lists(CENTS, min_size=1, max_size=6))
    def test_the_last_sum_is_earned_at_least(self, fees, claims, receipts):
        once = charge(fees, claims, [sum(receipts, D(0))])[0]
        self.assertGreaterEqual(sum(charge(fees, claims, receipts)), once)

    @given(RATES, st.integers(0, 400), CENTS, st.lists(CENTS, min_size=1, max_size=6))
    def test_parts_of_the_same_money_earn_the_same(self, rate, days, amount, receipts):
        fees, claims = Fees((Band(rate),)), [Claim(amount, days)]
        once = charge(fees, claims, [sum(receipts)])[0]
        self.assertEqual(sum(charge(fees, claims, receipts)), once)

    @given(FEES, CLAIMS, CENTS)
    def test_what_is_earned_is_in_whole_units_or_all(self, fees, claims, receipt):
        (part,) = charge(fees, claims, [receipt])
        self.assertTrue(part == receipt or part % fees.unit == 0)

    @given(CLAIMS, CENTS, st.lists(RATES, min_size=1, max_size=3))
    def test_slices_lie_between_the_lowest_and_the_highest_rate(
        self, claims, amount, rates
    ):
        bands = tuple(
            Band(rate, share=D(place) / 4) for place, rate in enumerate(rates)
        )
        (earned,) = charge(Fees(bands), claims, [amount])
        cent = D("0.01")
        self.assertLessEqual(earned, amount * max(rates) + cent)
        self.assertGreaterEqual(earned, amount * min(rates) - cent)
