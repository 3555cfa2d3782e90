import unittest
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.b2b_collections.core import reasons
from odoo.addons.b2b_collections.core.channels import Reach
from odoo.addons.b2b_collections.core.consolidate import consolidate
from odoo.addons.b2b_collections.core.decide import (
    Debtor,
    ItemFacts,
    Rules,
    decide_case,
)
from odoo.addons.b2b_collections.core.ladder import Ladder, Rung
from odoo.addons.b2b_collections.core.recipients import (
    Addressing,
    Contact,
    Recipient,
    find_copies,
    resolve,
)
from odoo.addons.b2b_collections.core.rulebook import COURTEOUS, RuleBook

DUE = date(2026, 3, 2)
DESK, MANAGER, DIRECTOR, OWNER = 1, 2, 3, 4
ANNA, BUDI, CITRA, DEWI, EKO = 71, 72, 73, 74, 75
LADDER = Ladder([Rung(1, -7), Rung(2, 3), Rung(3, 10), Rung(4, 30)], gap_days=7)
CHANNELS = {1: ("mail",), 2: ("mail",), 3: ("mail", "call"), 4: ("letter", "mail")}
ADDRESSED = {
    2: Addressing((DESK,)),
    3: Addressing((MANAGER,), (DESK,)),
    4: Addressing((DIRECTOR, OWNER), (MANAGER, DESK)),
}
RULES = Rules(LADDER, CHANNELS, level_recipients=ADDRESSED)


def good(name):
    return Reach(email=f"{name}@debtor.example", phone="+6221", postal=True)


def debtor(roles=(), **reach):
    """:param roles: ``{contact: role}``"""
    return Debtor(
        reach={ANNA: good("anna"), BUDI: good("budi"), **reach.get("reach", {})},
        contacts=tuple(
            Contact(key, frozenset({role})) for key, role in dict(roles).items()
        ),
    )


def item(key, offset, contact=ANNA, amount=100.0):
    return ItemFacts(key, contact, 1, DUE - timedelta(days=offset), amount, amount)


def plans(items, debtor_, rules=RULES):
    decisions = decide_case(items, debtor_, rules, DUE)
    return decisions, consolidate(items, decisions, debtor_, rules, DUE)


class TestResolve(unittest.TestCase):
    def test_first_role_that_can_be_reached(self):
        reached = debtor(
            {CITRA: DIRECTOR, DEWI: OWNER},
            reach={CITRA: good("citra"), DEWI: good("dewi")},
        )
        self.assertEqual(resolve(4, ANNA, reached, RULES), Recipient(CITRA, DIRECTOR))
        without = debtor(
            {CITRA: DIRECTOR, DEWI: OWNER}, reach={CITRA: Reach(), DEWI: good("dewi")}
        )
        self.assertEqual(resolve(4, ANNA, without, RULES), Recipient(DEWI, OWNER))

    def test_nobody_of_the_roles_is_the_invoicing_contact(self):
        self.assertEqual(resolve(4, ANNA, debtor(), RULES), Recipient(ANNA))
        self.assertEqual(
            resolve(4, EKO, debtor(), RULES), Recipient(EKO, None, "no_address")
        )

    def test_a_level_without_roles_is_for_the_invoicing_contact(self):
        desk = debtor({BUDI: DESK})
        self.assertEqual(resolve(1, ANNA, desk, RULES), Recipient(ANNA))

    def test_the_invoicing_contact_comes_first_among_its_peers(self):
        both = debtor({ANNA: DESK, BUDI: DESK})
        self.assertEqual(resolve(2, BUDI, both, RULES), Recipient(BUDI, DESK))
        self.assertEqual(resolve(2, ANNA, both, RULES), Recipient(ANNA, DESK))

    def test_the_mailbox_of_the_house_does_not_stand_for_a_person(self):
        borrowed = good("info")._replace(email_borrowed=True)
        mail_only = Rules(LADDER, {4: ("mail",)}, level_recipients=ADDRESSED)
        paperless = borrowed._replace(postal=False)
        lends = debtor({CITRA: DIRECTOR}, reach={CITRA: paperless})
        self.assertEqual(resolve(4, ANNA, lends, mail_only), Recipient(ANNA))
        # A letter to him by name is something else.
        lends = debtor({CITRA: DIRECTOR}, reach={CITRA: borrowed})
        self.assertEqual(resolve(4, ANNA, lends, RULES), Recipient(CITRA, DIRECTOR))

    def test_refused_and_failed_addresses_are_passed_over(self):
        for flaw in ("email_refused", "email_failed"):
            with self.subTest(flaw):
                bad = good("citra")._replace(**{flaw: True}, postal=False)
                found = debtor({CITRA: DESK}, reach={CITRA: bad})
                self.assertEqual(resolve(2, ANNA, found, RULES), Recipient(ANNA))

    def test_who_has_not_agreed_to_the_channel_is_passed_over(self):
        asks = RuleBook((COURTEOUS._replace(consent=frozenset({"mail"})),))
        rules = replace(RULES, book=asks)
        agreed = good("citra")._replace(granted=frozenset({"mail"}))
        for reach, contact in ((good("citra"), ANNA), (agreed, CITRA)):
            found = debtor({CITRA: DESK}, reach={CITRA: reach})
            self.assertEqual(resolve(2, ANNA, found, rules).contact, contact)
            copied = find_copies(4, ANNA, ("mail",), found, rules)
            self.assertEqual(copied, (CITRA,) if contact == CITRA else ())

    def test_a_formal_demand_by_letter_needs_no_consent_a_copy_does(self):
        asks = RuleBook((COURTEOUS._replace(consent=frozenset({"letter"})),))
        rules = replace(RULES, book=asks, statutory=frozenset({4}))
        found = debtor({CITRA: DIRECTOR, BUDI: MANAGER}, reach={CITRA: good("citra")})
        self.assertEqual(resolve(4, ANNA, found, rules).contact, CITRA)
        self.assertEqual(find_copies(4, CITRA, ("letter",), found, rules), ())


class TestCopies(unittest.TestCase):
    def copies(self, found, channels=("letter", "mail"), recipient=CITRA):
        return find_copies(4, recipient, channels, found, RULES)

    def test_each_who_carries_the_role_in_the_order_of_roles(self):
        found = debtor(
            {ANNA: DESK, BUDI: MANAGER, DEWI: DESK}, reach={DEWI: good("dewi")}
        )
        self.assertEqual(self.copies(found), (BUDI, ANNA, DEWI))

    def test_no_address_twice_and_not_that_of_the_recipient(self):
        shared = good("desk")
        found = debtor(
            {ANNA: DESK, BUDI: DESK, DEWI: MANAGER},
            reach={
                ANNA: shared,
                BUDI: shared,
                DEWI: good("citra"),
                CITRA: good("citra"),
            },
        )
        self.assertEqual(self.copies(found), (ANNA,))

    def test_only_who_wants_mail_and_can_get_it(self):
        for flaw in ("email_refused", "email_failed", "email_borrowed"):
            with self.subTest(flaw):
                bad = good("anna")._replace(**{flaw: True})
                self.assertEqual(
                    self.copies(debtor({ANNA: DESK}, reach={ANNA: bad})), ()
                )

    def test_without_a_mail_on_paper(self):
        bad = Reach(postal=True)
        found = debtor({ANNA: DESK, BUDI: MANAGER}, reach={ANNA: bad})
        self.assertEqual(self.copies(found, ("letter",)), (BUDI, ANNA))
        self.assertEqual(self.copies(found, ("call",)), ())


class TestMessages(unittest.TestCase):
    def test_escalation_leaves_the_desk(self):
        found = debtor({ANNA: DESK, CITRA: DIRECTOR}, reach={CITRA: good("citra")})
        _decisions, (message,) = plans([item(1, 5)], found)
        self.assertEqual((message.contact, message.role), (ANNA, DESK))
        late = item(1, 40)._replace(level_id=3, level_days=10, level_date=date.min)
        _decisions, (message,) = plans([late], found)
        self.assertEqual((message.contact, message.role), (CITRA, DIRECTOR))
        self.assertEqual(message.copies, (ANNA,))

    def test_invoicing_contacts_share_the_message_of_one_recipient(self):
        found = debtor({EKO: DESK}, reach={EKO: good("eko")})
        _decisions, (message,) = plans([item(1, 5), item(2, 4, BUDI)], found)
        self.assertEqual(message.contact, EKO)
        self.assertEqual(message.climbing, {1: 2, 2: 2})

    def test_it_is_at_the_highest_level_of_them(self):
        found = debtor(
            {EKO: DESK, CITRA: MANAGER}, reach={EKO: good("eko"), CITRA: Reach()}
        )
        given_ = {"level_id": 2, "level_days": 3, "level_date": date.min}
        items = [item(1, 15, EKO)._replace(**given_), item(2, 5, BUDI)]
        _decisions, (message,) = plans(items, found)
        # The manager cannot be reached: level 3 falls to the invoicing contact.
        self.assertEqual((message.contact, message.level_id), (EKO, 3))
        self.assertEqual(message.climbing, {1: 3, 2: 2})
        self.assertIsNone(message.role)

    def test_who_cannot_be_reached_keeps_back_only_his_own(self):
        found = debtor(reach={ANNA: Reach()})
        decisions, (message,) = plans([item(1, 5), item(2, 5, BUDI)], found)
        self.assertEqual(decisions[1].code, reasons.NO_EMAIL)
        self.assertEqual((message.contact, message.climbing), (BUDI, {2: 2}))

    @given(
        st.lists(
            st.tuples(
                st.integers(-10, 120),
                st.sampled_from([ANNA, BUDI, EKO]),
                st.sampled_from([None, 2, 3]),
            ),
            min_size=1,
            max_size=8,
        ),
        st.dictionaries(
            st.sampled_from([ANNA, BUDI, CITRA, DEWI, EKO]),
            st.sampled_from([DESK, MANAGER, DIRECTOR, OWNER]),
        ),
        st.dictionaries(
            st.sampled_from([ANNA, BUDI, CITRA, DEWI, EKO]),
            st.builds(
                Reach,
                email=st.sampled_from(["", "a@x.example", "b@x.example"]),
                email_failed=st.booleans(),
                email_refused=st.booleans(),
                phone=st.sampled_from(["", "+62"]),
                postal=st.booleans(),
                email_borrowed=st.booleans(),
            ),
        ),
    )
    def test_what_climbs_is_in_one_message_and_nobody_gets_two(
        self, rows, roles, reach
    ):
        days = {2: 3, 3: 10}
        items = [
            item(key, offset, contact)._replace(
                level_id=level,
                level_days=days.get(level),
                level_date=level and date.min,
            )
            for key, (offset, contact, level) in enumerate(rows)
        ]
        decisions, messages = plans(items, debtor(roles, reach=reach))
        chased = {key for key, said in decisions.items() if said.verdict == "chase"}
        climbing = [key for message in messages for key in message.climbing]
        self.assertEqual(sorted(climbing), sorted(chased))
        contacts = [message.contact for message in messages]
        self.assertEqual(len(contacts), len(set(contacts)))
        order = [rung.level_id for rung in LADDER.rungs]
        for message in messages:
            self.assertTrue(message.channels)
            self.assertTrue(set(message.climbing) <= set(message.listed))
            self.assertEqual(
                order.index(message.level_id),
                max(map(order.index, message.climbing.values())),
            )
            self.assertNotIn(message.contact, message.copies)
