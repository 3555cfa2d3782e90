"""Amounts of write-offs add up, and nothing is worth more than it was booked."""

import unittest
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from odoo.addons.b2b_collections.core.writeoff import (
    allot,
    book_value,
    recovery_rate,
    split,
)

CENT = Decimal("0.01")
amounts = st.decimals(0, 10**9, places=2)
positive = st.decimals("0.01", 10**7, places=2)


def decimals(*texts):
    return [Decimal(text) for text in texts]


class TestSplit(unittest.TestCase):
    @given(amounts, st.lists(st.decimals(-(10**6), 10**6, places=2), min_size=1))
    def test_shares_add_up_to_the_amount(self, amount, weights):
        shares = split(amount, weights, CENT)
        self.assertEqual(sum(shares), amount)
        self.assertEqual(len(shares), len(weights))

    @given(positive, st.lists(positive, min_size=1, max_size=8))
    def test_each_share_is_right_to_its_rounding(self, amount, weights):
        shares = split(amount, weights, CENT)
        for share, weight in zip(shares[:-1], weights, strict=False):
            exact = amount * weight / sum(weights)
            self.assertLessEqual(abs(share - exact), CENT / 2)

    def test_the_last_takes_the_rest(self):
        self.assertEqual(
            split(Decimal("100"), decimals("1", "1", "1"), CENT),
            decimals("33.33", "33.33", "33.34"),
        )

    def test_whole_units(self):
        self.assertEqual(
            split(Decimal("1000"), decimals("11", "100"), Decimal(1)),
            decimals("99", "901"),
        )

    def test_weights_that_come_to_nothing(self):
        self.assertEqual(
            split(Decimal(5), decimals("1", "-1"), CENT), decimals("0", "5")
        )

    def test_no_weights(self):
        with self.assertRaises(ValueError):
            split(Decimal(1), [], CENT)


class TestBookValue(unittest.TestCase):
    @given(positive, positive, st.decimals("0.01", 1, places=2), st.data())
    def test_it_lies_between_nothing_and_what_is_open(self, own, company, part, data):
        amount = data.draw(st.decimals("0.01", own, places=2))
        original = (own / part, company / part)
        value = book_value(amount, (own, company), original, CENT)
        self.assertTrue(0 <= value <= company)
        if amount == own:
            self.assertEqual(value, company)

    @given(positive, positive, st.data())
    def test_parts_add_up_to_the_whole(self, own, company, data):
        """Written off in two parts, an item is worth what it is at once."""
        first = data.draw(st.decimals("0.01", own, places=2))
        assume(first < own)
        original = (own, company)
        value = book_value(first, (own, company), original, CENT)
        rest = book_value(own - first, (own - first, company - value), original, CENT)
        self.assertEqual(value + rest, company)

    def test_it_is_the_rate_of_the_item(self):
        # 100 EUR booked at 2: half of them are worth 100.
        pair = decimals("100", "200")
        self.assertEqual(book_value(Decimal(50), pair, pair, CENT), Decimal(100))

    def test_the_last_takes_what_differences_left(self):
        # 40 of 100 EUR are open; at 2 they would be 80, but 81.37 are in the books.
        value = book_value(
            Decimal(40), decimals("40", "81.37"), decimals("100", "200"), CENT
        )
        self.assertEqual(value, Decimal("81.37"))

    def test_more_than_open(self):
        pair = decimals("100", "200")
        with self.assertRaises(ValueError):
            book_value(Decimal("100.01"), pair, pair, CENT)


class TestRecovery(unittest.TestCase):
    @given(st.lists(amounts, min_size=1, max_size=6), st.data())
    def test_all_of_it_is_allotted(self, missing, data):
        amount = data.draw(st.decimals(0, sum(missing), places=2))
        shares = allot(amount, missing)
        self.assertEqual(sum(shares), amount)
        self.assertTrue(
            all(0 <= one <= most for one, most in zip(shares, missing, strict=True))
        )

    def test_in_their_order(self):
        self.assertEqual(allot(Decimal(70), decimals("50", "40")), decimals("50", "20"))

    def test_more_than_missing(self):
        with self.assertRaises(ValueError):
            allot(Decimal(91), decimals("50", "40"))

    def test_rate(self):
        self.assertEqual(recovery_rate(Decimal(25), Decimal(100)), Decimal("0.25"))
        self.assertIsNone(recovery_rate(Decimal(0), Decimal(0)))
