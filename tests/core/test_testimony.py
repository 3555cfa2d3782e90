import unittest

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.b2b_collections.core import chain, testimony

NAMES = st.sampled_from(["state", "date", "amount", "lines", "run"])
VALUES = st.sampled_from([None, "1", "2", 7])
FACTS = st.dictionaries(NAMES, VALUES, min_size=1)
TEXTS = st.dictionaries(
    st.sampled_from(["address", "note"]), st.sampled_from(["a@x.example", "b", ""])
)


def entry(event, salt="pepper", data=None, facts=None, personal=None):
    """An entry as it is kept: ``(event, payload, salt)``."""
    digests = {
        name: chain.salted(salt, text)
        for name, text in (personal or {}).items()
        if text
    }
    content = {"data": data or {}, "facts": facts or {}, "personal": digests}
    return event, chain.canonical(content), salt


def line(**changes):
    return {"item": 3, "move": 9, "name": "INV/1", "open": "10"} | changes


class TestTestimony(unittest.TestCase):
    def test_later_entries_prevail(self):
        said = testimony.gather(
            [
                entry("made", facts={"state": "planned", "date": "2026-03-05"}),
                entry("queued", facts={"state": "queued"}, personal={"subject": "Hi"}),
                entry("sent", facts={"state": "done"}),
            ]
        )
        self.assertTrue(said.made)
        self.assertEqual(said.facts, {"state": "done", "date": "2026-03-05"})
        digest = chain.salted("pepper", "Hi")
        self.assertEqual(said.personal, {"subject": ("pepper", digest)})

    def test_an_entry_that_says_nothing_of_the_action_changes_nothing(self):
        made = entry("made", facts={"state": "done"})
        self.assertEqual(
            testimony.gather([made, entry("remark"), ("remark", "{}", None)]),
            testimony.gather([made]),
        )

    def test_without_its_making_an_action_is_unknown(self):
        self.assertFalse(testimony.gather([entry("sent")]).made)
        self.assertFalse(testimony.gather([]).made)

    def test_the_texts_are_those_of_the_last_entry_that_froze_one(self):
        said = testimony.gather(
            [
                entry("queued", data={"copy": "a"}),
                entry("queued", data={"copy": "b"}),
                entry("opened", data={"move": 3}),
            ]
        )
        self.assertEqual(said.texts, {"copy": "b"})

    @given(FACTS, TEXTS)
    def test_a_row_as_it_was_made_differs_in_nothing(self, facts, personal):
        said = testimony.gather([entry("made", facts=facts, personal=personal)])
        self.assertEqual(testimony.differences(said, facts, personal), [])

    @given(FACTS, st.data())
    def test_every_changed_fact_is_named(self, facts, data):
        name = data.draw(st.sampled_from(sorted(facts)))
        said = testimony.gather([entry("made", facts=facts)])
        changed = facts | {name: "changed"}
        self.assertEqual(testimony.differences(said, changed, {}), [name])

    def test_facts_that_an_older_entry_does_not_know_are_not_missed(self):
        said = testimony.gather([entry("made", facts={"state": "done"})])
        row = {"state": "done", "new_column": 5}
        self.assertEqual(testimony.differences(said, row, {}), [])

    def test_the_ledger_may_lose_its_rows_and_the_run_go(self):
        facts = {"run": 4, "lines": [line(), line(item=5)]}
        said = testimony.gather([entry("made", facts=facts)])
        lost = {"run": None, "lines": [line(item=None, move=None), line(item=5)]}
        self.assertEqual(testimony.differences(said, lost, {}), [])
        for other in (
            [line(item=4), line(item=5)],
            [line(open="11"), line(item=5)],
            [line()],
            [line(), line(item=5), line(item=6)],
            None,
        ):
            with self.subTest(other=other):
                row = {"run": 4, "lines": other}
                self.assertEqual(testimony.differences(said, row, {}), ["lines"])
        moved = {"run": 5, "lines": facts["lines"]}
        self.assertEqual(testimony.differences(said, moved, {}), ["run"])

    def test_personal_values_are_proved_by_their_digests(self):
        said = testimony.gather([entry("made", personal={"address": "a@x.example"})])
        for text, right in (
            ("a@x.example", True),
            ("b@x.example", False),
            ("", False),
            (None, False),
            (testimony.ANONYMOUS, False),
        ):
            with self.subTest(text=text):
                names = testimony.differences(said, {}, {"address": text})
                self.assertEqual(names, [] if right else ["address"])

    def test_what_was_forgotten_has_to_be_gone_or_marked(self):
        said = testimony.gather([entry("made", personal={"address": "a@x.example"})])
        forgotten = said._replace(
            personal={"address": (None, said.personal["address"][1])}
        )
        for text, right in (
            ("", True),
            (None, True),
            (testimony.ANONYMOUS, True),
            ("a@x.example", False),
        ):
            with self.subTest(text=text):
                names = testimony.differences(forgotten, {}, {"address": text}, True)
                self.assertEqual(names, [] if right else ["address"])

    def test_a_value_that_was_never_there_cannot_come_by_itself(self):
        said = testimony.gather([entry("made")])
        self.assertEqual(
            testimony.differences(said, {}, {"note": "slipped in"}), ["note"]
        )
        self.assertEqual(testimony.differences(said, {}, {"note": None}), [])
