import unittest
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.b2b_collections.core.holds import (
    Held,
    Hold,
    company_share,
    first_free_day,
    held_part,
)

DAY = date(2026, 3, 2)
RESIDUAL = Decimal("1000.00")


def on(offset):
    return DAY + timedelta(days=offset)


def hold(key, first, last, amount=None, reason=""):
    return Hold(
        key,
        on(first),
        None if last is None else on(last),
        None if amount is None else Decimal(str(amount)),
        reason or f"reason {key}",
    )


spans = st.tuples(
    st.integers(-40, 40),
    st.one_of(st.none(), st.integers(0, 60)),
    st.one_of(st.none(), st.decimals("0.01", "1500", places=2)),
)
some_holds = st.lists(spans, max_size=6).map(
    lambda rows: [
        hold(key, first, None if length is None else first + length, amount)
        for key, (first, length, amount) in enumerate(rows)
    ]
)


class TestHeldPart(unittest.TestCase):
    def test_no_hold(self):
        self.assertEqual(held_part([], RESIDUAL, DAY), Held())

    def test_both_ends_belong_to_the_hold(self):
        one = [hold(1, 0, 5)]
        for offset, whole in ((-1, False), (0, True), (5, True), (6, False)):
            self.assertEqual(held_part(one, RESIDUAL, on(offset)).whole, whole, offset)
        self.assertEqual(held_part(one, RESIDUAL, on(2)).until, on(5))

    def test_longest_of_two_wins(self):
        held = held_part([hold(1, 0, 5), hold(2, 0, 9)], RESIDUAL, DAY)
        self.assertEqual((held.until, held.reason), (on(9), "reason 2"))
        self.assertEqual(held.shares, ((2, RESIDUAL), (1, 0)))

    def test_holds_that_follow_each_other_are_one_rest(self):
        held = held_part([hold(1, 0, 5), hold(2, 6, 9)], RESIDUAL, DAY)
        self.assertEqual((held.until, held.reason), (on(9), "reason 1"))

    def test_parts_add_up_to_the_open_amount_at_most(self):
        parts = [hold(1, 0, 5, 400), hold(2, 0, 9, 300)]
        held = held_part(parts, RESIDUAL, DAY)
        self.assertEqual((held.amount, held.whole, held.until), (700, False, on(5)))
        self.assertEqual(held.reason, "reason 2")
        held = held_part([*parts, hold(3, 0, 2, 900)], RESIDUAL, DAY)
        self.assertEqual((held.amount, held.whole, held.until), (1000, True, on(2)))
        self.assertEqual(held.shares, ((2, 300), (1, 400), (3, 300)))

    def test_a_part_under_a_hold_on_all_of_it_comes_out_after_it(self):
        holds = [hold(1, 0, 5), hold(2, 0, 20, 400)]
        self.assertEqual(held_part(holds, RESIDUAL, DAY).until, on(5))
        after = held_part(holds, RESIDUAL, on(6))
        self.assertEqual((after.amount, after.until), (400, on(20)))
        self.assertEqual(after.resumed_on, on(6))

    def test_payment_leaves_the_held_part_for_the_last(self):
        part = [hold(1, 0, 5, 400)]
        self.assertEqual(held_part(part, Decimal(500), DAY).amount, 400)
        held = held_part(part, Decimal(300), DAY)
        self.assertEqual((held.amount, held.whole), (300, True))

    def test_open_end_and_end_of_the_calendar(self):
        self.assertIsNone(held_part([hold(1, 0, None)], RESIDUAL, on(9999)).until)
        last = [Hold(1, DAY, date.max)]
        self.assertIsNone(held_part(last, RESIDUAL, DAY).until)

    def test_a_hold_taken_back_on_its_first_day_has_held_nothing(self):
        self.assertEqual(held_part([hold(1, 0, -1)], RESIDUAL, on(3)), Held())

    def test_resumption(self):
        holds = [hold(1, -20, -10), hold(2, -5, -3, 400), hold(3, 2, 4)]
        self.assertEqual(held_part(holds, RESIDUAL, DAY).resumed_on, on(-9))
        self.assertIsNone(held_part(holds, RESIDUAL, on(3)).resumed_on)
        self.assertEqual(held_part(holds, RESIDUAL, on(5)).resumed_on, on(5))

    def test_first_free_day(self):
        holds = [hold(1, 0, 5), hold(2, 4, 9), hold(3, 11, 12)]
        self.assertEqual(first_free_day(holds, RESIDUAL, DAY), on(10))
        self.assertEqual(first_free_day(holds, RESIDUAL, on(10)), on(10))
        self.assertIsNone(first_free_day([hold(1, 0, None)], RESIDUAL, DAY))

    def test_share_in_company_currency(self):
        self.assertEqual(
            company_share(Decimal(400), Decimal(1000), Decimal("16500000")), 6600000
        )
        self.assertEqual(company_share(Decimal(1), Decimal(0), Decimal(0)), 0)

    @given(some_holds, st.decimals("0.01", "2000", places=2), st.integers(-50, 110))
    def test_between_nothing_and_all(self, holds, residual, offset):
        held = held_part(holds, residual, on(offset))
        self.assertTrue(0 <= held.amount <= residual)
        self.assertEqual(held.whole, held.amount == residual)
        self.assertEqual(sum(share for _key, share in held.shares), held.amount)
        self.assertEqual(sum(amount for _code, amount in held.parts), held.amount)
        self.assertTrue(all(amount > 0 for _code, amount in held.parts))
        self.assertEqual(held.reason is None, not held.amount)

    @given(some_holds, st.randoms(), st.integers(-50, 110))
    def test_order_does_not_matter(self, holds, random, offset):
        before = held_part(holds, RESIDUAL, on(offset))
        random.shuffle(holds)
        self.assertEqual(held_part(holds, RESIDUAL, on(offset)), before)

    @given(some_holds, st.integers(-50, 110))
    def test_the_amount_stays_until_the_day_named_and_not_longer(self, holds, offset):
        held = held_part(holds, RESIDUAL, on(offset))
        last = held.until or on(offset + 200)
        days = (last - on(offset)).days
        for ahead in range(days + 1) if held.amount else ():
            same = held_part(holds, RESIDUAL, on(offset + ahead))
            self.assertEqual((same.amount, same.until), (held.amount, held.until))
        if held.until:
            after = held_part(holds, RESIDUAL, held.until + timedelta(days=1))
            self.assertNotEqual(after.amount, held.amount)

    @given(some_holds, spans, st.integers(-50, 110))
    def test_one_more_hold_never_frees_anything(self, holds, span, offset):
        first, length, amount = span
        last = None if length is None else first + length
        more = [*holds, hold(99, first, last, amount)]
        self.assertGreaterEqual(
            held_part(more, RESIDUAL, on(offset)).amount,
            held_part(holds, RESIDUAL, on(offset)).amount,
        )

    @given(some_holds, st.integers(-50, 110))
    def test_resumption_is_the_end_of_a_rest_and_the_item_is_free(self, holds, offset):
        held = held_part(holds, RESIDUAL, on(offset))
        if held.resumed_on:
            eve = held.resumed_on - timedelta(days=1)
            self.assertTrue(held_part(holds, RESIDUAL, eve).whole)
            free = (on(offset) - held.resumed_on).days
            for back in range(free + 1):
                day = on(offset - back)
                self.assertFalse(held_part(holds, RESIDUAL, day).whole)

    @given(some_holds, st.integers(-50, 110))
    def test_first_free_day_is_free_and_the_days_before_are_not(self, holds, offset):
        free = first_free_day(holds, RESIDUAL, on(offset))
        if free:
            self.assertFalse(held_part(holds, RESIDUAL, free).whole)
        end = free or on(offset + 200)
        for ahead in range((end - on(offset)).days):
            day = on(offset + ahead)
            self.assertTrue(held_part(holds, RESIDUAL, day).whole)
