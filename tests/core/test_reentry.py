import unittest
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.b2b_collections.core import reasons
from odoo.addons.b2b_collections.core.holds import Hold, held_part
from odoo.addons.b2b_collections.core.ladder import (
    ANNOUNCE,
    COMEBACKS,
    NEXT,
    RAISE,
    RESTART,
    RESUME,
    Ladder,
    Rung,
    Standing,
)

DUE = date(2026, 3, 2)
STANDARD = [Rung(n, days) for n, days in enumerate((-7, 3, 10, 30, 45, 60, 90), 1)]
ALL = Decimal(100)

day_sets = st.sets(st.integers(-30, 120), min_size=1, max_size=8)
rests = st.lists(st.tuples(st.integers(-40, 150), st.integers(0, 60)), max_size=3)


def on(offset):
    return DUE + timedelta(days=offset)


def make_ladder(days, gap, skip, reentry):
    return Ladder([Rung(d + 1000, d) for d in days], gap, skip, reentry)


def climb(ladder, rests=(), first=-40, last=500):
    """Play every day; return ``[(day, rung days)]`` of what was given."""
    holds = [
        Hold(key, on(start), on(start + length))
        for key, (start, length) in enumerate(rests)
    ]
    given_, level, level_date = [], None, None
    days_of = {rung.level_id: rung.days for rung in ladder.rungs}
    for offset in range(first, last + 1):
        held = held_part(holds, ALL, on(offset))
        if held.whole:
            continue
        standing = Standing(DUE, level, days_of.get(level), level_date, held.resumed_on)
        decision = ladder.decide(standing, on(offset))
        if decision.verdict == "chase":
            level, level_date = decision.level_id, on(offset)
            given_.append((offset, days_of[level]))
    return given_


class TestReentry(unittest.TestCase):
    """Held from day 5 to day 40: reminders of day 10 and 30 are kept back."""

    def play(self, reentry, skip=False, rests=((5, 35),), last=70):
        return climb(Ladder(STANDARD, 7, skip, reentry), rests, last=last)

    def test_resume_counts_the_gap_from_the_end(self):
        before = [(-7, -7), (3, 3), (48, 10), (55, 30)]
        self.assertEqual(self.play(RESUME), [*before, (62, 45), (69, 60)])
        self.assertEqual(self.play(RESUME, skip=True), [*before, (62, 60)])

    def test_restart_begins_with_the_first_reminder(self):
        before = [(-7, -7), (3, 3), (41, 3), (48, 10), (55, 30)]
        self.assertEqual(self.play(RESTART), [*before, (62, 45), (69, 60)])
        self.assertEqual(self.play(RESTART, skip=True), [*before, (62, 60)])

    def test_announce_repeats_the_last_level_once(self):
        before = [(-7, -7), (3, 3), (41, 3), (48, 10), (55, 30)]
        self.assertEqual(self.play(ANNOUNCE), [*before, (62, 45), (69, 60)])
        self.assertEqual(self.play(ANNOUNCE, skip=True), [*before, (62, 60)])

    def test_a_short_hold_does_not_shorten_the_gap(self):
        for reentry in (RESTART, ANNOUNCE):
            self.assertEqual(
                self.play(reentry, rests=((4, 0),), last=20),
                [(-7, -7), (3, 3), (10, 3), (17, 10)],
            )

    def test_announce_repeats_where_it_stood_and_restart_does_not(self):
        rests = ((35, 30),)
        self.assertEqual(
            self.play(ANNOUNCE, rests=rests, last=80)[3:],
            [(30, 30), (66, 30), (73, 45), (80, 60)],
        )
        self.assertEqual(
            self.play(RESTART, rests=rests, last=80)[3:],
            [(30, 30), (66, 3), (73, 10), (80, 30)],
        )

    def test_nothing_given_yet_starts_at_the_first_reminder_at_once(self):
        for reentry in (RESUME, RESTART, ANNOUNCE):
            for skip in (False, True):
                self.assertEqual(
                    self.play(reentry, skip, rests=((-10, 50),), last=50),
                    [(41, 3), (48, 10)],
                )

    def test_a_notice_in_the_hold_is_not_made_up_for(self):
        ladder = Ladder([Rung(1, -14), Rung(2, -3), Rung(3, 3)], 7)
        self.assertEqual(climb(ladder, [(-20, 10)], last=5), [(-3, -3), (3, 3)])
        self.assertEqual(climb(ladder, [(-20, 18)], last=5), [(3, 3)])

    def test_a_notice_is_never_announced_again(self):
        ladder = Ladder(STANDARD, 7, reentry=ANNOUNCE)
        self.assertEqual(climb(ladder, [(-6, 3)], last=5), [(-7, -7), (3, 3)])

    def test_what_falls_due_after_the_hold_may_be_skipped_to(self):
        ladder = Ladder([Rung(1, 3), Rung(2, 50), Rung(3, 52)], 7, True)
        self.assertEqual(climb(ladder, [(5, 35)]), [(3, 3), (50, 50), (57, 52)])

    def test_the_top_is_announced_once_more_and_resumes_as_the_top(self):
        standing = Standing(DUE, 7, 90, on(90), on(120))
        announced = Ladder(STANDARD, 7, reentry=ANNOUNCE).decide(standing, on(121))
        self.assertEqual(announced[:4], ("chase", reasons.DUE, 7, on(120)))
        resumed = Ladder(STANDARD, 7).decide(standing, on(121))
        self.assertEqual(resumed.code, reasons.TOP)

    def test_the_wait_after_a_hold_says_so(self):
        standing = Standing(DUE, 2, 3, on(3), on(41))
        decision = Ladder(STANDARD, 7).decide(standing, on(41))
        self.assertEqual(decision[:4], ("wait", reasons.WAIT_HELD, 3, on(48)))

    def test_level_of_another_policy_is_announced_by_the_nearest_below(self):
        standing = Standing(DUE, 99, 29, on(20), on(41))
        decision = Ladder(STANDARD, 7, reentry=ANNOUNCE).decide(standing, on(41))
        self.assertEqual((decision.verdict, decision.level_id), ("chase", 3))

    def test_unknown_reentry_is_refused(self):
        with self.assertRaisesRegex(ValueError, "unknown way back"):
            Ladder(STANDARD, reentry="again")

    @given(
        day_sets,
        st.integers(0, 20),
        st.booleans(),
        st.sampled_from([RESUME, RESTART, ANNOUNCE]),
        rests,
    )
    def test_gap_is_kept_and_nothing_is_given_on_a_held_day(
        self, days, gap, skip, reentry, rests
    ):
        given_ = climb(make_ladder(days, gap, skip, reentry), rests)
        held = {start + n for start, length in rests for n in range(length + 1)}
        self.assertFalse(held & {day for day, _days in given_})
        reminders = [day for day, level in given_ if level >= 0]
        self.assertTrue(all(b - a >= gap for a, b in pairwise(reminders)))
        self.assertTrue(all(day >= level for day, level in given_))

    @given(day_sets, st.integers(0, 20), st.booleans(), rests)
    def test_resume_only_climbs_and_keeps_the_gap_to_the_hold(
        self, days, gap, skip, rests
    ):
        given_ = climb(make_ladder(days, gap, skip, RESUME), rests)
        levels = [level for _day, level in given_]
        self.assertEqual(levels, sorted(set(levels)))
        for (_day, before), (day, level) in pairwise(given_):
            for start, length in rests:
                if before >= 0 and day > start + length and _day < start:
                    self.assertGreaterEqual(day, start + length + 1 + gap)
                    self.assertIsNotNone(level)

    @given(
        day_sets,
        st.integers(0, 20),
        st.sampled_from([RESUME, RESTART, ANNOUNCE]),
        st.integers(-40, 150),
        st.integers(0, 60),
    )
    def test_what_a_hold_kept_back_is_never_skipped(
        self, days, gap, reentry, start, length
    ):
        ladder = make_ladder(days, gap, True, reentry)
        free = start + length + 1
        after = [
            level for day, level in climb(ladder, [(start, length)]) if day >= free
        ]
        order = [rung.days for rung in ladder.reminders]
        for before, level in pairwise(after):
            jumped = [d for d in order if before < d < level]
            self.assertTrue(all(d >= free for d in jumped))

    @given(day_sets, st.integers(0, 20), st.booleans(), rests)
    def test_notices_in_a_hold_stay_away(self, days, gap, skip, rests):
        given_ = climb(make_ladder(days, gap, skip, RESUME), rests)
        held = {start + n for start, length in rests for n in range(length + 1)}
        self.assertFalse(held & {level for _day, level in given_ if level < 0})

    @given(
        day_sets,
        st.integers(0, 20),
        st.booleans(),
        st.integers(-40, 150),
        st.integers(0, 60),
    )
    def test_announce_gives_the_last_level_again_exactly_once(
        self, days, gap, skip, start, length
    ):
        given_ = climb(make_ladder(days, gap, skip, ANNOUNCE), [(start, length)])
        free = start + length + 1
        before = [entry for entry in given_ if entry[0] < start and entry[1] >= 0]
        after = [entry for entry in given_ if entry[0] >= free]
        if before:
            last, level = before[-1]
            self.assertEqual(after[0], (max(free, last + gap), level))
            self.assertNotIn(level, [level for _day, level in after[1:]])

    @given(
        day_sets,
        st.integers(0, 20),
        st.sampled_from([RESUME, RESTART, ANNOUNCE]),
        st.integers(-40, 200),
        st.integers(0, 60),
        st.integers(0, 90),
    )
    def test_what_is_waited_for_is_due_on_the_day_named(
        self, days, gap, reentry, given_on, pause, later
    ):
        ladder = make_ladder(days, gap, False, reentry)
        rung = ladder.rungs[0]
        free = on(given_on + pause + 1)
        standing = Standing(DUE, rung.level_id, rung.days, on(given_on), free)
        decision = ladder.decide(standing, free + timedelta(days=later))
        if decision.verdict == "wait":
            then = ladder.decide(standing, decision.until)
            self.assertEqual(
                (then.verdict, then.level_id), ("chase", decision.level_id)
            )


class TestComeback(unittest.TestCase):
    """An item with a way back in of its own, as after a broken promise."""

    LADDER = Ladder(STANDARD, 7, reentry=RESUME)

    def decide(self, comeback, back=15, today=None, level=3, given=10, ladder=None):
        ladder = ladder or self.LADDER
        days = next((rung.days for rung in STANDARD if rung.level_id == level), None)
        standing = Standing(DUE, level, days, None if given is None else on(given))
        standing = standing.return_by(comeback, on(back))
        decision = ladder.decide(standing, on(back if today is None else today))
        offset = (decision.until - DUE).days if decision.until else None
        return decision.verdict, decision.level_id, offset

    def test_it_comes_before_the_way_of_the_policy(self):
        # Levels 2, 3, 4, 5 on days 3, 10, 30, 45; the gap of 7 days ends on day 17.
        self.assertEqual(self.decide(None, 20), ("wait", 4, 30))
        self.assertEqual(self.decide(RESUME, 28, 29), ("wait", 4, 35))
        self.assertEqual(self.decide(ANNOUNCE, 20), ("chase", 3, 20))
        self.assertEqual(self.decide(NEXT, 20), ("chase", 4, 20))
        self.assertEqual(self.decide(RAISE, 20), ("chase", 5, 20))
        self.assertEqual(self.decide(RESTART, 20), ("chase", 2, 20))

    def test_the_gap_to_the_last_level_is_kept(self):
        self.assertEqual(self.decide(NEXT, 15), ("wait", 4, 17))
        self.assertEqual(self.decide(RAISE, 15), ("wait", 5, 17))

    def test_nothing_comes_before_the_first_reminder(self):
        first = self.decide(NEXT, -4, level=1, given=-7)
        self.assertEqual(first, ("wait", 2, 3))
        self.assertEqual(self.decide(RAISE, -4, level=None, given=None)[1:], (2, 3))

    def test_the_top_is_not_skipped(self):
        self.assertEqual(self.decide(RAISE, 90, level=6, given=60), ("chase", 7, 90))
        self.assertEqual(self.decide(NEXT, 120, level=7, given=90)[0], "none")

    def test_it_is_spent_with_the_first_level_given(self):
        self.assertEqual(self.decide(RAISE, 20, 21, given=20), ("wait", 4, 30))

    def test_unknown_way(self):
        with self.assertRaises(ValueError):
            self.decide("jump")

    @given(
        day_sets,
        st.integers(0, 20),
        st.sampled_from(COMEBACKS),
        st.integers(0, 8),
        st.integers(-30, 150),
        st.integers(-30, 150),
        st.integers(0, 150),
    )
    def test_gap_and_first_reminder_hold(
        self, days, gap, comeback, place, given_on, back, later
    ):
        ladder = make_ladder(days, gap, False, RESUME)
        rung = ladder.rungs[place] if place < len(ladder.rungs) else None
        standing = Standing(DUE)
        if rung:
            standing = Standing(DUE, rung.level_id, rung.days, on(given_on))
        day = on(back + later)
        decision = ladder.decide(standing.return_by(comeback, on(back)), day)
        if decision.verdict != "chase" or decision.level_id - 1000 < 0:
            return
        if comeback != ANNOUNCE or not rung:
            # What is repeated may have been given before its day, by hand.
            first = timedelta(days=ladder.reminders[0].days)
            self.assertGreaterEqual(day, DUE + first)
        if rung and rung.days >= 0 and given_on <= back + later:
            self.assertGreaterEqual(day, on(given_on + gap))
        if comeback in (NEXT, RAISE) and rung and rung.days >= 0:
            self.assertGreater(decision.level_id, rung.level_id)
