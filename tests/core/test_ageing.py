import unittest
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.b2b_collections.core.ageing import (
    BASES,
    BUCKET_KEYS,
    DUE,
    INVOICE,
    MAX_DAYS,
    MAX_EDGES,
    Bucket,
    BucketError,
    Line,
    Match,
    bucket_key,
    bucket_starts,
    buckets,
    format_days,
    open_amounts,
    parse_days,
)

DAY = date(2026, 3, 31)

edges_lists = st.sets(st.integers(1, MAX_DAYS), min_size=1, max_size=MAX_EDGES).map(
    lambda edges: tuple(sorted(edges))
)
ages = st.integers(-20_000, 20_000)
bases = st.sampled_from(BASES)
cents = st.integers(-(10**15), 10**15).map(lambda number: Decimal(number) / 100)
positive_cents = st.integers(0, 10**12).map(lambda number: Decimal(number) / 100)
days = st.integers(-400, 400).map(lambda number: DAY + timedelta(number))


class TestBucketDays(unittest.TestCase):
    def test_the_default(self):
        self.assertEqual(parse_days("30,60,90,120"), (30, 60, 90, 120))

    def test_blanks_do_not_matter(self):
        self.assertEqual(parse_days(" 7 , 14,  28 "), (7, 14, 28))

    def assert_refused(self, text, code, value):
        with self.assertRaises(BucketError) as caught:
            parse_days(text)
        self.assertEqual((caught.exception.code, caught.exception.value), (code, value))

    def test_what_is_refused_and_why(self):
        self.assert_refused("", "empty", "")
        self.assert_refused(None, "empty", "")
        self.assert_refused(" , ", "empty", "")
        self.assert_refused("30,,60", "not_a_number", "")
        self.assert_refused("30,60,", "not_a_number", "")
        self.assert_refused("30;60", "not_a_number", "30;60")
        self.assert_refused("30,sixty", "not_a_number", "sixty")
        self.assert_refused("30,60.5", "not_a_number", "60.5")
        self.assert_refused("-30,60", "not_a_number", "-30")
        self.assert_refused("٣٠", "not_a_number", "٣٠")
        self.assert_refused("0,30", "out_of_range", "0")
        self.assert_refused("30,10000", "out_of_range", "10000")
        self.assert_refused("9" * 5000, "out_of_range", "9" * 5000)
        self.assert_refused("30,30", "not_rising", "30")
        self.assert_refused("30,90,60", "not_rising", "60")
        self.assert_refused("1,2,3,4,5,6,7,8,9", "too_many", "9")

    @given(st.text(alphabet="0123456789, -.x", max_size=30))
    def test_any_text_is_read_or_refused(self, text):
        try:
            edges = parse_days(text)
        except BucketError as error:
            self.assertTrue(error.code)
        else:
            self.assertEqual(edges, tuple(sorted(set(edges))))

    @given(edges_lists)
    def test_written_edges_are_read_back(self, edges):
        self.assertEqual(parse_days(format_days(edges)), edges)


class TestBuckets(unittest.TestCase):
    def test_by_due_date(self):
        self.assertEqual(
            buckets((30, 60), DUE),
            (
                Bucket("0", None, 0),
                Bucket("1", 1, 30),
                Bucket("2", 31, 60),
                Bucket("3", 61, None),
            ),
        )

    def test_by_invoice_date_nothing_is_not_due(self):
        self.assertEqual(
            buckets((30, 60), INVOICE),
            (Bucket("1", None, 30), Bucket("2", 31, 60), Bucket("3", 61, None)),
        )

    def test_days_at_the_edges(self):
        keys = {
            age: bucket_key(age, (30, 60, 90, 120))
            for age in (-1, 0, 1, 30, 31, 60, 61, 90, 91, 120, 121)
        }
        self.assertEqual("".join(keys.values()), "00112233445")

    @given(ages, edges_lists, bases)
    def test_every_age_is_in_exactly_one_bucket(self, age, edges, basis):
        holding = [bucket for bucket in buckets(edges, basis) if bucket.holds(age)]
        self.assertEqual(
            [bucket.key for bucket in holding], [bucket_key(age, edges, basis)]
        )
        self.assertIn(holding[0].key, BUCKET_KEYS)

    @given(ages, edges_lists, bases)
    def test_starts_say_the_same_as_buckets(self, age, edges, basis):
        starts = bucket_starts(edges, basis)
        first = int(buckets(edges, basis)[0].key)
        passed = sum(start <= age for start in starts)
        self.assertEqual(str(first + passed), bucket_key(age, edges, basis))

    @given(ages, ages, edges_lists, bases)
    def test_older_is_never_in_a_younger_bucket(self, age, other, edges, basis):
        young, old = sorted((age, other))
        self.assertLessEqual(
            bucket_key(young, edges, basis), bucket_key(old, edges, basis)
        )


def line(number, day, amount, posted=True, currency=None):
    amount = Decimal(amount)
    return Line(number, day, posted, amount, amount if currency is None else currency)


def match(debit_id, credit_id, amount):
    amount = Decimal(amount)
    return Match(debit_id, credit_id, amount, amount, amount)


class TestOpenAmounts(unittest.TestCase):
    def opened(self, lines, matches, as_of=DAY):
        return {
            key: int(company)
            for key, (company, _own) in open_amounts(lines, matches, as_of).items()
        }

    def test_part_payment_leaves_the_rest(self):
        lines = [line(1, DAY, 100), line(2, DAY, -30)]
        self.assertEqual(self.opened(lines, [match(1, 2, 30)]), {1: 70})

    def test_payment_after_the_day_does_not_count_yet(self):
        lines = [line(1, DAY, 100), line(2, DAY + timedelta(1), -100)]
        self.assertEqual(self.opened(lines, [match(1, 2, 100)]), {1: 100})
        later = DAY + timedelta(1)
        self.assertEqual(self.opened(lines, [match(1, 2, 100)], later), {})

    def test_payment_matched_with_a_future_invoice_is_still_a_credit(self):
        lines = [line(1, DAY + timedelta(9), 100), line(2, DAY, -100)]
        self.assertEqual(self.opened(lines, [match(1, 2, 100)]), {2: -100})

    def test_match_with_a_draft_does_not_count(self):
        lines = [line(1, DAY, 100), line(2, DAY, -100, posted=False)]
        self.assertEqual(self.opened(lines, [match(1, 2, 100)]), {1: 100})

    def test_exchange_difference_left_in_company_currency_is_shown(self):
        lines = [
            line(1, DAY, 110, currency=Decimal(100)),
            line(2, DAY, -100, currency=Decimal(-100)),
        ]
        matches = [Match(1, 2, Decimal(100), Decimal(100), Decimal(100))]
        self.assertEqual(open_amounts(lines, matches, DAY), {1: (10, 0)})

    @given(
        st.lists(st.tuples(days, st.booleans(), cents, cents), max_size=12),
        st.lists(
            st.tuples(
                st.integers(0, 11), st.integers(0, 11), positive_cents, positive_cents
            ),
            max_size=20,
        ),
        days,
    )
    def test_open_amounts_add_up_to_the_balances(self, raw_lines, raw_matches, as_of):
        lines = [Line(number, *raw) for number, raw in enumerate(raw_lines)]
        matches = [
            Match(debit, credit, amount, own, own)
            for debit, credit, amount, own in raw_matches
        ]
        found = open_amounts(lines, matches, as_of).values()
        counted = [line for line in lines if line.posted and line.date <= as_of]
        self.assertEqual(
            sum(company for company, _own in found),
            sum(line.balance for line in counted),
        )
        self.assertEqual(
            sum(own for _company, own in found),
            sum(line.amount_currency for line in counted),
        )
