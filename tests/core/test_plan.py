import unittest
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.b2b_collections.core.plan import (
    DEFAULT,
    LATE,
    MISSED,
    OPEN,
    OVERDUE,
    PAID,
    REMINDER,
    WARNING,
    Due,
    Habits,
    Said,
    find_step,
    follow,
)
from odoo.addons.b2b_collections.core.workdays import Workdays

D = Decimal
MARCH, APRIL, MAY = date(2026, 3, 2), date(2026, 4, 2), date(2026, 5, 4)
DUES = [Due(MARCH, D(100)), Due(APRIL, D(100)), Due(MAY, D(100))]
HABITS = Habits(before=5, after=1, grace=3, warning=0, default=7)
CENTS = st.integers(0, 10**6).map(lambda cents: D(cents) / 100)
DATES = st.dates(date(2026, 1, 1), date(2027, 1, 1))


def look(payments=(), credited=0, today=MARCH, dues=DUES, habits=HABITS):
    return follow(dues, payments, D(credited), today, habits, Workdays())


def states(progress):
    return [standing.state for standing in progress.standings]


def paid(progress):
    return [standing.paid for standing in progress.standings]


class TestFollow(unittest.TestCase):
    def test_payments_go_to_the_instalments_in_order(self):
        progress = look([(MARCH, D(150))])
        self.assertEqual(paid(progress), [100, 50, 0])
        self.assertEqual(states(progress), [PAID, OPEN, OPEN])
        self.assertEqual((progress.missing, progress.is_complete), (150, False))

    def test_an_instalment_is_paid_on_the_day_of_its_last_payment(self):
        later = MARCH + timedelta(days=3)
        progress = look([(MARCH, D(60)), (later, D(40))])
        self.assertEqual(progress.standings[0].date_paid, later)
        self.assertIsNone(progress.standings[1].date_paid)

    def test_all_paid_early_completes_the_plan(self):
        progress = look([(MARCH, D(300))])
        self.assertTrue(progress.is_complete)
        self.assertEqual((progress.missing, progress.surplus), (0, 0))

    def test_what_is_paid_beyond_is_known(self):
        self.assertEqual(look([(MARCH, D(310))]).surplus, 10)

    def test_as_told_comes_before_the_order(self):
        dues = [Due(MARCH, D(100)), Due(APRIL, D(100), told=D(80)), DUES[2]]
        progress = look([(MARCH, D(120))], dues=dues)
        self.assertEqual(paid(progress), [40, 80, 0])

    def test_told_is_not_more_than_was_paid_or_is_due(self):
        dues = [Due(MARCH, D(100)), Due(APRIL, D(100), told=D(500)), DUES[2]]
        self.assertEqual(paid(look([(MARCH, D(30))], dues=dues)), [0, 30, 0])
        self.assertEqual(paid(look([(MARCH, D(150))], dues=dues)), [50, 100, 0])

    def test_late_then_missed_after_the_working_days_of_grace(self):
        # 2 March is a Monday: grace until Thursday.
        for offset, state in ((0, OPEN), (1, LATE), (3, LATE), (4, MISSED)):
            progress = look(today=MARCH + timedelta(days=offset))
            self.assertEqual(states(progress)[0], state, offset)
        # 2 April is a Thursday: Friday, Monday and Tuesday are its days of grace.
        self.assertEqual(look().standings[1].missed_on, date(2026, 4, 8))

    def test_a_small_gap_is_tolerated(self):
        habits = HABITS._replace(tolerance=D(1))
        progress = look([(MARCH, D(99))], habits=habits)
        self.assertEqual((states(progress)[0], progress.missing), (PAID, 201))
        self.assertEqual(states(look([(MARCH, D("98.99"))], habits=habits))[0], OPEN)

    def test_credits_shorten_the_plan_from_its_end(self):
        progress = look(credited=130)
        self.assertEqual([one.reduced for one in progress.standings], [0, 30, 100])
        self.assertEqual(states(progress), [OPEN, OPEN, PAID])
        self.assertEqual(progress.missing, 170)

    def test_all_credited_completes_it(self):
        self.assertTrue(look(credited=300).is_complete)

    @given(
        st.lists(st.tuples(DATES, CENTS.map(lambda c: c + 1), CENTS), min_size=1),
        st.lists(st.tuples(DATES, CENTS)),
        CENTS,
        DATES,
    )
    def test_nothing_is_lost_or_counted_twice(self, lines, payments, credited, today):
        dues = [Due(*line) for line in sorted(lines)]
        payments = sorted(payments)
        progress = follow(dues, payments, credited, today, HABITS, Workdays())
        total = sum((amount for _day, amount in payments), D(0))
        self.assertEqual(sum(paid(progress)) + progress.surplus, total)
        owed = sum(due.amount for due in dues)
        reduced = sum(one.reduced for one in progress.standings)
        self.assertEqual(reduced, min(credited, owed))
        self.assertEqual(sum(paid(progress)) + reduced + progress.missing, owed)
        self.assertEqual(progress.is_complete, not progress.missing)
        if progress.surplus:
            self.assertFalse(progress.missing)
        for due, one in zip(dues, progress.standings, strict=True):
            self.assertGreaterEqual(one.paid, 0)
            self.assertLessEqual(one.paid + one.reduced, due.amount)
            self.assertGreater(one.missed_on, due.day)


class TestSteps(unittest.TestCase):
    def step(self, offset, said=None, payments=(), habits=HABITS):
        today = MARCH + timedelta(days=offset)
        progress = look(payments, today=today, habits=habits)
        return find_step(DUES[0], progress.standings[0], said or Said(), habits, today)

    def test_from_reminder_to_warning(self):
        found = [(offset, self.step(offset)) for offset in (-6, -5, 0, 1, 3, 4)]
        self.assertEqual(
            found,
            [
                *[(-6, None), (-5, REMINDER), (0, REMINDER), (1, OVERDUE)],
                *[(3, OVERDUE), (4, WARNING)],
            ],
        )

    def test_nothing_is_said_twice(self):
        said = Said(reminder=MARCH, overdue=MARCH)
        self.assertEqual([self.step(day, said) for day in (-5, 0, 1)], [None] * 3)

    def test_nothing_is_said_of_what_is_paid(self):
        payments = [(MARCH, D(100))]
        self.assertEqual(
            [self.step(day, None, payments) for day in (-5, 1, 4, 30)], [None] * 4
        )

    def test_default_counts_from_the_warning(self):
        said = Said(warning=MARCH + timedelta(days=6))
        self.assertIsNone(self.step(12, said))
        self.assertEqual(self.step(13, said), DEFAULT)

    def test_no_default_without_warning(self):
        self.assertEqual(self.step(300), WARNING)

    def test_days_of_zero_send_no_reminders(self):
        silent = HABITS._replace(before=0, after=0)
        self.assertEqual(
            [self.step(day, habits=silent) for day in (-5, 0, 1, 3)], [None] * 4
        )

    def test_the_warning_may_wait(self):
        habits = HABITS._replace(warning=5)
        self.assertIsNone(self.step(8, habits=habits))
        self.assertEqual(self.step(9, habits=habits), WARNING)
