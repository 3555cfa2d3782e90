"""Decisions and messages about items of which something is on hold."""

import unittest
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.b2b_collections.core import reasons
from odoo.addons.b2b_collections.core.channels import Reach
from odoo.addons.b2b_collections.core.consolidate import asked_amount, consolidate
from odoo.addons.b2b_collections.core.decide import (
    Debtor,
    ItemFacts,
    Rules,
    decide_case,
)
from odoo.addons.b2b_collections.core.holds import Held, Hold, held_part
from odoo.addons.b2b_collections.core.ladder import Ladder, Rung

DUE = date(2026, 3, 2)
USD, EUR = 2, 1
ANNA = 71
RULES = Rules(Ladder([Rung(2, 3), Rung(3, 10)], gap_days=7), {2: ("mail",), 3: ()})
REACH = {ANNA: Reach(email="ap@debtor.example", postal=True)}
UNTIL = DUE + timedelta(days=9)


def part(amount, residual=100.0):
    hold = Hold(1, DUE, UNTIL, Decimal(str(amount)), "time")
    return held_part([hold], Decimal(str(residual)), DUE)


def item(key, offset=5, amount=100.0, company=None, currency=USD, **facts):
    due = DUE - timedelta(days=offset)
    company = amount if company is None else company
    return ItemFacts(key, ANNA, currency, due, amount, company, **facts)


def play(items, rules=RULES, **debtor):
    debtor = Debtor(reach=REACH, **debtor)
    decisions = decide_case(items, debtor, rules, DUE)
    return decisions, consolidate(items, decisions, debtor, rules, DUE)


class TestHeldItems(unittest.TestCase):
    def test_whole_hold_says_until_when_and_why(self):
        decisions, plans = play([item(1, held=part(100)), item(2)])
        self.assertEqual(decisions[1], ("hold", reasons.ON_HOLD, None, UNTIL, "time"))
        self.assertEqual([plan.listed for plan in plans], [(2,)])

    def test_marks_of_the_ledger_go_before_a_hold_a_hold_before_a_pending_message(self):
        marked = item(1, held=part(100), mark=reasons.BLOCKED)
        queued = item(2, held=part(100), pending=reasons.QUEUED, pending_level=2)
        decisions, _plans = play([marked, queued])
        self.assertEqual(decisions[1].code, reasons.BLOCKED)
        self.assertEqual(decisions[2].code, reasons.ON_HOLD)

    def test_of_a_partly_held_item_the_rest_is_asked_for(self):
        decisions, (plan,) = play([item(1, held=part(40)), item(2)])
        self.assertEqual(decisions[1].verdict, "chase")
        self.assertEqual(list(plan.held), [1])
        self.assertEqual(plan.held[1][:2], (Decimal("40"), Decimal("40")))
        self.assertEqual(asked_amount(200.0, plan, Debtor(), "net"), 160.0)

    def test_held_part_in_company_currency(self):
        rupiah = item(1, amount=100.0, company=1650000.0, held=part(40))
        _decisions, (plan,) = play([rupiah])
        self.assertEqual(plan.held[1][:2], (Decimal("40"), Decimal("660000")))

    def test_credits_do_not_settle_what_is_held(self):
        credit = {USD: (60.0, 60.0)}
        decisions, plans = play([item(1, 9, held=part(100)), item(2)], credits=credit)
        self.assertEqual(decisions[2].code, reasons.DUE)
        decisions, plans = play([item(1, 9, held=part(40)), item(2)], credits=credit)
        self.assertEqual(decisions[1].code, reasons.COVERED)
        self.assertEqual(
            asked_amount(200.0, plans[0], Debtor(credits=credit), "net"), 100
        )

    def test_smallest_item_and_total_look_at_the_rest(self):
        small = RULES.__class__(RULES.ladder, RULES.level_channels, min_item=60.01)
        self.assertEqual(
            play([item(1, held=part(40))], small)[0][1].code, reasons.BELOW_ITEM
        )
        total = RULES.__class__(RULES.ladder, RULES.level_channels, min_total=160.01)
        held = [item(1, held=part(40)), item(2)]
        self.assertEqual(play(held, total)[0][1].code, reasons.BELOW_TOTAL)

    def test_an_item_that_comes_back_waits_for_the_gap(self):
        given_ = {"level_id": 2, "level_days": 3, "level_date": date(2026, 2, 1)}
        back = Held(resumed_on=DUE)
        decisions, _plans = play([item(1, 20, held=back, **given_)])
        self.assertEqual(
            decisions[1][:4],
            ("wait", reasons.WAIT_HELD, 3, DUE + timedelta(days=7)),
        )

    @given(
        st.lists(
            st.tuples(
                st.integers(1, 40),
                st.decimals("0.01", "999", places=2),
                st.decimals("0.01", "1200", places=2),
                st.booleans(),
            ),
            min_size=1,
            max_size=6,
        ),
        st.decimals("0", "500", places=2),
    )
    def test_messages_ask_for_what_is_neither_held_nor_credited(self, rows, credit):
        rules = Rules(Ladder([Rung(2, 1)]), {2: ("mail",)})
        items = [
            item(
                key,
                days,
                float(amount),
                held=part(held, amount) if has_hold else None,
            )
            for key, (days, amount, held, has_hold) in enumerate(rows)
        ]
        credits_ = {USD: (float(credit), float(credit))} if credit else {}
        _decisions, plans = play(items, rules, credits=credits_)
        by_key = {facts.key: facts for facts in items}
        asked = sum(
            asked_amount(
                sum(by_key[key].residual for key in plan.listed),
                plan,
                Debtor(credits=credits_),
                "net",
            )
            for plan in plans
        )
        free = sum(
            Decimal(str(facts.residual)) - (facts.held.amount if facts.held else 0)
            for facts in items
        )
        if plans:
            self.assertAlmostEqual(asked, float(free - credit), places=6)
            self.assertGreaterEqual(asked, -1e-6)
