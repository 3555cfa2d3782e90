import unittest
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.b2b_collections.core.placeholders import (
    NAMES,
    broken,
    fill,
    fill_html,
    fill_line,
    unknown,
)

NBSP = "\N{NO-BREAK SPACE}"


class TestUnknown(unittest.TestCase):
    def test_known_names_are_not_reported(self):
        text = " ".join(f"{{{name}}}" for name in NAMES)
        self.assertEqual(unknown(text), [])

    def test_each_unknown_name_once_in_order(self):
        self.assertEqual(
            unknown("{invoice} {debtor} { Sum } {invoice}"), ["invoice", "sum"]
        )

    def test_braces_around_something_else_are_no_placeholders(self):
        self.assertEqual(unknown("a {1} {} {two words} {{}} f(x) = {x | x > 1}"), [])

    def test_nothing_is_no_text(self):
        for blank in ("", None, False):
            with self.subTest(blank=blank):
                self.assertEqual(unknown(blank), [])
                self.assertEqual(broken(blank), [])
                self.assertEqual(fill_html(blank, {}), "")


class TestBroken(unittest.TestCase):
    def test_whole_placeholders_are_fine_wherever_they_stand(self):
        self.assertEqual(broken("<p>Dear <b>{contact}</b>, {total}</p>"), [])

    def test_tags_within_the_braces(self):
        self.assertEqual(
            broken("<p>{<b>debtor</b>} {to<i>tal</i>}</p>"), ["debtor", "total"]
        )

    def test_no_break_space_that_an_editor_has_put_in(self):
        self.assertEqual(broken("<p>{deadline&nbsp;}</p>"), ["deadline"])

    def test_a_whole_one_does_not_hide_a_broken_one(self):
        self.assertEqual(broken("<p>{total} {<b>total</b>}</p>"), ["total"])


class TestFill(unittest.TestCase):
    def test_spaces_and_capitals_in_the_braces_do_not_matter(self):
        self.assertEqual(fill("{debtor}, { Debtor }", {"debtor": "PT A"}), "PT A, PT A")

    def test_what_has_no_value_stays(self):
        self.assertEqual(fill("{debtor} {total}", {"debtor": "PT A"}), "PT A {total}")

    def test_values_are_not_filled_again(self):
        values = {"debtor": "{total}", "total": "1"}
        self.assertEqual(fill("{debtor}", values), "{total}")

    def test_text_messages_have_no_no_break_spaces(self):
        self.assertEqual(fill("{total}", {"total": f"IDR{NBSP}1"}), "IDR 1")

    def test_a_subject_stays_on_one_line(self):
        values = {"debtor": "PT A\r\nBcc: all@everyone.example", "total": f"IDR{NBSP}1"}
        self.assertEqual(
            fill_line(" {total}\nof {debtor} ", values),
            f"IDR{NBSP}1 of PT A Bcc: all@everyone.example",
        )

    def test_values_are_text_and_never_markup(self):
        filled = fill_html("<p>{debtor}</p>", {"debtor": '<img src="x"> & "Co"'})
        self.assertEqual(
            filled, "<p>&lt;img src=&quot;x&quot;&gt; &amp; &quot;Co&quot;</p>"
        )

    def test_line_breaks_of_a_value_are_kept_in_html(self):
        self.assertEqual(fill_html("{total}", {"total": "a\nb"}), "a<br/>b")

    @given(st.text(alphabet=st.characters(exclude_characters="\n\r{}")))
    def test_html_shows_the_value_as_it_is(self, value):
        filled = fill_html("<p>{debtor}</p>", {"debtor": value})
        self.assertEqual(unescape(filled), f"<p>{value}</p>")

    @given(st.text(alphabet="{}ab <>&", max_size=40))
    def test_text_without_known_names_is_left_alone(self, text):
        self.assertEqual(fill(text, {"debtor": "x"}), text)
        self.assertEqual(fill_html(text, {"debtor": "x"}), text)
