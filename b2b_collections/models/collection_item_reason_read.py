import re

from odoo import models
from odoo.tools import SQL

PLACEHOLDER = re.compile(r"%\((\w+)\)s")
# Where the facts of a reason come from; what is not here belongs to one item alone.
SOURCES = {
    "level": "next_level_id",
    "last": "level_id",
    "date": "next_date",
    "detail": "reason_detail",
    "contact": "contact_id",
    "gap": "case_id",
    "last_message": "case_id",
}
COLUMNS = ("id", "reason_code", *dict.fromkeys(SOURCES.values()))


def no_facts(_row):
    return ()


class CollectionItem(models.Model):
    _inherit = "collection.item"

    def _read_reasons(self, known):
        """Return {id: reason} for long lists, where few reasons occur many times.

        Only one item of those that say the same is put into words.

        :param known: dict that the caller keeps from one batch to the next
        """
        words = self._get_reason_words()
        facts = {code: self._pick_facts(text) for code, text in words.items()}
        self.flush_recordset(COLUMNS)
        rows = self.env.execute_query(
            SQL(
                "SELECT %s FROM collection_item WHERE id = ANY(%s)",
                SQL(", ").join(map(SQL.identifier, COLUMNS)),
                self.ids,
            )
        )
        keys = {row[0]: (row[1], *facts.get(row[1], no_facts)(row)) for row in rows}
        wanted = {key: number for number, key in keys.items() if key not in known}
        examples = self.browse(wanted.values())
        for key, item in zip(wanted, examples, strict=True):
            known[key] = item.reason
        # What was read for the examples is let go: a list may be as long as it likes.
        examples.invalidate_recordset(flush=False)
        return {number: known[key] for number, key in keys.items()}

    def _pick_facts(self, text):
        """Return what picks the facts that a reason mentions out of a row."""
        names = {SOURCES.get(name, "id") for name in PLACEHOLDER.findall(text)}
        positions = sorted(map(COLUMNS.index, names))
        return lambda row: [row[position] for position in positions]
