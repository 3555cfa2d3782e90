import unittest
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.b2b_collections.core.allocation import Settlement
from odoo.addons.b2b_collections.core.promise import (
    BROKEN,
    KEPT,
    OPEN,
    OVERTAKEN,
    PARTLY_KEPT,
    Promise,
    get_score,
    get_tolerance,
    judge,
    keeping,
)

DAY = date(2026, 3, 2)
A, B, C = "ABC"


def on(offset):
    return DAY + timedelta(days=offset)


def promise(key, shares, due=10, grace=2, made=0, **vals):
    """``shares``: ``{item: amount}``."""
    shares = tuple((item, Decimal(amount)) for item, amount in shares.items())
    amount = sum(amount for _item, amount in shares)
    last = on(due + grace)
    return Promise(key, amount, on(made), on(due), last, shares, **vals)


def ledger(*entries):
    """``(item, day, amount, kind)`` as settlements by item."""
    found = {}
    for item, day, amount, kind in sorted(entries, key=lambda entry: entry[1]):
        key = 1 + sum(map(len, found.values()))
        one = Settlement(item, on(day), Decimal(amount), kind, key)
        found.setdefault(item, []).append(one)
    return found


def paid(item, day, amount):
    return (item, day, amount, "payment")


def credited(item, day, amount):
    return (item, day, amount, "credit")


class TestJudge(unittest.TestCase):
    def judge(self, promises, still_open, *entries, today=13):
        still_open = {item: Decimal(amount) for item, amount in still_open.items()}
        return judge(promises, still_open, ledger(*entries), on(today))

    def judge_one(self, still_open, *entries, today=13, **vals):
        found = self.judge(
            [promise(1, {A: 100}, **vals)], {A: still_open}, *entries, today=today
        )
        return found[1]

    def test_paid_on_any_of_its_days_it_is_kept(self):
        for day in (0, 5, 10, 12):
            verdict = self.judge_one(0, paid(A, day, 100), today=day)
            self.assertEqual((verdict.state, verdict.paid), (KEPT, 100), day)

    def test_it_is_open_up_to_its_last_day_and_broken_on_the_next(self):
        self.assertEqual(self.judge_one(100, today=12).state, OPEN)
        verdict = self.judge_one(100, today=13)
        self.assertEqual((verdict.state, verdict.missing), (BROKEN, 100))

    def test_payments_before_and_after_do_not_count(self):
        late = self.judge_one(0, paid(A, 13, 100), today=13)
        self.assertEqual((late.state, late.paid, late.missing), (BROKEN, 0, 100))
        early = self.judge_one(0, paid(A, -1, 100), today=5)
        self.assertEqual((early.state, early.otherwise), (OVERTAKEN, 100))

    def test_one_unit_missing(self):
        payment = paid(A, 10, 99)
        for tolerance, state in ((0, PARTLY_KEPT), ("0.99", PARTLY_KEPT), (1, KEPT)):
            verdict = self.judge_one(1, payment, tolerance=Decimal(tolerance))
            self.assertEqual((verdict.state, verdict.missing), (state, 1), tolerance)
        # The tolerance is for the end: until then the rest may still come.
        before = self.judge_one(1, payment, today=12, tolerance=Decimal(1))
        self.assertEqual(before.state, OPEN)

    def test_a_tolerance_forgives_no_promise_as_a_whole(self):
        self.assertEqual(self.judge_one(100, tolerance=Decimal(500)).state, BROKEN)

    def test_money_on_its_way_to_the_bank_is_waited_for(self):
        coming = self.judge_one(100, today=20, is_coming=True)
        self.assertEqual((coming.state, coming.missing), (OPEN, 100))
        arrived = self.judge_one(0, paid(A, 12, 100), today=20)
        self.assertEqual(arrived.state, KEPT)

    def test_credited_or_cancelled_it_is_overtaken(self):
        self.assertEqual(
            self.judge_one(0, credited(A, 5, 100), today=5).state, OVERTAKEN
        )
        self.assertEqual(self.judge_one(0, today=5).state, OVERTAKEN)

    def test_the_rest_after_a_credit_note_is_what_is_owed(self):
        both = (credited(A, 3, 30), paid(A, 8, 70))
        verdict = self.judge_one(0, *both, today=8)
        self.assertEqual((verdict.state, verdict.otherwise), (KEPT, 30))
        verdict = self.judge_one(10, credited(A, 3, 30), paid(A, 8, 60))
        self.assertEqual((verdict.state, verdict.missing), (PARTLY_KEPT, 10))

    def test_a_credit_note_goes_against_what_nobody_promised(self):
        verdict = self.judge_one(700, credited(A, 3, 300))
        self.assertEqual((verdict.state, verdict.otherwise), (BROKEN, 0))

    def test_what_was_paid_on_the_same_day_before_it_does_not_count(self):
        verdict = self.judge_one(100, paid(A, 0, 40), known=1, today=5)
        self.assertEqual((verdict.state, verdict.paid), (OPEN, 0))
        both = (paid(A, 0, 40), paid(A, 0, 60))
        verdict = self.judge_one(40, *both, known=1, today=5)
        self.assertEqual((verdict.paid, verdict.missing), (60, 40))

    def test_two_promises_share_what_is_paid_once(self):
        two = [promise(1, {A: 100}, due=20), promise(2, {A: 100}, due=10)]
        found = self.judge(two, {A: 900}, paid(A, 8, 100))
        self.assertEqual((found[2].state, found[1].state), (KEPT, OPEN))
        self.assertEqual(found[1].paid, 0)
        found = self.judge(two, {A: 850}, paid(A, 8, 150))
        self.assertEqual((found[1].paid, found[1].missing), (50, 50))

    def test_each_takes_its_own_item_first(self):
        two = [promise(1, {A: 50, B: 0}, due=8), promise(2, {B: 40}, due=10)]
        payments = (paid(B, 5, 40), paid(A, 7, 60))
        found = self.judge(two, {}, *payments, today=7)
        self.assertEqual((found[1].state, found[2].state), (KEPT, KEPT))

    def test_another_item_of_the_promise_counts_too(self):
        one = [promise(1, {A: 50, B: 0})]
        found = self.judge(one, {A: 60}, paid(B, 5, 40), today=5)
        self.assertEqual((found[1].paid, found[1].shares), (40, ((A, 10),)))
        found = self.judge(one, {B: 40}, credited(A, 5, 60), today=5)
        self.assertEqual((found[1].otherwise, found[1].shares), (10, ((B, 40),)))

    def test_a_broken_promise_does_not_stand_in_the_way_of_a_later_one(self):
        old = promise(1, {A: 400}, due=2)
        both = [old, promise(2, {A: 600}, due=20), promise(3, {A: 400}, due=21, made=5)]
        found = self.judge(both, {A: 1000}, today=30)
        self.assertEqual({one.state for one in found.values()}, {BROKEN})

    def test_a_credit_note_overtakes_the_promise_that_is_due_last(self):
        two = [promise(1, {A: 400}), promise(2, {A: 600}, due=20)]
        found = self.judge(two, {A: 400}, credited(A, 3, 600), today=5)
        self.assertEqual((found[1].state, found[2].state), (OPEN, OVERTAKEN))

    def test_a_payment_that_is_reversed_is_missing_again(self):
        kept = self.judge_one(0, paid(A, 8, 100), today=8)
        self.assertEqual(kept.state, KEPT)
        self.assertEqual(self.judge_one(100, today=9).state, OPEN)
        self.assertEqual(self.judge_one(100, today=40).state, BROKEN)


amounts = st.integers(1, 100)
promises_strategy = st.lists(
    st.tuples(
        st.dictionaries(st.sampled_from("ABC"), amounts, min_size=1),
        st.integers(0, 30),
        st.integers(0, 5),
        st.integers(0, 10),
    ),
    max_size=5,
).map(
    lambda rows: [
        promise(key, shares, made=made, due=made + due, grace=grace)
        for key, (shares, due, grace, made) in enumerate(rows)
    ]
)
entries_strategy = st.lists(
    st.tuples(
        st.sampled_from("ABC"),
        st.integers(-5, 50),
        amounts,
        st.sampled_from(("payment", "credit", "other")),
    ),
    max_size=6,
)
opens = st.dictionaries(st.sampled_from("ABC"), st.integers(0, 300).map(Decimal))


class TestProperties(unittest.TestCase):
    @given(promises_strategy, opens, entries_strategy, st.integers(0, 60))
    def test_nothing_is_lost_or_counted_twice(self, promises, still, entries, day):
        settlements = ledger(*entries)
        found = judge(promises, still, settlements, on(day))
        for one in promises:
            verdict = found[one.key]
            parts = (verdict.paid, verdict.otherwise, verdict.missing)
            self.assertTrue(all(part >= 0 for part in parts))
            self.assertEqual(sum(parts), one.amount)
            self.assertEqual(sum(dict(verdict.shares).values()), verdict.missing)
            self.assertLessEqual(set(dict(verdict.shares)), set(dict(one.shares)))
        paid_in_all = sum(
            one.amount
            for lines in settlements.values()
            for one in lines
            if one.kind == "payment"
        )
        self.assertLessEqual(sum(v.paid for v in found.values()), paid_in_all)

    @given(promises_strategy, opens, entries_strategy, st.integers(0, 60), st.randoms())
    def test_order_does_not_matter(self, promises, still, entries, day, random):
        before = judge(promises, still, ledger(*entries), on(day))
        random.shuffle(promises)
        self.assertEqual(judge(promises, still, ledger(*entries), on(day)), before)

    @given(promises_strategy, opens, entries_strategy, st.integers(0, 60))
    def test_running_promises_hold_no_more_than_is_open(
        self, promises, still, entries, day
    ):
        past = [entry for entry in entries if entry[1] <= day]
        found = judge(promises, still, ledger(*past), on(day))
        held = {}
        for one in promises:
            if one.made <= on(day) <= one.last:
                for item, amount in found[one.key].shares:
                    held[item] = held.get(item, 0) + amount
        for item, amount in held.items():
            self.assertLessEqual(amount, still.get(item, 0))

    @given(promises_strategy, opens, st.integers(0, 60))
    def test_where_nothing_was_paid_none_is_kept(self, promises, still, day):
        found = judge(promises, still, {}, on(day))
        states = {verdict.state for verdict in found.values()}
        self.assertLessEqual(states, {OPEN, BROKEN, OVERTAKEN})

    @given(promises_strategy, opens, entries_strategy, st.integers(0, 60), amounts)
    def test_more_paid_is_never_worse(self, promises, still, entries, day, more):
        """A payment on the first day of a promise that counts for it."""
        if not promises:
            return
        one = promises[0]
        item = one.shares[0][0]
        settled = ledger(*entries)
        better = {**settled, item: [*settled.get(item, ())]}
        better[item] += [Settlement(item, one.made, Decimal(more), "payment", 99)]
        total = sum(v.paid for v in judge(promises, still, settled, on(day)).values())
        after = sum(v.paid for v in judge(promises, still, better, on(day)).values())
        self.assertGreaterEqual(after, total)


class TestFigures(unittest.TestCase):
    def test_tolerance_is_the_lower_of_the_limits_that_are_set(self):
        for absolute, percent, tolerance in (
            (0, 0, 0),
            (5, 0, 5),
            (0, 1, 10),
            (5, 1, 5),
        ):
            found = get_tolerance(Decimal(1000), Decimal(absolute), Decimal(percent))
            self.assertEqual(found, tolerance)

    def test_keeping(self):
        amount = Decimal(100)
        self.assertEqual(keeping(KEPT, amount, Decimal(99)), 1)
        self.assertEqual(keeping(BROKEN, amount, Decimal(0)), 0)
        partly = keeping(PARTLY_KEPT, amount, Decimal(40), Decimal(20))
        self.assertEqual(partly, Decimal("0.5"))
        self.assertIsNone(keeping(OPEN, amount, Decimal(40)))

    def test_score(self):
        for kept, count, score in ((0, 0, 50), (1, 1, 67), (0, 1, 33), (9, 10, 83)):
            self.assertEqual(round(get_score(kept, count)), score)

    @given(st.integers(0, 50), st.integers(0, 50))
    def test_score_rises_with_each_kept_and_falls_with_each_broken(self, kept, broken):
        score = get_score(kept, kept + broken)
        self.assertTrue(0 < score < 100)
        self.assertGreater(get_score(kept + 1, kept + broken + 1), score)
        self.assertLess(get_score(kept, kept + broken + 1), score)
