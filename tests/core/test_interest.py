import unittest
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.b2b_collections.core.interest import (
    AT_START,
    MONTHLY,
    YEARLY,
    BadPeriodsError,
    MissingRateError,
    Period,
    Terms,
    accrue,
    check_periods,
    fixed_sum,
)


def flat(rate, **terms):
    return Terms((Period(date(1990, 1, 1), None, Decimal(rate)),), **terms)


def half_years(*rates, first=2023):
    """Periods of half-years with these rates."""
    found = []
    for number, rate in enumerate(rates):
        year, second = first + number // 2, number % 2
        start = date(year, 7 if second else 1, 1)
        end = date(year, 12, 31) if second else date(year, 6, 30)
        found.append(Period(start, end, Decimal(rate)))
    return tuple(found)


# Directive 2011/7/EU: ECB main refinancing rate + 8 points, 2023-1 to 2025-2.
EU = half_years("10.50", "12.00", "12.50", "12.25", "11.15", "10.15")
# BGB § 288: base rate + 9 points.
GERMANY = half_years("10.62", "12.12", "12.62", "12.37", "11.27", "10.27")
# Base rate + 8 points.
BRITAIN = half_years("11.50", "13.00", "13.25", "13.25", "12.75", "12.25")

DUE = date(2024, 3, 31)
amounts = st.integers(1, 10**10).map(lambda number: Decimal(number) / 100)
days = st.integers(0, 900)
rates = st.integers(0, 3000).map(lambda number: Decimal(number) / 100)


def late(number):
    return DUE + timedelta(days=number)


def interest(amount, number, terms, payments=(), places=2):
    """Interest on an amount that is so many days late."""
    found = accrue(DUE, Decimal(amount), payments, terms, late(number), places)
    return found.amount


class TestPublishedExamples(unittest.TestCase):
    def test_united_kingdom(self):
        # https://www.gov.uk/late-commercial-payments-interest-debt-recovery: GBP 1,000
        # at 8 % and a base rate of 0.5 %, 23p a day, GBP 11.50 after 50 days.
        terms = flat("8.5", daily_places=2, fixing=AT_START)
        self.assertEqual(interest(1000, 50, terms), Decimal("11.50"))

    def test_united_kingdom_fixed_sum(self):
        # The same guidance: 40 up to 999.99, 70 up to 9,999.99, 100 from 10,000.
        steps = (
            (Decimal(0), Decimal(40)),
            (Decimal(1000), Decimal(70)),
            (Decimal(10000), Decimal(100)),
        )
        found = [
            fixed_sum(Decimal(amount), steps)
            for amount in ("999.99", "1000", "9999.99", "10000")
        ]
        self.assertEqual(found, [40, 70, 70, 100])
        self.assertEqual(fixed_sum(Decimal(0), steps), 0)

    def test_germany(self):
        # https://anleiter.de/wie-berechnet-man-verzugszinsen/: capital x days x rate /
        # (365 x 100); EUR 1,000 for 25 days at 5.12 %: 3.51.
        self.assertEqual(interest(1000, 25, flat("5.12")), Decimal("3.51"))

    def test_france(self):
        # https://documentation.opteos.fr/wiki/Indemnités_de_retard: EUR 1,000 for 10
        # days at 14.5 %: 43.97 with the fixed sum of 40.
        total = interest(1000, 10, flat("14.5")) + fixed_sum(
            Decimal(1000), ((Decimal(0), Decimal(40)),)
        )
        self.assertEqual(total, Decimal("43.97"))

    def test_indonesia(self):
        # Staatsblad 1848 no. 22: 6 % a year, so IDR 100,000,000 bear 6,000,000 a year.
        found = interest(100_000_000, 365, flat("6"), places=0)
        self.assertEqual(found, Decimal(6_000_000))

    def test_euro_area(self):
        # https://fiscavo.com/blog/late-payment-interest-eu-uk: EUR 4,500 at 3 % + 8
        # points, 30 days: 40.68, with the fixed sum of EUR 40 80.68.
        accrued = interest(4500, 30, flat("11"))
        self.assertEqual(accrued, Decimal("40.68"))
        fixed = fixed_sum(Decimal(4500), ((Decimal(0), Decimal(40)),))
        self.assertEqual(accrued + fixed, Decimal("80.68"))

    def test_united_kingdom_without_rounding_each_day(self):
        # http://www.danielssilverman.co.uk/interest.php: GBP 1,000 at 12 %, 30 days:
        # 9.86. https://ycalculator.net/calculators/late-payment-penalty-calculator:
        # GBP 5,000 at 12.5 %, 30 days: 51.37.
        self.assertEqual(interest(1000, 30, flat("12")), Decimal("9.86"))
        self.assertEqual(interest(5000, 30, flat("12.5")), Decimal("51.37"))

    def test_days_before_and_after_a_part_payment(self):
        # https://www.verzugszins.ch/berechnungen/berechnung-verzugszinstage: late from
        # 1 January, a part paid on 20 January and the rest on the 30th: 19 days on the
        # whole, 10 days on the rest.
        payments = [
            (date(2025, 1, 20), Decimal(400)),
            (date(2025, 1, 30), Decimal(600)),
        ]
        found = accrue(
            date(2024, 12, 31),
            Decimal(1000),
            payments,
            flat("5"),
            date(2025, 2, 28),
            2,
        )
        self.assertEqual(
            [(part.days, part.balance) for part in found.slices],
            [(19, Decimal(1000)), (10, Decimal(600))],
        )

    def test_ireland_has_one_rate_for_each_late_payment(self):
        # https://gov.ie, rights and obligations arising under contract law, including
        # late payment interest: only one rate applies, that of the day on which the
        # payment became overdue.
        terms = Terms(EU, fixing=AT_START)
        found = accrue(DUE, Decimal(1000), (), terms, date(2024, 9, 30), 2)
        self.assertEqual({part.rate for part in found.slices}, {Decimal("12.50")})


class TestHalfYears(unittest.TestCase):
    def test_each_day_has_the_rate_of_its_half_year(self):
        found = accrue(DUE, Decimal(10000), (), Terms(EU), date(2024, 9, 30), 2)
        # 91 days to 30 June at 12.50 %, 92 from 1 July at 12.25 %.
        self.assertEqual(
            [(part.days, part.rate) for part in found.slices],
            [(91, Decimal("12.50")), (92, Decimal("12.25"))],
        )
        self.assertEqual(found.amount, Decimal("620.41"))

    def test_the_rate_of_the_first_day_stays_where_the_law_says_so(self):
        terms = Terms(BRITAIN, fixing=AT_START)
        found = accrue(date(2023, 6, 15), Decimal(5000), (), terms, late(0), 2)
        self.assertEqual({part.rate for part in found.slices}, {Decimal("11.50")})

    def test_a_half_year_that_the_table_lacks_is_named(self):
        with self.assertRaises(MissingRateError) as caught:
            accrue(DUE, Decimal(1), (), Terms(GERMANY), date(2026, 3, 1), 2)
        self.assertEqual(caught.exception.day, date(2026, 1, 1))
        with self.assertRaises(MissingRateError) as caught:
            accrue(date(2022, 5, 1), Decimal(1), (), Terms(EU), date(2022, 5, 9), 2)
        self.assertEqual(caught.exception.day, date(2022, 5, 2))

    def test_the_last_rate_goes_on_where_the_company_says_so(self):
        terms = Terms(GERMANY, extend=True)
        found = accrue(date(2025, 12, 30), Decimal(365), (), terms, date(2026, 1, 9), 2)
        self.assertEqual(found.amount, Decimal("1.03"))

    def test_a_gap_within_the_table_is_not_bridged(self):
        terms = Terms((EU[0], EU[2]), extend=True)
        with self.assertRaises(MissingRateError):
            accrue(date(2023, 7, 1), Decimal(1), (), terms, date(2023, 8, 1), 2)

    def test_overlapping_and_reversed_periods_are_refused(self):
        first, second = EU[:2]
        for code, periods in (
            ("overlap", (first._replace(end=second.start), second)),
            ("overlap", (first._replace(end=None), second)),
            ("reversed", (first._replace(end=date(2022, 1, 1)),)),
        ):
            with self.subTest(code), self.assertRaises(BadPeriodsError) as caught:
                check_periods(periods)
            self.assertEqual(caught.exception.code, code)
        self.assertEqual(check_periods((second, first)), (first, second))


class TestAccrual(unittest.TestCase):
    def test_a_payment_on_account_counts_from_its_day(self):
        terms = flat("10")
        payments = [(late(11), Decimal(400))]
        # 10 days on 1,000, then 20 on 600.
        self.assertEqual(interest(1000, 30, terms, payments), Decimal("6.03"))

    def test_interest_stays_when_the_principal_is_paid(self):
        terms = flat("10")
        paid = interest(1000, 500, terms, [(late(31), Decimal(1000))])
        self.assertEqual(paid, interest(1000, 30, terms))

    def test_what_was_paid_in_time_bears_none(self):
        terms = flat("10")
        self.assertEqual(interest(1000, 90, terms, [(DUE, Decimal(1000))]), 0)
        self.assertEqual(interest(1000, 0, terms), 0)

    def test_compound_interest_by_years_and_by_months(self):
        yearly = interest(1000, 730, flat("10", compounding=YEARLY))
        self.assertEqual(yearly, Decimal("210.00"))
        monthly = interest(1000, 730, flat("10", compounding=MONTHLY))
        self.assertGreater(monthly, yearly)

    def test_a_month_that_is_too_short_ends_on_its_last_day(self):
        terms = flat("12", compounding=MONTHLY)
        found = accrue(date(2025, 1, 30), Decimal(100), (), terms, date(2025, 4, 1), 2)
        self.assertEqual(
            [part.start for part in found.slices],
            [date(2025, 1, 31), date(2025, 2, 28), date(2025, 3, 31)],
        )

    @given(amounts, days, days, rates)
    def test_more_days_are_never_less(self, amount, one, other, rate):
        less, more = sorted((one, other))
        terms = flat(rate)
        self.assertLessEqual(
            interest(amount, less, terms), interest(amount, more, terms)
        )

    @given(amounts, days, st.lists(st.tuples(days, amounts), max_size=5), rates)
    def test_slices_cover_the_days_and_add_up(self, amount, number, paid, rate):
        payments = [(late(day), part) for day, part in paid]
        terms = flat(rate)
        found = accrue(DUE, amount, payments, terms, late(number), 2)
        for earlier, later in pairwise(found.slices):
            self.assertEqual(later.start, earlier.end + timedelta(days=1))
        exact = sum(part.interest for part in found.slices)
        self.assertLessEqual(abs(exact - found.amount), Decimal("0.005"))
        self.assertLessEqual(sum(part.days for part in found.slices), number)
        self.assertLessEqual(found.amount, interest(amount, number, terms))

    @given(amounts, st.integers(1, 600), rates, rates)
    def test_a_table_counts_day_by_day(self, amount, number, first, second):
        change = late(200)
        terms = Terms(
            (
                Period(date(2020, 1, 1), change - timedelta(days=1), first),
                Period(change, None, second),
            )
        )
        found = accrue(DUE, amount, (), terms, late(number), 2)
        expected = sum(
            amount * (first if late(day) < change else second) / 36500
            for day in range(1, number + 1)
        )
        exact = sum(part.interest for part in found.slices)
        self.assertAlmostEqual(exact, expected, places=6)
