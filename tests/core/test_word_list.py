import unittest

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.b2b_collections.core.word_list import (
    Word,
    excerpt,
    find_words,
    fold,
    problem,
)

LETTERS = st.text(alphabet="abcdefgh", min_size=3, max_size=8)
ANY_TEXT = st.text(max_size=80)


def found(text, *patterns):
    words = [Word(number, pattern) for number, pattern in enumerate(patterns)]
    return [text[hit.start : hit.end] for hit in find_words(text, words)]


class TestFindWords(unittest.TestCase):
    def test_whole_words_only(self):
        self.assertEqual(found("A warranty is no warrant.", "warrant"), ["warrant"])

    def test_star_stands_for_the_rest_of_a_word(self):
        text = "We arrest, arrested and rearrested."
        self.assertEqual(found(text, "arrest*"), ["arrest", "arrested"])
        self.assertEqual(
            found("Kami mengancam; ancaman", "*ancam*"), ["mengancam", "ancaman"]
        )

    def test_case_and_accents_do_not_matter(self):
        self.assertEqual(
            found("GEFANGNIS, Gefängnis", "gefängnis"), ["GEFANGNIS", "Gefängnis"]
        )
        self.assertEqual(found("Strasse Straße", "straße"), ["Strasse", "Straße"])

    def test_accents_that_are_characters_of_their_own(self):
        decomposed = "Gefa\N{COMBINING DIAERESIS}ngnis"
        self.assertEqual(found(f"Ins {decomposed}!", "Gefängnis"), [decomposed])

    def test_what_is_not_seen_does_not_hide_a_word(self):
        hidden = "po\N{SOFT HYPHEN}li\N{ZERO WIDTH SPACE}ce"
        self.assertEqual(found(f"the {hidden} comes", "police"), [hidden])

    def test_apostrophes_of_any_kind(self):
        self.assertEqual(
            found("un mandat d’arrêt", "mandat d'arrêt"), ["mandat d’arrêt"]
        )

    def test_phrases_reach_over_blanks_and_hyphens_but_not_over_sentences(self):
        for text in ("court order", "court-order", "court  order", "Court, order"):
            with self.subTest(text=text):
                self.assertEqual(found(text, "court order"), [text])
        for text in ("in court. Order now", "court\norder", "court orderly"):
            with self.subTest(text=text):
                self.assertEqual(found(text, "court order"), [])

    def test_the_longest_hit_of_a_place_is_reported(self):
        self.assertEqual(
            found("a court order", "order", "court order", "court"), ["court order"]
        )

    def test_every_place_is_reported(self):
        self.assertEqual(found("Police! police?", "police"), ["Police", "police"])

    @given(LETTERS, ANY_TEXT, ANY_TEXT)
    def test_a_word_is_found_wherever_it_stands(self, word, before, after):
        text = f"{before} {word.upper()} {after}"
        hits = find_words(text, [Word(1, word)])
        self.assertIn(
            (len(before) + 1, len(before) + 1 + len(word)),
            [(hit.start, hit.end) for hit in hits],
        )

    @given(LETTERS, LETTERS, ANY_TEXT)
    def test_a_word_inside_another_is_not(self, word, glued, text):
        hits = find_words(f"{glued}{word}", [Word(1, word)])
        self.assertFalse([hit for hit in hits if hit.start == len(glued)])
        wild = find_words(f"{text} {glued}{word}", [Word(1, f"*{word}")])
        self.assertTrue(wild)

    @given(ANY_TEXT, st.lists(LETTERS, max_size=5))
    def test_hits_lie_in_the_text_in_order_and_none_inside_another(self, text, words):
        hits = find_words(text, [Word(n, word) for n, word in enumerate(words)])
        for hit in hits:
            self.assertLess(hit.start, hit.end)
            self.assertLessEqual(hit.end, len(text))
        ends = [hit.end for hit in hits]
        self.assertEqual(ends, sorted(set(ends)))


class TestFold(unittest.TestCase):
    @given(ANY_TEXT)
    def test_each_character_knows_where_it_came_from(self, text):
        folded, places = fold(text)
        self.assertEqual(len(places), len(folded) + 1)
        self.assertEqual(list(places), sorted(places))
        self.assertEqual(places[-1], len(text))

    @given(ANY_TEXT)
    def test_capitals_make_no_difference(self, text):
        self.assertEqual(fold(text.casefold())[0], fold(text)[0])


class TestPattern(unittest.TestCase):
    def test_what_cannot_be_used(self):
        for pattern, code in (
            ("", "empty"),
            (None, "empty"),
            ("  ", "empty"),
            ("*", "short"),
            ("**", "short"),
            ("a*", "short"),
            ("*ab*", "short"),
            ("court *", "short"),
            ("po*ice", "star"),
            ("-- --", "short"),
        ):
            with self.subTest(pattern=pattern):
                self.assertEqual(problem(pattern), code)

    def test_what_can(self):
        for pattern in ("aib", "*ancam*", "court order", "mandat d'arrêt", "1x24 jam"):
            with self.subTest(pattern=pattern):
                self.assertIsNone(problem(pattern))

    @given(st.text(max_size=20), ANY_TEXT)
    def test_whatever_is_accepted_can_be_looked_for(self, pattern, text):
        if problem(pattern) is None:
            find_words(text, [Word(1, pattern)])


class TestExcerpt(unittest.TestCase):
    def test_it_is_cut_at_blanks(self):
        text = "one " * 30 + "police " + "two " * 30
        start = text.index("police")
        cut = excerpt(text, start, start + 6)
        self.assertRegex(cut, r"^…(one )+police( two)+…$")

    @given(ANY_TEXT, st.integers(0, 80), st.integers(1, 10))
    def test_it_holds_the_hit(self, text, start, length):
        start = min(start, len(text))
        end = min(start + length, len(text))
        inner = " ".join(text[start:end].split())
        self.assertIn(inner, excerpt(text, start, end))
