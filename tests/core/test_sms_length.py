import unittest

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.b2b_collections.core.sms_length import is_basic, segments


class TestSegments(unittest.TestCase):
    def test_room_of_one_and_of_several(self):
        for text, count in (
            ("", 0),
            ("a", 1),
            ("a" * 160, 1),
            ("a" * 161, 2),
            ("a" * 306, 2),
            ("a" * 307, 3),
            ("€" * 80, 1),
            ("€" * 81, 2),
            ("я" * 70, 1),
            ("я" * 71, 2),
            ("a" * 70 + "ł", 2),
            ("😀" * 35, 1),
            ("😀" * 36, 2),
        ):
            with self.subTest(text=text[:3], length=len(text)):
                self.assertEqual(segments(text), count)

    def test_alphabet_of_telephones(self):
        self.assertTrue(is_basic("Tagihan IDR 1.000,00 – ".replace("–", "-")))
        self.assertTrue(is_basic("äöüÄÖÜßñ€[]{}"))
        self.assertFalse(is_basic("curly ’"))

    @given(st.text(max_size=400), st.text(max_size=50))
    def test_more_text_never_takes_fewer(self, text, more):
        self.assertLessEqual(segments(text), segments(text + more))
