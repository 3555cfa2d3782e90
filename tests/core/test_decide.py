import unittest
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.b2b_collections.core import reasons
from odoo.addons.b2b_collections.core.channels import Reach, obstacle, plan
from odoo.addons.b2b_collections.core.consolidate import asked_amount, consolidate
from odoo.addons.b2b_collections.core.decide import (
    Debtor,
    ItemFacts,
    Rules,
    decide_case,
)
from odoo.addons.b2b_collections.core.gate import Past
from odoo.addons.b2b_collections.core.ladder import Decision, Ladder, Rung
from odoo.addons.b2b_collections.core.netting import covered_items, is_in_credit

DUE = date(2026, 3, 2)
USD, EUR = 2, 1
ANNA, BUDI = 71, 72
LADDER = Ladder([Rung(1, -7), Rung(2, 3), Rung(3, 10), Rung(4, 30)], gap_days=7)
CHANNELS = {1: ("mail",), 2: ("mail",), 3: ("mail", "call"), 4: ("letter", "mail")}
RULES = Rules(LADDER, CHANNELS)
GOOD = Reach(email="ap@debtor.example", phone="+6221", postal=True)
REACH = {ANNA: GOOD, BUDI: GOOD}


def item(key, offset=0, amount=100.0, currency=USD, contact=ANNA, **facts):
    due = DUE - timedelta(days=offset)
    return ItemFacts(key, contact, currency, due, amount, amount, **facts)


def written(day):
    """The past of a debtor who was last written to on that day."""
    return Past(events=(("message", day),))


def decide(items, rules=RULES, today=DUE, **debtor):
    debtor = Debtor(**{"reach": REACH, **debtor})
    return decide_case(items, debtor, rules, today)


class TestDecide(unittest.TestCase):
    def test_codes_of_one_item(self):
        cases = {
            reasons.DUE: item(1, 5),
            reasons.WAIT_LEVEL: item(1, 0),
            reasons.NO_FOLLOWUP: item(1, 5, mark=reasons.NO_FOLLOWUP),
            reasons.QUEUED: item(1, 5, pending=reasons.QUEUED, pending_level=2),
            reasons.REFUSED: item(
                1, 5, wait_until=DUE + timedelta(days=1), wait_code=reasons.REFUSED
            ),
        }
        for code, facts in cases.items():
            with self.subTest(code):
                self.assertEqual(decide([facts])[1].code, code)

    def test_a_message_waits_for_the_texts_of_its_highest_level(self):
        rules = Rules(LADDER, CHANNELS, unconfirmed=frozenset({3}))
        high = item(1, 20, level_id=2, level_days=3, level_date=DUE - timedelta(days=9))
        other = item(3, 5, contact=BUDI)
        decisions = decide([high, item(2, 5), other], rules)
        for key in (1, 2):
            self.assertEqual(
                decisions[key], Decision("wait", reasons.WORDING, 3), "one message"
            )
        self.assertEqual(decisions[3].verdict, "chase")
        alone = decide([item(2, 5)], rules)
        self.assertEqual(alone[2].verdict, "chase")

    def test_only_hard_levels_wait_for_evidence(self):
        rules = Rules(LADDER, CHANNELS, validated_only=frozenset({3}))
        high = item(1, 20, level_id=2, level_days=3, level_date=DUE - timedelta(days=9))
        items = [high, item(2, 5)]
        decisions = decide(items, rules, validated=False)
        self.assertEqual(decisions[1], Decision("wait", reasons.VALIDATION, 3))
        self.assertEqual(decisions[2].verdict, decide([item(2, 5)], rules)[2].verdict)
        self.assertEqual(decide(items, rules)[1].verdict, "chase")

    def test_a_wait_ends_on_its_day(self):
        facts = item(1, 5, wait_until=DUE, wait_code=reasons.REFUSED)
        self.assertEqual(decide([facts])[1].verdict, "chase")

    def test_no_policy(self):
        self.assertEqual(decide([item(1, 5)], rules=None)[1].code, reasons.NO_POLICY)

    def test_item_below_the_smallest(self):
        rules = Rules(LADDER, CHANNELS, min_item=100.01)
        self.assertEqual(decide([item(1, 5)], rules)[1].code, reasons.BELOW_ITEM)

    def test_total_below_the_smallest_counts_credits(self):
        rules = Rules(LADDER, CHANNELS, min_total=150)
        items = [item(1, 5), item(2, 20, level_id=3, level_days=10, level_date=DUE)]
        self.assertEqual(decide(items, rules)[1].verdict, "chase")
        credit = {USD: (51.0, 51.0)}
        self.assertEqual(
            decide(items, rules, credits=credit)[1].code, reasons.BELOW_TOTAL
        )

    def test_payment_on_account_covers_the_oldest(self):
        items = [item(1, 20), item(2, 5), item(3, 5, currency=EUR)]
        result = decide(items, credits={USD: (150.0, 150.0)})
        self.assertEqual(result[1].code, reasons.COVERED)
        self.assertEqual(result[2].verdict, "chase")
        self.assertEqual(result[3].verdict, "chase")

    def test_show_and_ignore_do_not_cover(self):
        for netting in ("show", "ignore"):
            rules = Rules(LADDER, CHANNELS, netting=netting)
            result = decide(
                [item(1, 20), item(2, 5)], rules, credits={USD: (100.0, 100.0)}
            )
            self.assertEqual(result[1].verdict, "chase", netting)

    def test_debtor_in_credit_is_not_chased_whatever_the_netting(self):
        for netting in ("net", "show", "ignore"):
            rules = Rules(LADDER, CHANNELS, netting=netting)
            result = decide([item(1, 20)], rules, credits={EUR: (80.0, 100.0)})
            self.assertEqual(result[1].code, reasons.DEBTOR_CREDIT, netting)

    def test_messages_to_a_debtor_keep_their_distance(self):
        rules = Rules(LADDER, CHANNELS, contact_gap_days=3)
        result = decide([item(1, 5)], rules, past=written(DUE - timedelta(days=2)))
        self.assertEqual(
            (result[1].code, result[1].until),
            (reasons.WAIT_CONTACT, DUE + timedelta(days=1)),
        )
        result = decide([item(1, 5)], rules, past=written(DUE - timedelta(days=3)))
        self.assertEqual(result[1].verdict, "chase")

    def test_unreachable_contact_holds_his_items_only(self):
        nobody = {ANNA: Reach(), BUDI: GOOD}
        items = [item(1, 5), item(2, 5, contact=BUDI)]
        result = decide(items, reach=nobody)
        self.assertEqual((result[1].verdict, result[1].code), ("hold", "no_email"))
        self.assertEqual(result[2].verdict, "chase")

    def test_failed_address_is_named(self):
        failed = {ANNA: Reach(email="old@debtor.example", email_failed=True)}
        result = decide([item(1, 5)], reach=failed)
        self.assertEqual(
            (result[1].code, result[1].detail), ("email_failed", "old@debtor.example")
        )

    def test_notice_is_never_a_letter_instead(self):
        no_mail = {ANNA: Reach(postal=True)}
        self.assertEqual(decide([item(1, -5)], reach=no_mail)[1].code, "no_email")
        self.assertEqual(decide([item(1, 5)], reach=no_mail)[1].verdict, "chase")

    @given(
        st.lists(
            st.tuples(
                st.integers(-10, 200),
                st.floats(0.01, 1e6),
                st.sampled_from([USD, EUR]),
                st.sampled_from([ANNA, BUDI]),
            ),
            max_size=8,
        ),
        st.floats(0, 2e6),
    )
    def test_every_item_has_a_decision_with_a_reason(self, rows, credit):
        items = [
            item(n, offset, amount, currency, contact)
            for n, (offset, amount, currency, contact) in enumerate(rows)
        ]
        result = decide(items, credits={USD: (credit, credit)} if credit else {})
        self.assertEqual(set(result), {facts.key for facts in items})
        self.assertTrue(all(decision.code for decision in result.values()))


class TestConsolidate(unittest.TestCase):
    def plans(self, items, rules=RULES, **debtor):
        debtor = Debtor(**{"reach": REACH, **debtor})
        decisions = decide_case(items, debtor, rules, DUE)
        return consolidate(items, decisions, debtor, rules, DUE)

    def test_one_message_at_the_highest_level_due(self):
        given_ = {"level_id": 3, "level_days": 10, "level_date": date(2026, 2, 1)}
        (message,) = self.plans([item(1, 5), item(2, 40, **given_)])
        self.assertEqual(message.level_id, 4)
        self.assertEqual(message.channels, ("letter", "mail"))
        self.assertEqual(message.climbing, {1: 2, 2: 4})

    def test_one_message_per_contact(self):
        plans = self.plans([item(1, 5), item(2, 5, contact=BUDI)])
        self.assertEqual({plan.contact for plan in plans}, {ANNA, BUDI})

    def test_overdue_items_that_wait_are_listed_and_held_ones_are_not(self):
        given_ = {"level_id": 3, "level_days": 10, "level_date": DUE}
        items = [
            item(1, 5),
            item(2, 12, **given_),
            item(3, 12, mark=reasons.BLOCKED),
            item(4, -20),
        ]
        (message,) = self.plans(items)
        self.assertEqual(set(message.listed), {1, 2})
        self.assertEqual(message.climbing, {1: 2})

    def test_netted_credits_come_with_what_they_settle(self):
        items = [item(1, 20), item(2, 12), item(3, 5, contact=BUDI)]
        credit = {USD: (130.0, 130.0)}
        anna, budi = self.plans(items, credits=credit)
        self.assertEqual((anna.listed, anna.credit_currencies), ((1, 2), {USD}))
        self.assertEqual((budi.listed, budi.credit_currencies), ((3,), frozenset()))
        self.assertEqual(asked_amount(200.0, anna, Debtor(credits=credit), "net"), 70)
        self.assertEqual(asked_amount(200.0, anna, Debtor(credits=credit), "show"), 200)

    def test_credits_go_with_the_oldest_item_of_their_currency(self):
        items = [item(1, 5), item(2, 5, currency=EUR, contact=BUDI)]
        anna, budi = self.plans(items, credits={EUR: (10.0, 10.0)})
        self.assertFalse(anna.credit_currencies)
        self.assertEqual(budi.credit_currencies, {EUR})

    def test_ignored_credits_are_not_named(self):
        rules = Rules(LADDER, CHANNELS, netting="ignore")
        (plan_,) = self.plans([item(1, 5)], rules, credits={USD: (10.0, 10.0)})
        self.assertFalse(plan_.credit_currencies)

    @given(
        st.lists(
            st.tuples(st.integers(1, 99), st.integers(1, 500), st.booleans()),
            min_size=1,
            max_size=6,
        ),
        st.integers(1, 900),
    )
    def test_what_all_messages_ask_for_is_what_is_owed(self, rows, credit):
        items = sorted(
            (
                item(n, days, float(amount), contact=ANNA if first else BUDI)
                for n, (days, amount, first) in enumerate(rows)
            ),
            key=lambda facts: facts.due,
        )
        rules = Rules(Ladder([Rung(2, 1)]), {2: ("mail",)})
        credits_ = {USD: (float(credit), float(credit))}
        plans = self.plans(items, rules, credits=credits_)
        by_key = {facts.key: facts.residual for facts in items}
        asked = sum(
            asked_amount(
                sum(by_key[key] for key in plan_.listed),
                plan_,
                Debtor(credits=credits_),
                "net",
            )
            for plan_ in plans
        )
        owed = sum(by_key.values()) - credit
        self.assertEqual(asked, max(owed, 0) if plans else 0)

    def test_nothing_due_nothing_said(self):
        self.assertEqual(self.plans([item(1, 0)]), [])


class TestChannels(unittest.TestCase):
    def test_obstacles(self):
        cases = [
            ("mail", Reach(), reasons.NO_EMAIL),
            ("mail", Reach(email="a@b.example", email_refused=True), reasons.OPTED_OUT),
            ("mail", Reach(email="a@b.example", email_failed=True), "email_failed"),
            ("mail", Reach(email="a@b.example"), None),
            ("sms", Reach(), reasons.NO_PHONE),
            ("sms", Reach(phone="1", phone_refused=True), reasons.OPTED_OUT),
            ("call", Reach(phone="1", phone_refused=True), None),
            ("letter", Reach(), reasons.NO_ADDRESS),
            ("visit", Reach(postal=True), None),
        ]
        for channel, reach, code in cases:
            with self.subTest(f"{channel} {reach}"):
                self.assertEqual(obstacle(channel, reach), code)

    def test_letter_instead_of_mail(self):
        postal = Reach(postal=True)
        self.assertEqual(plan(("mail",), postal, True), (("letter",), None))
        self.assertEqual(plan(("mail",), postal, False), ((), reasons.NO_EMAIL))

    def test_a_call_does_not_carry_a_level_that_should_be_written(self):
        self.assertEqual(
            plan(("mail", "call"), Reach(phone="1"), True), ((), reasons.NO_EMAIL)
        )

    def test_a_call_alone_needs_no_number_yet(self):
        self.assertEqual(plan(("call",), Reach(), True), (("call",), None))


class TestNetting(unittest.TestCase):
    @given(
        st.lists(st.tuples(st.dates(), st.decimals("0.01", "9999", places=2))),
        st.decimals("0", "99999", places=2),
    )
    def test_covers_at_most_the_credit_and_the_oldest_first(self, rows, credit):
        items = [(n, due, amount) for n, (due, amount) in enumerate(rows)]
        covered = covered_items(items, credit)
        paid = sum((a for n, _due, a in items if n in covered), Decimal(0))
        self.assertLessEqual(paid, credit)
        left = [due for n, due, _a in items if n not in covered]
        taken = [due for n, due, _a in items if n in covered]
        self.assertTrue(not left or not taken or max(taken) <= min(left))

    def test_exact_cover(self):
        self.assertEqual(
            covered_items([(1, DUE, Decimal("0.30"))], Decimal("0.30")), {1}
        )

    def test_in_credit(self):
        self.assertTrue(is_in_credit(Decimal(100), Decimal(100)))
        self.assertFalse(is_in_credit(Decimal(100), Decimal("99.99")))
        self.assertFalse(is_in_credit(Decimal(0), Decimal(0)))
