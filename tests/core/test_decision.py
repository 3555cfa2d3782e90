import unittest
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.b2b_collections.core.decision import (
    GO_ON,
    SETTLE,
    STOP,
    SUE,
    WIN,
    Assumptions,
    Part,
    decide,
    present_value,
)

D = Decimal
CENTS = st.integers(0, 10**9).map(lambda cents: D(cents) / 100)
SHARES = st.integers(0, 100).map(lambda share: D(share) / 100)
DAYS = st.integers(0, 2000).map(D)


@st.composite
def parts(draw):
    low, rate, high = sorted(draw(st.tuples(SHARES, SHARES, SHARES)))
    return Part(draw(CENTS), rate, low, high, draw(DAYS))


PARTS = st.lists(parts(), max_size=4)
ASSUMED = st.builds(
    Assumptions,
    interest=SHARES,
    cost_go_on=CENTS,
    cost_settle=CENTS,
    cost_sue=CENTS,
    win=SHARES,
    collectability=SHARES,
    accept=SHARES,
    discount=SHARES,
    days_settle=DAYS,
    days_sue=DAYS,
    margin=SHARES,
)
DEBT = Part(D(1000), D("0.4"), D("0.3"), D("0.5"), D(365))
COURT = Assumptions(
    interest=D("0.1"),
    cost_go_on=D(20),
    cost_settle=D(10),
    cost_sue=D(150),
    win=D("0.9"),
    collectability=D("0.8"),
    accept=D("0.5"),
    discount=D("0.2"),
    days_sue=D(365),
)


def values(decision):
    return {option.way: option.value for option in decision.options}


class TestDecision(unittest.TestCase):
    def test_by_hand(self):
        found = decide([DEBT], COURT)
        worth = values(found)
        # 1000 × 0.4 / 1.1 − 20; 0.5 × 0.8 × 1000 + 0.5 × (363.64 − 20) − 10;
        # 0.9 × 0.8 × 1000 / 1.1 − 150
        self.assertAlmostEqual(worth[GO_ON], D("343.6364"), places=4)
        self.assertAlmostEqual(worth[SETTLE], D("561.8182"), places=4)
        self.assertAlmostEqual(worth[SUE], D("504.5455"), places=4)
        self.assertEqual(worth[STOP], 0)
        self.assertEqual(found.best.way, SETTLE)
        self.assertEqual(found.best.expected, D(600))

    def test_where_the_answer_changes(self):
        found = decide([DEBT], COURT)
        (turn,) = [one for one in found.turns if one.name == WIN]
        # 1000 × 0.8 / 1.1 × win − 150 = 561.8182
        self.assertAlmostEqual(turn.at, D("0.97875"), places=4)
        self.assertEqual(turn.way, SUE)

    def test_nothing_open_is_stopped(self):
        self.assertEqual(decide([], COURT).best.way, STOP)
        none = Part(D(0), D(1), D(1), D(1), D(0))
        self.assertEqual(decide([none], Assumptions()).best.way, STOP)

    def test_a_tiny_debt_is_not_worth_a_suit(self):
        tiny = DEBT._replace(amount=D("0.01"))
        self.assertEqual(decide([tiny], COURT).best.way, STOP)

    @given(PARTS, ASSUMED, CENTS)
    def test_what_is_sunk_changes_nothing(self, debts, assumed, sunk):
        without, with_it = decide(debts, assumed), decide(debts, assumed, sunk)
        self.assertEqual(without.options, with_it.options)
        self.assertEqual(without.turns, with_it.turns)
        self.assertEqual(with_it.sunk, sunk)

    @given(PARTS, ASSUMED)
    def test_a_higher_rate_is_never_worth_less(self, debts, assumed):
        better = [
            part._replace(
                rate=(part.rate + 1) / 2,
                low=(part.low + 1) / 2,
                high=(part.high + 1) / 2,
            )
            for part in debts
        ]
        before, after = values(decide(debts, assumed)), values(decide(better, assumed))
        for way in before:
            self.assertLessEqual(before[way], after[way] + D("1e-9"), way)

    @given(PARTS, ASSUMED)
    def test_the_best_is_best_and_in_its_range(self, debts, assumed):
        found = decide(debts, assumed)
        self.assertEqual(len(found.options), 4)
        for option in found.options:
            self.assertLessEqual(option.value, found.best.value)
            self.assertTrue(option.low <= option.value <= option.high)
        self.assertGreaterEqual(found.best.value, 0)

    @given(CENTS, DAYS, DAYS, SHARES)
    def test_later_money_is_worth_less(self, amount, days, more, interest):
        sooner = present_value(amount, days, interest)
        later = present_value(amount, days + more, interest)
        self.assertLessEqual(later, sooner)
        self.assertLessEqual(sooner, amount)
        self.assertEqual(present_value(amount, days, D(0)), amount)

    @given(PARTS, ASSUMED)
    def test_a_turn_leads_to_another_way(self, debts, assumed):
        found = decide(debts, assumed)
        for turn in found.turns:
            self.assertNotEqual(turn.way, found.best.way)
            self.assertTrue(0 <= turn.at <= 1)
            if turn.name == "rate":
                continue
            beyond = turn.at + (1 if turn.at >= turn.now else -1) * D("1e-12")
            moved = decide(debts, assumed._replace(**{turn.name: beyond}))
            self.assertAlmostEqual(
                float(values(moved)[turn.way]),
                float(moved.best.value),
                delta=float(1 + abs(moved.best.value)) * 1e-6,
            )

    @given(PARTS, ASSUMED, SHARES)
    def test_a_better_chance_in_court_is_never_worth_less(self, debts, assumed, more):
        better = assumed._replace(win=max(assumed.win, more))
        self.assertLessEqual(
            values(decide(debts, assumed))[SUE], values(decide(debts, better))[SUE]
        )
