import unittest

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.b2b_collections.core import linter
from odoo.addons.b2b_collections.core.linter import Text, lint_message, lint_text
from odoo.addons.b2b_collections.core.plain_text import count_words, plain, sentences
from odoo.addons.b2b_collections.core.word_list import Word

POLICE = (Word(7, "police"), Word(8, "threaten*"))
ALL = linter.PARTS


def letter(body, name="opening", lang="en_US", role=linter.LETTER):
    return Text(name, lang, body, role)


def codes(findings):
    return [finding.code for finding in findings]


class TestPlainText(unittest.TestCase):
    def test_blocks_are_lines_and_inline_elements_leave_no_gap(self):
        self.assertEqual(
            plain("<p>The po<b>li</b>ce</p><ul><li>one<br>two</li></ul>"),
            "The police\none\ntwo",
        )

    def test_entities_and_what_is_not_shown(self):
        self.assertEqual(
            plain("<style>p {}</style><!-- police --><p>A&nbsp;&amp; B</p>"), "A & B"
        )

    def test_nothing(self):
        for blank in ("", None, False, "<p><br></p>"):
            self.assertEqual(plain(blank), "")

    def test_sentences_end_with_a_stop_or_a_line(self):
        self.assertEqual(
            sentences("One. Two!\nThree {total} 1.000,00 four"),
            ["One.", "Two!", "Three {total} 1.000,00 four"],
        )

    def test_words(self):
        self.assertEqual(count_words("Please pay {total} by-and-by, don't wait"), 6)

    @given(st.text(alphabet="<>b/p &;ax \n", max_size=60))
    def test_any_html(self, html):
        self.assertNotIn("\n\n", plain(html))


class TestWords(unittest.TestCase):
    def test_a_hit_says_where_and_which(self):
        (found,) = lint_text(letter("<p>We call the <i>Pol</i>ice.</p>"), POLICE)
        self.assertEqual(
            (found.severity, found.code, found.word, found.detail, found.excerpt),
            ("warning", "word", 7, "Police", "We call the Police."),
        )
        self.assertEqual((found.start, found.end), (12, 18))

    def test_severity_is_that_of_the_word(self):
        (found,) = lint_text(letter("police"), (Word(1, "police", "advice"),))
        self.assertEqual(found.severity, "advice")

    def test_a_guide_may_say_what_not_to_do(self):
        guide = "<p>Be polite. Do not threaten anybody.</p><p>Jangan threaten.</p>"
        self.assertFalse(lint_text(letter(guide, role=linter.GUIDE), POLICE))
        self.assertTrue(lint_text(letter(guide), POLICE))
        other = "<p>Do not shout. Say that the police will come.</p>"
        self.assertTrue(lint_text(letter(other, role=linter.GUIDE), POLICE))

    def test_a_template_is_read_as_the_debtor_reads_it(self):
        body = '<p t-if="object.police">Hello <t t-out="object.mail_items"/></p>'
        self.assertFalse(lint_text(letter(body, role=linter.LAYOUT), POLICE))

    @given(st.text(max_size=60))
    def test_no_words_no_hits(self, body):
        found = lint_text(letter(body, role=linter.LINE))
        self.assertNotIn(linter.WORD, codes(found))


class TestPlaceholders(unittest.TestCase):
    def test_unknown_and_broken_ones_are_errors_and_come_first(self):
        body = "<p>police {nobody} {<b>total</b>}</p>"
        found = lint_text(letter(body), POLICE)
        self.assertEqual(codes(found), ["unknown", "broken", "word"])
        self.assertEqual([f.detail for f in found[:2]], ["nobody", "total"])

    def test_one_that_stays_empty_is_advice(self):
        (found,) = lint_text(
            letter("Call {company_phone}, {company_phone}"),
            empty=frozenset({"company_phone", "date"}),
        )
        self.assertEqual(
            (found.severity, found.code, found.detail),
            ("advice", "empty", "company_phone"),
        )

    def test_nobody_fills_the_braces_of_a_layout(self):
        found = lint_text(letter("<p>{total} {mine}</p>", role=linter.LAYOUT))
        self.assertEqual(
            [(f.severity, f.detail) for f in found], [("warning", "total")]
        )


class TestLength(unittest.TestCase):
    def test_a_long_sentence(self):
        fine = "word " * linter.MAX_SENTENCE
        self.assertFalse(lint_text(letter(f"<p>{fine}</p><p>{fine}</p>")))
        (found,) = lint_text(letter(f"<p>{fine} more</p>"))
        self.assertEqual((found.code, found.detail), ("long_sentence", "46"))

    def test_a_text_message_is_measured_as_it_is_sent(self):
        text = letter("{company}: {total}", role=linter.SMS, name="sms_body")
        self.assertFalse(lint_text(text, lengths=(("company", 100), ("total", 204))))
        (found,) = lint_text(text, lengths=(("company", 101), ("total", 204)))
        self.assertEqual((found.code, found.detail), ("long_sms", "3"))

    def test_a_long_letter(self):
        texts = [letter("<p>a b. </p>" * 81, name) for name in ("opening", "closing")]
        found = lint_message(texts, "letter", "en_US", linter.NOTICE, ALL)
        self.assertEqual(
            [(f.code, f.detail) for f in found], [(linter.LONG_TEXT, "324")]
        )


class TestMissing(unittest.TestCase):
    def missing(self, body, channel="mail", kind=linter.LATER, provided=frozenset()):
        role = linter.SMS if channel == "sms" else linter.LETTER
        texts = [letter(body, role=role)]
        return codes(lint_message(texts, channel, "en_US", kind, provided))

    def test_what_each_kind_of_level_must_say(self):
        for kind, needed in (
            (linter.NOTICE, ["no_amount", "no_due"]),
            (linter.FIRST, ["no_amount", "no_due", "no_payment"]),
            (linter.LATER, ["no_amount", "no_due", "no_payment", "no_objection"]),
        ):
            with self.subTest(kind=kind):
                self.assertEqual(self.missing("Hello", kind=kind), needed)
                self.assertEqual(self.missing("Hello", kind=kind, provided=ALL), [])

    def test_texts_can_say_it_where_the_layout_does_not(self):
        body = "{total} by {deadline}. Complaints: {complaints}"
        self.assertEqual(self.missing(body), ["no_payment"])

    def test_only_the_way_to_complain_is_a_warning(self):
        found = lint_message([letter("Hello")], "mail", "en_US", linter.LATER)
        self.assertEqual(
            {f.code for f in found if f.severity == "warning"}, {"no_objection"}
        )

    def test_a_text_message(self):
        self.assertEqual(self.missing("", "sms"), ["no_text"])
        self.assertEqual(self.missing("Pay!", "sms"), ["no_amount", "no_contact"])
        self.assertEqual(self.missing("{total} {contact_us}", "sms"), [])

    def test_kinds(self):
        days = (-7, 3, 10, 30)
        self.assertEqual(
            [linter.kind_of(day, days) for day in days],
            ["notice", "first", "later", "later"],
        )
        self.assertEqual(linter.kind_of(0, ()), "first")
        self.assertEqual(linter.kind_of(-1, ()), "notice")
