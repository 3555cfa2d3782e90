import unittest

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.b2b_collections.core.evidence import (
    find_uncovered,
    names_it,
    read_keywords,
)

WORD = st.text("abcdefgh", min_size=1, max_size=8)


class TestEvidence(unittest.TestCase):
    def test_keywords_are_read_without_gaps_and_case(self):
        self.assertEqual(
            read_keywords(" PO, Purchase Order ,,"), ("po", "purchase order")
        )
        self.assertEqual(read_keywords(None), ())

    def test_a_keyword_is_a_word_of_the_name(self):
        po = read_keywords("po, purchase order")
        for name in ("PO-4711.pdf", "our_po.pdf", "PO4711.pdf", "Purchase_Order 1.pdf"):
            self.assertTrue(names_it(name, po), name)
        for name in ("report.pdf", "depot.pdf", "polish.pdf", "", None):
            self.assertFalse(names_it(name, po), name)

    @given(WORD, WORD, st.sampled_from("-_ ."))
    def test_a_keyword_is_found_wherever_it_stands(self, keyword, other, gap):
        for name in (f"{keyword}{gap}{other}", f"{other}{gap}{keyword}.pdf", keyword):
            self.assertTrue(names_it(name.upper(), (keyword,)))

    @given(WORD)
    def test_without_keywords_nothing_is_found(self, name):
        self.assertFalse(names_it(name, ()))

    def test_documents_without_a_file(self):
        self.assertEqual(find_uncovered([3, 1, 2], {1: ["a"], 2: []}), (3, 2))
        self.assertEqual(find_uncovered([], {}), ())
