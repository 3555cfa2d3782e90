import unittest
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.b2b_collections.core.schedule import (
    END,
    KEEP,
    NEXT,
    PREVIOUS,
    SAME,
    WEEKDAY,
    Money,
    Rhythm,
    ScheduleError,
    equal_weights,
    make_dates,
    make_schedule,
    seasonal_weights,
    stepped_weights,
)
from odoo.addons.b2b_collections.core.workdays import Workdays

D = Decimal
DATES = st.dates(date(2020, 1, 1), date(2040, 1, 1))
RHYTHMS = st.builds(
    Rhythm,
    unit=st.sampled_from(["week", "month"]),
    every=st.integers(1, 6),
    day=st.sampled_from([SAME, END, WEEKDAY]),
    nth=st.sampled_from([1, 2, 3, 4, -1]),
    weekday=st.integers(0, 6),
    shift=st.sampled_from([KEEP, NEXT, PREVIOUS]),
    pauses=st.frozensets(st.integers(1, 12), max_size=4),
)
WORKDAYS = st.builds(
    Workdays,
    st.frozensets(st.integers(0, 6), min_size=1),
    # Fewer in a row than weeks in which a working day is looked for.
    st.frozensets(DATES, max_size=7),
)
COUNTS = st.integers(1, 40)
UNITS = st.sampled_from([D("0.01"), D("1"), D("0.001"), D("0.05"), D("100")])


@st.composite
def amounts(draw):
    unit = draw(UNITS)
    step = draw(st.sampled_from([D(0), unit * 10, unit * 1000]))
    return Money(
        principal=draw(st.integers(1, 10**9)) * unit,
        unit=unit,
        step=step,
        rate=draw(st.sampled_from([D(0), D("0.06"), D("0.24")])),
        fee=draw(st.integers(0, 10**5)) * unit,
    )


def days(*texts):
    return tuple(map(date.fromisoformat, texts))


class TestDates(unittest.TestCase):
    @given(DATES, COUNTS, RHYTHMS, WORKDAYS)
    def test_they_increase_and_are_as_many_as_asked_for(
        self, first, count, rhythm, workdays
    ):
        try:
            found = make_dates(first, count, rhythm, workdays)
        except ScheduleError as error:
            # Every twelfth month, for example, when that very month pauses.
            self.assertEqual(error.code, "dates")
            self.assertTrue(rhythm.pauses)
            return
        self.assertEqual(len(found), count)
        self.assertGreaterEqual(found[0], first)
        self.assertEqual(sorted(set(found)), list(found))

    @given(DATES, COUNTS, RHYTHMS, st.sampled_from([NEXT, PREVIOUS]), WORKDAYS)
    def test_shifted_they_are_working_days(self, first, count, rhythm, shift, workdays):
        rhythm = rhythm._replace(shift=shift, pauses=frozenset())
        for day in make_dates(first, count, rhythm, workdays):
            self.assertIn(day, workdays)

    def test_end_of_month_stays_the_end(self):
        self.assertEqual(
            make_dates(date(2027, 12, 5), 4, Rhythm(day=END)),
            days("2027-12-31", "2028-01-31", "2028-02-29", "2028-03-31"),
        )

    def test_the_31st_comes_back_after_a_short_month(self):
        self.assertEqual(
            make_dates(date(2026, 1, 31), 3, Rhythm()),
            days("2026-01-31", "2026-02-28", "2026-03-31"),
        )

    def test_second_tuesday_and_last_friday(self):
        second = Rhythm(day=WEEKDAY, nth=2, weekday=1)
        # In March the second Tuesday had passed.
        self.assertEqual(
            make_dates(date(2026, 3, 15), 2, second), days("2026-04-14", "2026-05-12")
        )
        last = Rhythm(day=WEEKDAY, nth=-1, weekday=4)
        self.assertEqual(
            make_dates(date(2026, 3, 15), 2, last), days("2026-03-27", "2026-04-24")
        )

    def test_every_two_weeks_and_every_quarter(self):
        self.assertEqual(
            make_dates(date(2026, 3, 2), 3, Rhythm("week", 2)),
            days("2026-03-02", "2026-03-16", "2026-03-30"),
        )
        self.assertEqual(
            make_dates(date(2026, 3, 2), 3, Rhythm("month", 3)),
            days("2026-03-02", "2026-06-02", "2026-09-02"),
        )

    def test_a_month_that_pauses_is_left_out(self):
        rhythm = Rhythm(pauses=frozenset({4, 5}))
        self.assertEqual(
            make_dates(date(2026, 3, 2), 3, rhythm),
            days("2026-03-02", "2026-06-02", "2026-07-02"),
        )

    def test_days_off_move_to_the_working_day_before_or_after(self):
        # 31 May 2026 is a Sunday, 1 June a holiday.
        work = Workdays(days_off={date(2026, 6, 1)})
        first = date(2026, 5, 10)
        after = make_dates(first, 1, Rhythm(day=END, shift=NEXT), work)
        before = make_dates(first, 1, Rhythm(day=END, shift=PREVIOUS), work)
        self.assertEqual((after, before), (days("2026-06-02"), days("2026-05-29")))

    def test_no_date_lies_before_the_first_day(self):
        # A Sunday: the Friday before is too early.
        rhythm = Rhythm(shift=PREVIOUS)
        self.assertEqual(
            make_dates(date(2026, 5, 31), 1, rhythm, Workdays()), days("2026-06-01")
        )

    def test_what_can_have_no_dates_is_refused(self):
        for count, rhythm, code in (
            (0, Rhythm(), "count"),
            (10_000, Rhythm(), "count"),
            (1, Rhythm(every=12, pauses=frozenset({3})), "dates"),
        ):
            with self.assertRaises(ScheduleError) as caught:
                make_dates(date(2026, 3, 2), count, rhythm)
            self.assertEqual(caught.exception.code, code)


class TestAmounts(unittest.TestCase):
    START = date(2026, 3, 2)

    def make(self, money, count, weights=None, **more):
        found = make_dates(date(2026, 4, 2), count, Rhythm())
        return make_schedule(
            money, self.START, found, weights or equal_weights(count), **more
        )

    @given(amounts(), COUNTS, st.data())
    def test_they_add_up_exactly(self, money, count, data):
        weights = data.draw(
            st.sampled_from([equal_weights(count), stepped_weights(count, 5)])
        )
        try:
            lines = self.make(money, count, weights)
        except ScheduleError as error:
            self.assertEqual(error.code, "small")
            self.assertGreater(count, 1)
            return
        self.assertEqual(sum(line.principal for line in lines), money.principal)
        self.assertEqual(sum(line.fee for line in lines), money.fee)
        for line in lines:
            self.assertGreater(line.amount, 0)
            self.assertGreaterEqual(line.interest, 0)
            self.assertFalse(line.amount % money.unit)
        for line in lines[:-1]:
            self.assertFalse(line.amount % (money.step or money.unit))

    @given(amounts(), COUNTS, st.integers(1, 99))
    def test_a_down_payment_is_paid_as_agreed(self, money, count, percent):
        amount = money.principal * percent // 100 // money.unit * money.unit
        try:
            lines = self.make(money, count, down_payment=(self.START, amount))
        except ScheduleError as error:
            self.assertIn(error.code, ("small", "down_payment"))
            return
        self.assertEqual(lines[0], (self.START, amount, 0, 0))
        self.assertEqual(len(lines), count + 1)
        self.assertEqual(sum(line.principal for line in lines), money.principal)

    def test_the_last_takes_the_rest(self):
        lines = self.make(Money(D(100)), 3)
        self.assertEqual(
            [line.amount for line in lines], [D("33.33"), D("33.33"), D("33.34")]
        )

    def test_round_thousands_of_rupiah(self):
        money = Money(D(10_000_500), D(1), D(1000))
        lines = self.make(money, 3)
        self.assertEqual(
            [line.amount for line in lines], [3_333_000, 3_333_000, 3_334_500]
        )

    def test_simple_interest_on_what_is_left(self):
        # 31 days on 1200, 30 on 800, 31 on 400, at 12 % a year.
        lines = self.make(Money(D(1200), rate=D("0.12")), 3)
        self.assertEqual(
            [line.interest for line in lines], [D("12.23"), D("7.89"), D("4.08")]
        )
        self.assertEqual([line.principal for line in lines], [400, 400, 400])

    def test_the_fee_is_in_the_first(self):
        lines = self.make(Money(D(300), fee=D(20)), 3)
        self.assertEqual([line.amount for line in lines], [120, 100, 100])
        self.assertEqual([line.fee for line in lines], [20, 0, 0])

    def test_stepped_grows_by_the_step(self):
        lines = self.make(Money(D(600)), 3, stepped_weights(3, 100))
        self.assertEqual([line.amount for line in lines], [100, 200, 300])

    def test_seasonal_follows_the_months(self):
        found = days("2026-04-02", "2026-05-02", "2026-06-02")
        weights = seasonal_weights(found, {4: 50, 5: 100, 6: 50})
        lines = make_schedule(Money(D(400)), self.START, found, weights)
        self.assertEqual([line.amount for line in lines], [100, 200, 100])

    def test_too_many_instalments_for_the_amount(self):
        with self.assertRaises(ScheduleError) as caught:
            self.make(Money(D("0.02")), 3)
        self.assertEqual(caught.exception.code, "small")

    def test_a_down_payment_of_all_leaves_nothing(self):
        with self.assertRaises(ScheduleError) as caught:
            self.make(Money(D(100)), 3, down_payment=(self.START, D(100)))
        self.assertEqual(caught.exception.code, "down_payment")

    def test_steps_that_come_to_nothing(self):
        with self.assertRaises(ScheduleError) as caught:
            stepped_weights(5, -25)
        self.assertEqual(caught.exception.code, "weights")
        with self.assertRaises(ScheduleError):
            seasonal_weights(days("2026-04-02"), {4: 0})
