import unittest
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.b2b_collections.core.recovery import (
    Fact,
    band,
    estimate,
    gather,
    interval,
)

D = Decimal
KEY = ("2", 3, 100)
AMOUNTS = st.integers(1, 10**9).map(lambda cents: D(cents) / 100)
SHARES = st.integers(0, 100).map(lambda share: D(share) / 100)
KEYS = st.tuples(st.sampled_from("123"), st.integers(0, 3), st.sampled_from((100, 200)))


@st.composite
def facts(draw):
    amount = draw(AMOUNTS)
    return Fact(draw(KEYS), amount, amount * draw(SHARES), D(draw(st.integers(0, 400))))


class TestRecovery(unittest.TestCase):
    def test_the_narrowest_segment_with_enough_cases(self):
        own = [Fact(KEY, D(100), D(80), D(20))] * 5
        same_bucket = [Fact(("2", 5, 200), D(100), D(20), D(50))] * 10
        other = [Fact(("3", 3, 100), D(100), D(0))] * 10
        groups = gather(own + same_bucket + other)
        found = estimate(groups, KEY, 5)
        self.assertEqual(
            (found.level, found.rate, found.days, found.count),
            ("bucket_band_country", D("0.8"), D(20), 5),
        )
        found = estimate(groups, KEY, 6)
        self.assertEqual((found.level, found.rate), ("bucket", D("0.4")))
        found = estimate(groups, KEY, 16)
        self.assertEqual((found.level, found.rate), ("all", D("0.24")))
        # However few: all there is.
        self.assertEqual(estimate(groups, KEY, 1000).count, 25)

    def test_no_history_is_none(self):
        self.assertIsNone(estimate([], KEY, 1))

    def test_nothing_recovered_has_no_days(self):
        found = estimate(gather([Fact(KEY, D(100), D(0))]), KEY, 1)
        self.assertEqual((found.rate, found.days, found.low), (0, None, 0))

    def test_wilson(self):
        # Wilson's interval of 8 of 10 by hand: centre 0.7577, reach 0.1561.
        low, high = interval(D("0.8"), D(10))
        self.assertAlmostEqual(float(low), 0.6016, places=3)
        self.assertAlmostEqual(float(high), 0.9138, places=3)

    def test_one_big_debt_is_not_many(self):
        small = [Fact(KEY, D(1), D(1))] * 100
        even = estimate(gather(small), KEY, 1)
        uneven = estimate(gather([*small, Fact(KEY, D(10000), D(10000))]), KEY, 1)
        self.assertLess(uneven.low, even.low)

    def test_bands(self):
        for amount, expected in (("0", 0), ("0.5", 0), ("9.99", 0), ("10", 1)):
            self.assertEqual(band(D(amount)), expected)
        self.assertEqual(band(D(500_000_000)), 8)

    @given(st.lists(facts(), min_size=1), KEYS, st.integers(1, 30))
    def test_rates_are_shares_within_their_range(self, history, key, minimum):
        found = estimate(gather(history), key, minimum)
        self.assertTrue(0 <= found.low <= found.rate <= found.high <= 1)
        self.assertLessEqual(found.count, len(history))

    @given(st.lists(facts(), min_size=1), KEYS, st.integers(1, 30))
    def test_more_recovered_is_a_higher_rate(self, history, key, minimum):
        better = [fact._replace(recovered=fact.amount) for fact in history]
        self.assertLessEqual(
            estimate(gather(history), key, minimum).rate,
            estimate(gather(better), key, minimum).rate,
        )
