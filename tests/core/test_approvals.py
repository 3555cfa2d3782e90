import unittest
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.b2b_collections.core.approvals import (
    MAKER,
    REPRESENTED,
    RISKS,
    STRANGER,
    TWICE,
    Cause,
    Demand,
    Facts,
    Given,
    Limits,
    demand,
    judge_risk,
    may_approve,
)

FIRST = Limits(Decimal(10000), 90, 0.0, "high")
SECOND = Limits(Decimal(50000), 365, 0.1)
NONE = Limits()
people = st.integers(1, 6)
groups = st.frozensets(people)
facts = st.builds(
    Facts,
    st.decimals("0", "1000000", places=2),
    st.integers(0, 1000),
    st.floats(0, 1),
    st.sampled_from(RISKS),
)
limits = st.builds(
    Limits,
    st.none() | st.decimals("0", "1000000", places=2),
    st.none() | st.integers(0, 1000),
    st.none() | st.floats(0, 1),
    st.none() | st.sampled_from(RISKS),
)


def count(*args, always=False):
    return demand(Facts(*args), FIRST, SECOND, always).count


class TestDemand(unittest.TestCase):
    def test_limits_are_exceeded_by_more_and_risk_by_as_much(self):
        self.assertEqual(count(Decimal(10000), 90, 0.0, "medium"), 0)
        self.assertEqual(count(Decimal("10000.01"), 90, 0.0, "medium"), 1)
        self.assertEqual(count(Decimal(1), 91, 0.0, "low"), 1)
        self.assertEqual(count(Decimal(1), 1, 0.01, "low"), 1)
        self.assertEqual(count(Decimal(1), 1, 0.0, "high"), 1)
        self.assertEqual(count(Decimal(1), 366, 0.0, "low"), 2)
        self.assertEqual(count(Decimal(1), 1, 0.11, "low"), 2)
        self.assertEqual(count(Decimal("50000.01"), 1, 0.0, "low"), 2)

    def test_the_causes_are_those_of_the_number(self):
        self.assertEqual(
            demand(Facts(Decimal(60000), 100, 0.2), FIRST, SECOND).causes,
            (
                Cause("amount", Decimal(60000), Decimal(50000)),
                Cause("discount", 0.2, 0.1),
            ),
        )

    def test_at_least_one_where_the_rule_says_so(self):
        self.assertEqual(
            demand(Facts(Decimal(1)), NONE, NONE), Demand(1, (Cause("always"),))
        )
        self.assertEqual(demand(Facts(Decimal(1)), NONE, NONE, always=False), Demand(0))

    @given(facts, limits, limits, st.booleans())
    def test_a_number_has_causes(self, some, first, second, always):
        asked = demand(some, first, second, always)
        self.assertIn(asked.count, (0, 1, 2))
        self.assertEqual(bool(asked.causes), asked.count > 0)

    @given(facts, facts, limits, limits)
    def test_more_of_everything_never_needs_fewer(self, one, other, first, second):
        worse = Facts(
            *map(max, one[:3], other[:3]), max(one.risk, other.risk, key=RISKS.index)
        )
        self.assertGreaterEqual(
            demand(worse, first, second, False).count,
            demand(one, first, second, False).count,
        )


class TestMayApprove(unittest.TestCase):
    def test_an_approver(self):
        self.assertEqual(may_approve("anna", {"anna"}, {"carl"}).seat, "anna")

    def test_nobody_approves_what_he_made(self):
        self.assertEqual(may_approve("anna", {"anna"}, {"anna"}).refusal, MAKER)

    def test_nor_in_the_place_of_another(self):
        answer = may_approve("dora", {"anna"}, {"dora"}, absent=("anna",))
        self.assertEqual(answer.refusal, MAKER)

    def test_nor_does_the_deputy_of_the_maker_approve_for_him(self):
        answer = may_approve("dora", {"anna"}, {"anna"}, absent=("anna",))
        self.assertEqual(answer.refusal, STRANGER)

    def test_nobody_counts_twice(self):
        done = (Given("anna", "anna"),)
        self.assertEqual(may_approve("anna", {"anna", "ben"}, (), done).refusal, TWICE)
        by_deputy = (Given("dora", "anna"),)
        self.assertEqual(
            may_approve(
                "dora", {"anna", "ben"}, (), by_deputy, ("anna", "ben")
            ).refusal,
            TWICE,
        )

    def test_who_was_represented_does_not_approve_again(self):
        done = (Given("dora", "anna"),)
        self.assertEqual(
            may_approve("anna", {"anna", "ben"}, (), done).refusal, REPRESENTED
        )

    def test_a_stranger(self):
        self.assertEqual(may_approve("eve", {"anna"}, ()).refusal, STRANGER)

    @given(
        groups,
        groups,
        st.lists(st.tuples(people, st.lists(people, max_size=3)), max_size=20),
    )
    def test_whatever_is_tried_each_counts_once_and_no_maker(
        self, approvers, makers, attempts
    ):
        done = []
        for person, absent in attempts:
            answer = may_approve(person, approvers, makers, done, absent)
            self.assertEqual(answer.seat is None, answer.refusal is not None)
            if answer.seat is not None:
                done.append(Given(person, answer.seat))
        by, seats = [each.by for each in done], [each.seat for each in done]
        self.assertEqual(len(by), len(set(by)))
        self.assertEqual(len(seats), len(set(seats)))
        self.assertFalse(makers & {*by, *seats})
        self.assertLessEqual(set(seats), approvers)


class TestRisk(unittest.TestCase):
    def test_risk(self):
        for known, expected in (
            ({}, ("low", ())),
            ({"days_overdue": 30}, ("low", ())),
            ({"days_overdue": 31}, ("medium", ("overdue",))),
            ({"days_overdue": 31, "trust": "good"}, ("low", ("trust",))),
            ({"broken": 1}, ("medium", ("broken",))),
            ({"broken": 1, "trust": "good"}, ("medium", ("broken",))),
            ({"broken": 2, "trust": "good"}, ("high", ("broken",))),
            ({"days_overdue": 91, "trust": "good"}, ("high", ("overdue",))),
            ({"trust": "bad"}, ("high", ("trust",))),
        ):
            with self.subTest(known):
                self.assertEqual(judge_risk(**known), expected)

    @given(
        st.integers(0, 400),
        st.integers(0, 400),
        st.integers(0, 5),
        st.sampled_from(("good", "normal", "bad")),
    )
    def test_longer_overdue_is_never_less_risky(self, days, more, broken, trust):
        before, _why = judge_risk(days, broken, trust)
        after, _why = judge_risk(days + more, broken, trust)
        self.assertGreaterEqual(RISKS.index(after), RISKS.index(before))
