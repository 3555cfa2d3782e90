import unittest
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from odoo.addons.b2b_collections.core import reasons
from odoo.addons.b2b_collections.core.ladder import Ladder, Rung, Standing

DUE = date(2026, 3, 2)
STANDARD = [Rung(n, days) for n, days in enumerate((-7, 3, 10, 30, 45, 60, 90), 1)]

ladders = st.builds(
    lambda days, gap, skip: Ladder([Rung(d + 1000, d) for d in days], gap, skip),
    st.sets(st.integers(-30, 200), min_size=1, max_size=9),
    st.integers(0, 30),
    st.booleans(),
)


def on(offset):
    return DUE + timedelta(days=offset)


def climb(ladder, first, last, due=DUE):
    """Play every day; return ``[(day, rung days)]`` of what was given."""
    given_, level, level_date = [], None, None
    days_of = {rung.level_id: rung.days for rung in ladder.rungs}
    for offset in range(first, last + 1):
        today = due + timedelta(days=offset)
        standing = Standing(due, level, days_of.get(level), level_date)
        decision = ladder.decide(standing, today)
        if decision.verdict == "chase":
            level, level_date = decision.level_id, today
            given_.append((offset, days_of[level]))
    return given_


class TestLadder(unittest.TestCase):
    def setUp(self):
        self.ladder = Ladder(STANDARD, gap_days=7)

    def test_every_rung_on_its_day(self):
        days = [rung.days for rung in STANDARD]
        self.assertEqual(climb(self.ladder, -20, 120), [(d, d) for d in days])

    def test_late_entrant_starts_at_the_first_reminder_and_climbs_by_the_gap(self):
        self.assertEqual(
            climb(self.ladder, 120, 200),
            [(120, 3), (127, 10), (134, 30), (141, 45), (148, 60), (155, 90)],
        )

    def test_policy_may_skip_to_the_highest_level_due(self):
        ladder = Ladder(STANDARD, gap_days=7, may_skip=True)
        self.assertEqual(climb(ladder, 50, 95), [(50, 45), (60, 60), (90, 90)])

    def test_notice_lapses_with_the_due_date(self):
        decision = self.ladder.decide(Standing(DUE), DUE)
        self.assertEqual(
            (decision.verdict, decision.code, decision.level_id, decision.until),
            ("wait", reasons.WAIT_LEVEL, 2, on(3)),
        )

    def test_notice_does_not_delay_the_first_reminder(self):
        decision = self.ladder.decide(Standing(DUE, 1, -7, on(-1)), on(3))
        self.assertEqual((decision.verdict, decision.level_id), ("chase", 2))

    def test_gap_is_named_where_it_is_the_reason(self):
        decision = self.ladder.decide(Standing(DUE, 3, 10, on(28)), on(31))
        self.assertEqual(
            (decision.code, decision.level_id, decision.until),
            (reasons.WAIT_GAP, 4, on(35)),
        )

    def test_top_level_is_the_end(self):
        decision = self.ladder.decide(Standing(DUE, 7, 90, on(90)), on(300))
        self.assertEqual(
            (decision.verdict, decision.code, decision.until),
            ("none", reasons.TOP, on(90)),
        )

    def test_level_of_another_policy_counts_by_its_days(self):
        decision = self.ladder.decide(Standing(DUE, 99, 29, on(20)), on(30))
        self.assertEqual((decision.verdict, decision.level_id), ("chase", 4))

    def test_no_levels(self):
        decision = Ladder([]).decide(Standing(DUE), DUE)
        self.assertEqual((decision.verdict, decision.code), ("none", reasons.NO_LEVELS))

    def test_two_levels_on_one_day_are_refused(self):
        with self.assertRaisesRegex(ValueError, "same day"):
            Ladder([Rung(1, 3), Rung(2, 3)])

    def test_negative_gap_is_refused(self):
        with self.assertRaisesRegex(ValueError, "negative"):
            Ladder(STANDARD, gap_days=-1)

    def test_leap_day(self):
        due = date(2028, 2, 26)
        decision = self.ladder.decide(Standing(due), date(2028, 2, 29))
        self.assertEqual(
            (decision.verdict, decision.until), ("chase", date(2028, 2, 29))
        )

    @given(ladders, st.integers(-40, 150))
    def test_only_ever_upwards_and_each_level_once(self, ladder, first):
        levels = [days for _day, days in climb(ladder, first, 450)]
        self.assertEqual(levels, sorted(set(levels)))

    @given(ladders, st.integers(-40, 150))
    def test_reminders_keep_the_gap_and_never_come_early(self, ladder, first):
        given_ = [(day, days) for day, days in climb(ladder, first, 450) if days >= 0]
        self.assertTrue(all(day >= days for day, days in given_))
        days = [day for day, _days in given_]
        gaps = [later - day for day, later in pairwise(days)]
        self.assertTrue(all(gap >= ladder.gap.days for gap in gaps))

    @given(ladders, st.integers(-40, 150))
    def test_no_rung_is_skipped_unless_the_policy_may(self, ladder, first):
        assume(not ladder.may_skip)
        reminders = [days for _day, days in climb(ladder, first, 500) if days >= 0]
        self.assertEqual(
            reminders, [r.days for r in ladder.reminders][: len(reminders)]
        )

    @given(ladders, st.integers(-40, 300))
    def test_what_is_waited_for_is_due_on_the_day_named(self, ladder, offset):
        decision = ladder.decide(Standing(DUE), on(offset))
        if decision.verdict == "wait":
            self.assertGreater(decision.until, on(offset))
            then = ladder.decide(Standing(DUE), decision.until)
            self.assertEqual(
                (then.verdict, then.level_id), ("chase", decision.level_id)
            )
