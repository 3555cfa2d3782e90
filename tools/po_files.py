"""Translation files of an addon: a template, and one file per language.

What does not change from one export to the next does not change in the files.
"""

import re
from pathlib import Path

import polib

PLURALS = {"id": "nplurals=1; plural=0;"}
# What Odoo writes besides changes with every export and says nothing.
HEADER = {
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
}
# What no language changes: tags, {{ expressions }}, digits and signs.
WORDLESS = re.compile(r"(<[^>]*>|{{.*?}}|[^A-Za-z])*")


def merge(exported, language=None, known=None):
    """Return a file with the entries of `exported`, translated from `known`.

    `known` is an older file of the language, or None. Its translations are kept where
    the source text is the same to the letter; entries that are gone are dropped, and
    nothing is guessed (no fuzzy entries). Texts without a word, such as a layout, are
    their own translation. Without `language` the result is a template.
    """
    translations = {entry.msgid: entry.msgstr for entry in known or ()}
    merged = polib.POFile()
    merged.header = exported.header
    merged.metadata = dict(HEADER)
    if language:
        merged.metadata["Language"] = language
        merged.metadata["Plural-Forms"] = PLURALS.get(language, "")
    for entry in exported:
        merged.append(
            polib.POEntry(
                msgid=entry.msgid,
                msgstr=_translate(entry.msgid, translations) if language else "",
                comment=entry.comment,
                occurrences=sorted(entry.occurrences),
            )
        )
    return merged


def update(folder, addon, exported, languages=()):
    """Write the template and every language file in `folder`; return {language: file}.

    The languages are those that have a file, and those in `languages`.
    """
    folder = Path(folder)
    folder.mkdir(exist_ok=True)
    _write(folder / f"{addon}.pot", merge(exported))
    files = {}
    for language in sorted({path.stem for path in folder.glob("*.po")} | {*languages}):
        path = folder / f"{language}.po"
        known = polib.pofile(str(path)) if path.exists() else None
        files[language] = merge(exported, language, known)
        _write(path, files[language])
    return files


def untranslated(po_file):
    """Return the source texts that have no translation yet."""
    return [entry.msgid for entry in po_file if not entry.msgstr]


def _translate(text, translations):
    return translations.get(text) or (text if WORDLESS.fullmatch(text) else "")


def _write(path, po_file):
    text = str(po_file)
    if not path.exists() or path.read_text() != text:
        path.write_text(text)
