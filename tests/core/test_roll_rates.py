"""Roll rates, checked by hand, against a published example, and by random ledgers."""

import unittest
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.b2b_collections.core.roll_rates import (
    EMPTY_BUCKET,
    FEW_MONTHS,
    NO_LOSSES,
    Ending,
    allowance,
    ending_loss,
    final_rate,
    find_gaps,
    loss_rates,
    roll_rates,
)

CENT = Decimal("0.01")
balances = st.decimals(0, 10**9, places=2)
rates = st.decimals(0, 1, places=6)


def decimals(*texts):
    return [Decimal(str(text)) for text in texts]


@st.composite
def ledgers(draw):
    count = draw(st.integers(2, 6))
    month = st.lists(balances, min_size=count, max_size=count)
    return draw(st.lists(month, min_size=2, max_size=8))


class TestPublishedExample(unittest.TestCase):
    """“Example: lifetime ECL for trade receivables using a provision matrix” of
    IFRScommunity.com (IFRS 9 Impairment), entity A, segment B2C.

    Of 100,000 invoiced, 50,000 are open when due, 23,000 after 30 days, 8,000 after
    60 and 2,000 after 90, which are never paid.
    """

    # Each figure of it is a bucket one month after the one before.
    MONTHS = (
        decimals(100_000, 0, 0, 0, 0),
        decimals(0, 50_000, 0, 0, 0),
        decimals(0, 0, 23_000, 0, 0),
        decimals(0, 0, 0, 8_000, 0),
        decimals(0, 0, 0, 0, 2_000),
    )

    def test_loss_rates(self):
        rolls = roll_rates(self.MONTHS)
        self.assertEqual(rolls, decimals(0.5, 0.46, "0.347826", 0.25))
        found = [round(100 * rate, 1) for rate in loss_rates(rolls, Decimal(1))]
        self.assertEqual(found, decimals("2.0", "4.0", "8.7", "25.0", "100.0"))

    def test_allowance(self):
        open_amounts = decimals(300_000, 140_000, 60_000, 23_000, 5_000)
        losses = loss_rates(roll_rates(self.MONTHS), Decimal(1))
        found = [
            allowance(amount, rate, Decimal(1))
            for amount, rate in zip(open_amounts, losses, strict=True)
        ]
        self.assertEqual(found, decimals(6_000, 5_600, 5_217, 5_750, 5_000))
        self.assertEqual(sum(found), 27_567)


class TestByHand(unittest.TestCase):
    """Three months, three buckets, one write-off."""

    MONTHS = (
        decimals(1000, 400, 200),
        decimals(1200, 500, 250),
        decimals(900, 300, 260),
    )
    ENDING = Ending(*decimals(200, 350, 260, 87, 29))

    def test_rates(self):
        # (500 + 300) / (1000 + 1200), and (250 + 260) / (400 + 500)
        rolls = roll_rates(self.MONTHS)
        self.assertEqual(rolls, decimals("0.363636", "0.566667"))
        # Of 200 + 350 - 260 = 290 that left it, 87 - 29 = 58 were lost.
        last = ending_loss(self.ENDING)
        self.assertEqual(last, Decimal("0.2"))
        # 0.2; 0.566667 x 0.2; 0.363636 x 0.566667 x 0.2
        self.assertEqual(
            loss_rates(rolls, last), decimals("0.041212", "0.113333", "0.2")
        )

    def test_what_people_set(self):
        loss = Decimal("0.1")
        self.assertEqual(final_rate(loss, Decimal("1.2")), Decimal("0.12"))
        self.assertEqual(final_rate(loss, minimum=Decimal("0.15")), Decimal("0.15"))
        self.assertEqual(
            final_rate(loss, Decimal("1.2"), Decimal("0.5"), Decimal("0.01")),
            Decimal("0.01"),
        )
        self.assertEqual(final_rate(loss, Decimal(20)), 1)
        self.assertEqual(final_rate(loss, override=Decimal(0)), 0)

    def test_without_experience_all_may_be_lost(self):
        months = (decimals(0, 10, 0), decimals(5, 0, 2))
        rolls = roll_rates(months)
        self.assertEqual(rolls, [None, Decimal("0.2")])
        last = ending_loss(Ending(*decimals(0, 0, 0, 0, 0)))
        self.assertIsNone(last)
        self.assertEqual(loss_rates(rolls, last), decimals("0.2", "0.2", 1))
        self.assertEqual(
            find_gaps(months, rolls, last), (FEW_MONTHS, NO_LOSSES, EMPTY_BUCKET)
        )
        self.assertEqual(find_gaps([()] * 13, [Decimal(1)], Decimal(1)), ())

    def test_nothing_written_off_proves_nothing(self):
        self.assertIsNone(ending_loss(Ending(*decimals(100, 100, 50, 0, 0))))

    def test_all_recovered(self):
        self.assertEqual(ending_loss(Ending(*decimals(100, 0, 0, 50, 80))), 0)

    def test_months_that_do_not_fit(self):
        for months in ([decimals(1, 2), decimals(1)], [decimals(1)]):
            with self.subTest(months), self.assertRaises(ValueError):
                roll_rates(months)


class TestRandom(unittest.TestCase):
    @given(ledgers())
    def test_roll_rates_are_fractions(self, months):
        rolls = roll_rates(months)
        self.assertEqual(len(rolls), len(months[0]) - 1)
        self.assertTrue(all(rate is None or 0 <= rate <= 1 for rate in rolls))

    @given(st.lists(st.none() | rates, min_size=1, max_size=8), st.none() | rates)
    def test_older_debts_are_never_safer(self, rolls, last):
        found = loss_rates(rolls, last)
        self.assertEqual(len(found), len(rolls) + 1)
        self.assertEqual(found, sorted(found))
        self.assertTrue(all(0 <= rate <= 1 for rate in found))

    @given(ledgers(), st.integers(2, 5))
    def test_the_unit_of_money_does_not_matter(self, months, times):
        larger = [[times * amount for amount in month] for month in months]
        self.assertEqual(roll_rates(months), roll_rates(larger))

    @given(st.lists(balances, min_size=5, max_size=5))
    def test_losses_are_fractions(self, amounts):
        rate = ending_loss(Ending(*amounts))
        self.assertTrue(rate is None or 0 <= rate <= 1)

    @given(rates, st.decimals(0, 5, places=2), rates, st.none() | rates)
    def test_final_rates_are_fractions(self, loss, factor, minimum, override):
        rate = final_rate(loss, factor, minimum, override)
        self.assertTrue(0 <= rate <= 1)
        if override is None:
            self.assertGreaterEqual(rate, minimum)

    @given(balances, rates)
    def test_no_more_than_the_balance(self, balance, rate):
        found = allowance(balance, rate, CENT)
        self.assertTrue(0 <= found <= balance)
