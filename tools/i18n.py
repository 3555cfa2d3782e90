"""Export the addon's texts, update its translation files, list what is missing."""

import argparse
import io
import sys
from pathlib import Path

import polib

from odoo.tools.translate import trans_export

from tools import po_files
from tools.odoo_env import odoo_env

ADDON = "b2b_collections"
FOLDER = Path(__file__).parents[1] / ADDON / "i18n"


def export_terms(env):
    """Return the addon's texts as Odoo's own export gives them."""
    buffer = io.BytesIO()
    trans_export(None, [ADDON], buffer, "po", env)
    return polib.pofile(buffer.getvalue().decode())


def report(language, po_file):
    """Print the texts that wait for a translation; return their number."""
    missing = po_files.untranslated(po_file)
    print(f"{language}.po: {len(po_file)} texts, {len(missing)} without translation")
    for text in missing:
        print(f"  {text}")
    return len(missing)


def main(argv=None):
    parser = argparse.ArgumentParser(prog="./dev i18n", description=__doc__)
    parser.add_argument("--db", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--config", help=argparse.SUPPRESS)
    parser.add_argument(
        "languages", nargs="*", metavar="LANGUAGE", help="code of a language to begin"
    )
    args = parser.parse_args(argv)
    with odoo_env(args.db, args.config) as env:
        exported = export_terms(env)
    files = po_files.update(FOLDER, ADDON, exported, args.languages)
    if sum([report(*item) for item in files.items()]):
        sys.exit(f"translate them in {FOLDER.relative_to(Path.cwd())}")


if __name__ == "__main__":
    main()
