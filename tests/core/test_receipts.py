import datetime as dt
import unittest
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.b2b_collections.core.receipts import (
    Limits,
    Receipt,
    find_problems,
    netting,
    share_out,
)

DAY = dt.date(2026, 5, 1)
LIMITS = Limits(
    today=dt.date(2026, 5, 10),
    placed=dt.date(2026, 4, 1),
    ended=dt.date(2026, 5, 5),
    open=Decimal(1000),
)
cents = st.decimals(min_value=0, max_value=10**7, places=2)


class TestProblems(unittest.TestCase):
    def test_each_problem_is_named_with_its_field(self):
        for receipt, expected in (
            (Receipt(DAY, Decimal(1000), Decimal(150), Decimal(850)), []),
            (Receipt(None, Decimal(1)), [("date", "missing")]),
            (Receipt(dt.date(2026, 5, 11), Decimal(1)), [("date", "future")]),
            (Receipt(dt.date(2026, 3, 31), Decimal(1)), [("date", "not_placed")]),
            (Receipt(dt.date(2026, 5, 6), Decimal(1)), [("date", "ended")]),
            (Receipt(DAY, None), [("gross", "missing")]),
            (Receipt(DAY, Decimal(0)), [("gross", "not_positive")]),
            (Receipt(DAY, Decimal("1000.01")), [("gross", "above_open")]),
            (Receipt(DAY, Decimal("0.001")), [("gross", "decimals")]),
            (Receipt(DAY, Decimal(10), Decimal(11)), [("commission", "above_gross")]),
            (Receipt(DAY, Decimal(10), Decimal(-1)), [("commission", "negative")]),
            (
                Receipt(DAY, Decimal(10), Decimal(1), Decimal(10)),
                [("net", "net_differs")],
            ),
            (
                Receipt(dt.date(2026, 5, 6), Decimal(2000), Decimal(3000)),
                [
                    ("date", "ended"),
                    ("gross", "above_open"),
                    ("commission", "above_gross"),
                ],
            ),
        ):
            with self.subTest(receipt=receipt):
                self.assertEqual(find_problems(receipt, LIMITS), expected)

    def test_on_the_last_day_it_is_still_in_time(self):
        self.assertFalse(find_problems(Receipt(LIMITS.ended, Decimal(1)), LIMITS))

    def test_a_currency_without_decimals(self):
        limits = LIMITS._replace(decimals=0)
        self.assertFalse(find_problems(Receipt(DAY, Decimal("10.00")), limits))
        self.assertEqual(
            find_problems(Receipt(DAY, Decimal("10.50")), limits),
            [("gross", "decimals")],
        )


class TestShares(unittest.TestCase):
    @given(st.lists(cents, min_size=1, max_size=6), st.data())
    def test_all_of_it_is_given_to_the_oldest_first(self, dues, data):
        gross = data.draw(
            st.decimals(min_value=0, max_value=sum(dues, Decimal(0)), places=2)
        )
        shares = share_out(gross, list(enumerate(dues)))
        self.assertEqual(sum((share for _key, share in shares), Decimal(0)), gross)
        for key, share in shares[:-1]:
            self.assertEqual(share, dues[key])
        self.assertEqual([key for key, _share in shares], sorted(dict(shares)))

    def test_more_than_is_open_is_refused(self):
        with self.assertRaises(ValueError):
            share_out(Decimal(3), [(1, Decimal(1)), (2, Decimal(1))])

    @given(cents, cents)
    def test_netting_takes_neither_below_zero(self, kept, owed):
        amount = netting(kept, owed)
        self.assertTrue(0 <= amount <= min(kept, owed))
        self.assertEqual(netting(-kept, owed) if kept else 0, 0)
