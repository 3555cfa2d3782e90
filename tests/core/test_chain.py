import hashlib
import json
import unittest
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.b2b_collections.core import chain

# Text without lone surrogates, which is no Unicode and cannot be stored either.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
AMOUNTS = st.decimals(allow_nan=False, allow_infinity=False, places=2)
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), TEXT, AMOUNTS, st.dates(), st.datetimes()
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4)
    ),
    max_leaves=12,
)
IDS = st.none() | st.integers(1, 9)
ENTRIES = st.lists(
    st.builds(
        chain.Entry,
        number=st.just(0),
        company=st.integers(1, 3),
        event=st.sampled_from(["made", "sent", "printed"]),
        moment=st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(
            lambda moment: moment.replace(microsecond=0)
        ),
        user=IDS,
        case=IDS,
        action=IDS,
        contact=IDS,
        payload=VALUES.map(chain.canonical),
    ),
    min_size=1,
    max_size=8,
)
MOMENT = datetime(2026, 3, 5, 1, 2, 3)


def make_chain(entries, head=chain.Head()):  # noqa: B008
    """Rows as they are kept: ``(Entry, previous hash, hash)``."""
    return [
        (entry._replace(number=number), previous, current)
        for entry, (number, previous, current) in zip(
            entries, chain.seal(head, entries), strict=True
        )
    ]


def shuffled(value):
    """The same value, with its dicts filled in the opposite order."""
    if isinstance(value, dict):
        return {key: shuffled(value[key]) for key in reversed(list(value))}
    return [shuffled(each) for each in value] if isinstance(value, list) else value


class TestCanonical(unittest.TestCase):
    def test_it_is_written_in_one_way(self):
        value = {
            "b": [True, None, 1],
            "a": Decimal("1000.50"),
            "ü": date(2024, 2, 29),
            "at": MOMENT,
        }
        self.assertEqual(
            chain.canonical(value),
            '{"a":"1000.5","at":"2026-03-05T01:02:03","b":[true,null,1],'
            '"ü":"2024-02-29"}',
        )

    def test_equal_amounts_read_the_same(self):
        for text in ("0", "0.00", "-0.0", "0E+3", "0E-3"):
            self.assertEqual(chain.canonical(Decimal(text)), '"0"')
        self.assertEqual(chain.canonical(Decimal("1E+3")), '"1000"')
        self.assertEqual(chain.canonical(Decimal("-12.340")), '"-12.34"')

    def test_what_could_be_read_in_two_ways_is_refused(self):
        for value in (0.1, b"x", {1, 2}, {1: "x"}, object(), [0.5], {"a": {"b": 1.0}}):
            with self.subTest(value=value), self.assertRaises(TypeError):
                chain.canonical(value)
        for value in (datetime.now(UTC), Decimal("NaN"), Decimal("Infinity"), "\ud800"):
            with self.subTest(value=value), self.assertRaises(ValueError):
                chain.canonical(value)

    @given(VALUES)
    def test_the_order_of_keys_does_not_matter(self, value):
        self.assertEqual(chain.canonical(value), chain.canonical(shuffled(value)))

    @given(VALUES)
    def test_it_is_read_and_written_the_same_again(self, value):
        text = chain.canonical(value)
        self.assertEqual(chain.canonical(chain.read(text)), text)
        self.assertEqual(json.loads(text), chain.read(text))
        self.assertNotIn("\n", text)

    def test_an_empty_payload_says_nothing(self):
        self.assertEqual(chain.read(""), {})
        self.assertEqual(chain.read(None), {})


class TestDigests(unittest.TestCase):
    def test_a_digest_is_that_of_any_program(self):
        known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        self.assertEqual(chain.digest("abc"), known)
        self.assertEqual(chain.digest(b"abc"), known)

    def test_a_salted_digest_proves_the_value_to_who_has_the_salt(self):
        first = chain.salted("pepper", "ap@debtor.example")
        self.assertEqual(first, chain.salted("pepper", "ap@debtor.example"))
        self.assertNotEqual(first, chain.salted("salt", "ap@debtor.example"))
        self.assertNotEqual(first, chain.digest("ap@debtor.example"))

    def test_nothing_has_no_digest(self):
        self.assertIsNone(chain.salted("pepper", None))
        self.assertIsNone(chain.salted("pepper", ""))


class TestChain(unittest.TestCase):
    def test_another_program_can_compute_the_hash(self):
        entry = chain.Entry(7, 1, "sent", MOMENT, 2, None, 31, None, '{"a":1}')
        lines = ["1", "sent", "2026-03-05T01:02:03", "2", "", "31", "", '{"a":1}']
        content = hashlib.sha256("\n".join(lines).encode()).hexdigest()
        expected = hashlib.sha256(f"ab\n7\n{content}".encode()).hexdigest()
        self.assertEqual(chain.link("ab", entry), expected)
        self.assertEqual(chain.content_digest(entry), content)

    def test_a_part_over_several_lines_is_refused(self):
        entry = chain.Entry(7, 1, "sent", MOMENT, 2, None, 31, None, "{}\n{}")
        with self.assertRaises(ValueError):
            chain.link("ab", entry)
        head, found = chain.follow(chain.Head(6, "ab"), [(entry, "ab", "cd")])
        self.assertEqual((head.number, found), (6, chain.Break(7, chain.CHANGED)))

    @given(ENTRIES)
    def test_a_sealed_chain_is_right(self, entries):
        rows = make_chain(entries)
        self.assertEqual([row[0].number for row in rows], [*range(1, len(rows) + 1)])
        self.assertEqual(
            chain.follow(chain.Head(), rows),
            (chain.Head(len(rows), rows[-1][2]), None),
        )

    @given(ENTRIES, st.data())
    def test_it_can_be_followed_in_parts(self, entries, data):
        rows = make_chain(entries)
        cut = data.draw(st.integers(0, len(rows)))
        head, found = chain.follow(chain.Head(), rows[:cut])
        self.assertIsNone(found)
        self.assertEqual(chain.follow(head, rows[cut:])[1], None)
        later = make_chain(entries, head)
        self.assertEqual(chain.follow(head, later)[1], None)

    @given(ENTRIES, st.data())
    def test_a_change_of_any_part_is_found(self, entries, data):
        rows = make_chain(entries)
        place = data.draw(st.integers(0, len(rows) - 1))
        name = data.draw(st.sampled_from(chain.Entry._fields[1:]))
        entry, previous, current = rows[place]
        changed = {
            "company": entry.company + 1,
            "event": entry.event + "s",
            "moment": entry.moment + timedelta(days=1),
            "payload": chain.canonical([chain.read(entry.payload)]),
        }
        new = changed[name] if name in changed else (getattr(entry, name) or 0) + 1
        rows[place] = (entry._replace(**{name: new}), previous, current)
        self.assertEqual(
            chain.follow(chain.Head(), rows)[1],
            chain.Break(place + 1, chain.CHANGED),
        )

    @given(ENTRIES, st.data())
    def test_a_change_that_is_hashed_anew_is_found_at_the_next(self, entries, data):
        rows = make_chain([*entries, entries[0]])
        place = data.draw(st.integers(0, len(rows) - 2))
        entry, previous, _current = rows[place]
        forged = entry._replace(event="forged")
        rows[place] = (forged, previous, chain.link(previous, forged))
        self.assertEqual(
            chain.follow(chain.Head(), rows)[1],
            chain.Break(place + 2, chain.DETACHED),
        )

    @given(ENTRIES, st.data())
    def test_a_removed_entry_is_found_missing(self, entries, data):
        rows = make_chain([*entries, entries[0]])
        place = data.draw(st.integers(0, len(rows) - 2))
        del rows[place]
        self.assertEqual(
            chain.follow(chain.Head(), rows)[1],
            chain.Break(place + 1, chain.MISSING),
        )

    @given(ENTRIES, st.data())
    def test_removed_and_numbered_anew_it_does_not_follow(self, entries, data):
        rows = make_chain([*entries, entries[0]])
        place = data.draw(st.integers(0, len(rows) - 2))
        del rows[place]
        rows = [
            (entry._replace(number=number), previous, current)
            for number, (entry, previous, current) in enumerate(rows, 1)
        ]
        found = chain.follow(chain.Head(), rows)[1]
        self.assertEqual(found, chain.Break(place + 1, chain.DETACHED))

    @given(ENTRIES, st.data())
    def test_an_inserted_entry_is_found(self, entries, data):
        rows = make_chain(entries)
        place = data.draw(st.integers(0, len(rows) - 1))
        rows.insert(place, rows[place])
        found = chain.follow(chain.Head(), rows)[1]
        self.assertEqual(found.number, place + 2)

    @given(ENTRIES, st.data())
    def test_another_order_is_found(self, entries, data):
        rows = make_chain([*entries, entries[0]])
        first = data.draw(st.integers(0, len(rows) - 2))
        rows[first], rows[first + 1] = rows[first + 1], rows[first]
        found = chain.follow(chain.Head(), rows)[1]
        self.assertEqual(found, chain.Break(first + 1, chain.MISSING))
