import unittest

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.b2b_collections.core.quadrant import (
    CAN,
    CODES,
    WILLING,
    Known,
    Sign,
    suggest,
)

some = st.builds(
    Known,
    days_overdue=st.integers(0, 400),
    paid=st.none() | st.floats(0, 1),
    part_payments=st.integers(0, 3),
    kept=st.integers(0, 4),
    broken=st.integers(0, 4),
    plans_defaulted=st.integers(0, 2),
    answer_days=st.none() | st.integers(0, 300),
    unanswered=st.integers(0, 8),
    disputes=st.integers(0, 3),
    trust=st.sampled_from(("good", "normal", "bad")),
    is_insolvent=st.booleans(),
)


class TestQuadrant(unittest.TestCase):
    def test_nothing_known_is_the_benefit_of_the_doubt(self):
        self.assertEqual(suggest(Known()).code, "can_willing")
        self.assertEqual(suggest(Known()).signs, ())

    def test_quadrants(self):
        for known, code in (
            (Known(paid=0.9, answer_days=3), "can_willing"),
            (Known(paid=0.9, unanswered=5), "can_unwilling"),
            (Known(paid=0.0, part_payments=2, answer_days=5), "cannot_willing"),
            (Known(is_insolvent=True, paid=0.6, kept=1), "cannot_willing"),
            (Known(plans_defaulted=1, broken=2, unanswered=4), "cannot_unwilling"),
            (Known(paid=0.6, broken=3, answer_days=2), "can_unwilling"),
        ):
            with self.subTest(known):
                self.assertEqual(suggest(known).code, code)

    def test_the_reasons_are_what_spoke_the_weightiest_first(self):
        suggestion = suggest(Known(days_overdue=200, broken=2, kept=1))
        self.assertEqual(
            suggestion.signs,
            (
                Sign(WILLING, "broken", -2, 2),
                Sign(CAN, "long_overdue", -1, 200),
                Sign(WILLING, "kept", 1, 1),
            ),
        )

    @given(some)
    def test_an_answer_to_both_and_signs_that_explain_it(self, known):
        suggestion = suggest(known)
        self.assertIn(suggestion.code, CODES)
        for axis, answer in ((CAN, suggestion.can), (WILLING, suggestion.willing)):
            weights = [sign.weight for sign in suggestion.signs if sign.axis == axis]
            self.assertEqual(answer, sum(weights) >= 0)
            self.assertNotIn(0, weights)

    @given(some, st.integers(1, 3))
    def test_one_more_broken_promise_never_makes_him_willing(self, known, more):
        worse = known._replace(broken=known.broken + more)
        self.assertGreaterEqual(suggest(known).willing, suggest(worse).willing)

    @given(some)
    def test_insolvency_never_makes_him_able(self, known):
        worse = known._replace(is_insolvent=True)
        self.assertGreaterEqual(
            suggest(known._replace(is_insolvent=False)).can, suggest(worse).can
        )
