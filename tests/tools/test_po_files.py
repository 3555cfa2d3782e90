import tempfile
import unittest
from pathlib import Path

import polib

from tools import po_files


def po_file(**texts):
    """File with an entry for each keyword: msgid=msgstr."""
    result = polib.POFile()
    result.metadata = {"POT-Creation-Date": "2026-03-31 10:00+0000"}
    for msgid, msgstr in texts.items():
        entry = polib.POEntry(msgid=msgid, msgstr=msgstr, comment="module: addon")
        entry.occurrences = [("model:b:2", ""), ("code:a.py", "0")]
        result.append(entry)
    return result


class TestPoFiles(unittest.TestCase):
    def merged(self, exported, known):
        return {
            entry.msgid: entry.msgstr for entry in po_files.merge(exported, "id", known)
        }

    def test_translations_are_kept_new_texts_wait_and_old_ones_go(self):
        merged = self.merged(
            po_file(Paid="", Open=""), po_file(Paid="Lunas", Gone="Hilang")
        )
        self.assertEqual(merged, {"Paid": "Lunas", "Open": ""})

    def test_nothing_is_guessed_from_a_similar_text(self):
        exported = po_files.merge(po_file(Paids=""), "id", po_file(Paid="Lunas"))
        self.assertEqual(po_files.untranslated(exported), ["Paids"])
        self.assertFalse(any(entry.fuzzy for entry in exported))

    def test_text_without_words_needs_no_translator(self):
        layout = "<p>{{ object.name }}: 1, 2</p>"
        merged = self.merged(po_file(**{layout: "", "<p>A word</p>": ""}), None)
        self.assertEqual(merged, {layout: layout, "<p>A word</p>": ""})

    def test_template_has_no_translation_and_no_date(self):
        text = str(po_files.merge(po_file(Paid="Lunas")))
        self.assertNotIn("Lunas", text)
        self.assertNotIn("2026", text)

    def test_second_update_changes_nothing(self):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            exported = po_file(Paid="", Open="")
            po_files.update(folder, "addon", exported, ["id"])
            first = {path.name: path.read_text() for path in folder.iterdir()}
            self.assertEqual(set(first), {"addon.pot", "id.po"})
            files = po_files.update(folder, "addon", exported)
            self.assertEqual(list(files), ["id"])
            self.assertEqual(
                {path.name: path.read_text() for path in folder.iterdir()}, first
            )
