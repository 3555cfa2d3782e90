"""What PostgreSQL itself refuses, whoever asks: the journal is only ever added to.

Access rights and the ORM can be gone round with SQL. These triggers cannot, short of
dropping them, and what is done behind their back is what verification finds.
"""

from odoo.tools import SQL

from ..core.testimony import ANONYMOUS

PREFIX = "b2b_collections_"
FUNCTION = f"{PREFIX}refuse"
FUNCTION_BODY = f"""
    CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger AS $refuse$
    BEGIN
        RAISE EXCEPTION 'The collections journal cannot be changed: %% on %%',
            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END
    $refuse$ LANGUAGE plpgsql
"""


def install(cr, table, forbidden):
    """Refuse to delete rows of a table, to empty it, and to change it in some ways.

    :param forbidden: SQL condition on OLD and NEW
    """
    cr.execute(SQL(FUNCTION_BODY))
    events = {
        "delete": SQL("DELETE ON %s FOR EACH ROW", SQL.identifier(table)),
        "truncate": SQL("TRUNCATE ON %s FOR EACH STATEMENT", SQL.identifier(table)),
        "update": SQL(
            "UPDATE ON %s FOR EACH ROW WHEN (%s)", SQL.identifier(table), forbidden
        ),
    }
    for name, event in events.items():
        _create(cr, table, f"{PREFIX}{name}", event)


def install_insert(cr, table, forbidden):
    """Refuse new rows of a kind; ``forbidden`` is an SQL condition on NEW."""
    event = SQL("INSERT ON %s FOR EACH ROW WHEN (%s)", SQL.identifier(table), forbidden)
    _create(cr, table, f"{PREFIX}insert", event)


def _create(cr, table, name, event):
    cr.execute(
        SQL(
            "DROP TRIGGER IF EXISTS %s ON %s",
            SQL.identifier(name),
            SQL.identifier(table),
        )
    )
    cr.execute(
        SQL(
            "CREATE TRIGGER %s BEFORE %s EXECUTE FUNCTION %s()",
            SQL.identifier(name),
            event,
            SQL.identifier(FUNCTION),
        )
    )


def remove(cr):
    """Take all triggers back: without the addon nothing keeps the journal right."""
    cr.execute(SQL("DROP FUNCTION IF EXISTS %s() CASCADE", SQL.identifier(FUNCTION)))


def changes(*names):
    """Condition: one of these columns gets another value."""
    return _any(names, "OLD.%(name)s IS DISTINCT FROM NEW.%(name)s")


def overwrites(*names):
    """Condition: one of these columns loses its value, or gets another in its place."""
    return _any(
        names,
        "(OLD.%(name)s IS NOT NULL AND OLD.%(name)s IS DISTINCT FROM NEW.%(name)s)",
    )


def links(*names):
    """Condition: one of these columns gets another value than none."""
    return _any(
        names,
        "(NEW.%(name)s IS NOT NULL AND OLD.%(name)s IS DISTINCT FROM NEW.%(name)s)",
    )


def swaps(*names):
    """Condition: one of these columns has a value before and another one after."""
    return _any(names, "OLD.%(name)s != NEW.%(name)s")


def rewrites(*names):
    """Condition: a personal value gets another one, and not the mark that it is gone.

    What was empty may be filled, since it comes into being with the message.
    """
    return _any(
        names,
        """(OLD.%(name)s != NEW.%(name)s AND NEW.%(name)s NOT IN ('', %(gone)s))""",
    )


def _any(names, condition):
    return SQL(" OR ").join(
        SQL(
            condition,
            name=SQL.identifier(name),
            **({"gone": ANONYMOUS} if "%(gone)s" in condition else {}),
        )
        for name in names
    )
