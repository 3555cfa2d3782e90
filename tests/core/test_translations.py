import re
import unittest
from collections import Counter
from pathlib import Path

import polib

FOLDERS = sorted(Path(__file__).parents[2].glob("b2b_*/i18n"))
REMEDY = "run ./dev i18n and translate"
PLACEHOLDERS = {
    "%(name)s": re.compile(r"%\(\w+\)[a-z]"),
    "%s": re.compile(r"%[a-z](?![a-z])"),
    "{name}": re.compile(r"\{\{?[^{}]*\}\}?"),
    "tag": re.compile(r"</?[A-Za-z][\w.-]*"),
    "t-out": re.compile(r't-(?:out|att|attf|if|esc)[\w-]*="[^"]*"'),
}
# Words that are the same in both languages, names, and what is no language at all.
SAME = re.compile(
    r"(<code>[^<]*</code>|April|September|November|Chatter|Data|Final|Format|Hash"
    r"|Indonesia|Label|Margin|Minimum|Model|No|OK|Portal|Salt"
    r"|E?mail|Excel|ID|Item|Mode|SHA|Total|SMS|SP\d|PDF|WeasyPrint|WhatsApp|wkhtmltopdf"
    r"|object\.\w+\(\)|[\W\d_]|%\(\w+\)s|\{\{.*?\}\}|\{\w+\}|<[^>]*>|BIC)*"
)


class TestTranslations(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.templates = {
            folder.parent.name: polib.pofile(str(path))
            for folder in FOLDERS
            for path in folder.glob("*.pot")
        }
        cls.files = {
            (folder.parent.name, path.stem): polib.pofile(str(path))
            for folder in FOLDERS
            for path in folder.glob("*.po")
        }

    def assert_nothing(self, wrong, what):
        self.assertFalse(wrong, f"{what}; {REMEDY}")

    def translated(self):
        for language, po_file in self.files.items():
            for entry in po_file:
                yield language, entry

    def test_debtors_in_indonesia_are_written_to_in_indonesian(self):
        for addon in self.templates:
            self.assertIn((addon, "id"), self.files)

    def test_every_text_is_translated_and_none_is_a_guess(self):
        wrong = [
            (language, entry.msgid)
            for language, entry in self.translated()
            if not entry.msgstr.strip() or entry.fuzzy or entry.obsolete
        ]
        self.assert_nothing(wrong, "not translated")

    def test_no_text_is_left_in_english(self):
        wrong = [
            (language, entry.msgid)
            for language, entry in self.translated()
            if entry.msgid == entry.msgstr and not SAME.fullmatch(entry.msgid)
        ]
        self.assert_nothing(wrong, "translation equals the English text")

    def test_placeholders_and_tags_are_those_of_the_source(self):
        for kind, pattern in PLACEHOLDERS.items():
            with self.subTest(kind):
                wrong = [
                    (language, entry.msgid, entry.msgstr)
                    for language, entry in self.translated()
                    if Counter(pattern.findall(entry.msgid))
                    != Counter(pattern.findall(entry.msgstr))
                ]
                self.assert_nothing(wrong, "placeholders differ")

    def test_spaces_around_a_text_stay(self):
        wrong = [
            (language, entry.msgid)
            for language, entry in self.translated()
            if _edges(entry.msgid) != _edges(entry.msgstr)
        ]
        self.assert_nothing(wrong, "spaces at an end differ")

    def test_texts_and_their_places_are_those_of_the_template(self):
        for (addon, language), po_file in self.files.items():
            with self.subTest(addon=addon, language=language):
                places = [
                    (entry.msgid, entry.occurrences) for entry in self.templates[addon]
                ]
                own = [(entry.msgid, entry.occurrences) for entry in po_file]
                self.assertEqual(own, places, REMEDY)


def _edges(text):
    """Return the white space before and after the words."""
    inner = text.strip()
    return text.partition(inner)[::2] if inner else (text, "")
