from collections import defaultdict

from odoo.tools import SQL

SOURCE_LANG = "en_US"


def read_translations(records, names):
    """Return ``{record id: {field: {language: text}}}`` in one query.

    All languages at a time, which the ORM reads one by one. Languages that are no
    longer installed are left out; English stays, for whoever has no text of his own
    reads it.
    """
    found = {id_: {name: {} for name in names} for id_ in records.ids}
    if not found:
        return found
    records.flush_recordset(names)
    installed = {code for code, _name in records.env["res.lang"].get_installed()}
    columns = SQL(", ").join(map(SQL.identifier, names))
    rows = records.env.execute_query(
        SQL(
            "SELECT id, %s FROM %s WHERE id = ANY(%s)",
            columns,
            SQL.identifier(records._table),
            records.ids,
        )
    )
    for id_, *values in rows:
        for name, value in zip(names, values, strict=True):
            found[id_][name] = {
                lang: text
                for lang, text in (value or {}).items()
                if text and (lang in installed or lang == SOURCE_LANG)
            }
    return found


def by_language(translations):
    """Turn ``{field: {language: text}}`` into ``{language: {field: text}}``."""
    turned = defaultdict(dict)
    for name, texts in translations.items():
        for lang, text in texts.items():
            turned[lang][name] = text
    return turned
