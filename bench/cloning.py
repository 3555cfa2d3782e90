"""Multiplies rows of some tables with SQL, keeping what they say of each other.

A clone's id is the original's plus a multiple of the span of all originals' ids, so
every reference between cloned rows is moved by plain arithmetic.
"""

from dataclasses import dataclass, field

from odoo.tools import SQL

REFERENCES = """
    SELECT own.relname, attribute.attname, other.relname
      FROM pg_constraint con
      JOIN pg_class own ON own.oid = con.conrelid
      JOIN pg_class other ON other.oid = con.confrelid
      JOIN pg_attribute attribute
        ON attribute.attrelid = con.conrelid AND attribute.attnum = con.conkey[1]
     WHERE con.contype = 'f' AND own.relname = ANY(%s) AND other.relname = ANY(%s)
"""


@dataclass
class Table:
    """Rows to clone.

    :ivar first: the smallest id to clone; everything from there on is cloned
    :ivar changed: ``{column: SQL expression}``, with ``clone.no`` for the number of
        the clone
    """

    name: str
    first: int
    changed: dict = field(default_factory=dict)
    last: int = 0


class Cloner:
    """:param tables: in an order in which each refers only to earlier ones"""

    def __init__(self, env, tables):
        self.env = env
        self.tables = {table.name: table for table in tables}
        names = list(self.tables)
        rows = env.execute_query(SQL(REFERENCES, names, names))
        self.references = {(own, column): other for own, column, other in rows}
        for table in tables:
            table.last = self._get_last_id(table)

    def clone(self, first_no, last_no):
        """Make the clones with these numbers; 1 is the first."""
        # References are right by construction. Checking each would take most of the
        # time, with plans that were made while the tables were empty.
        self.env.cr.execute("SET LOCAL session_replication_role = replica")
        for table in self.tables.values():
            columns = self._get_columns(table)
            self.env.cr.execute(
                SQL(
                    """
                    INSERT INTO %(table)s (%(names)s)
                    SELECT %(values)s
                      FROM %(table)s own
                     CROSS JOIN generate_series(%(from)s, %(to)s) AS clone (no)
                     WHERE own.id BETWEEN %(first)s AND %(last)s
                     ORDER BY clone.no, own.id
                    """,
                    table=SQL.identifier(table.name),
                    names=SQL(", ").join(map(SQL.identifier, columns)),
                    values=SQL(", ").join(
                        self._get_value(table, column) for column in columns
                    ),
                    **{"from": first_no, "to": last_no},
                    first=table.first,
                    last=table.last,
                )
            )
        self.env.cr.execute("SET LOCAL session_replication_role = origin")

    def finish(self):
        """Let new records start after the clones, and the planner know them."""
        for table in self.tables.values():
            self.env.cr.execute(
                SQL(
                    "SELECT setval(%s, (SELECT MAX(id) FROM %s))",
                    f"{table.name}_id_seq",
                    SQL.identifier(table.name),
                )
            )
            self.env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table.name)))
        self.env.invalidate_all()

    def _get_last_id(self, table):
        query = SQL("SELECT MAX(id) FROM %s", SQL.identifier(table.name))
        return self.env.execute_query(query)[0][0] or 0

    def _get_columns(self, table):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT column_name FROM information_schema.columns
                 WHERE table_schema = 'public' AND table_name = %s
                   AND is_generated = 'NEVER'
                """,
                table.name,
            )
        )
        return [row[0] for row in rows]

    def _get_value(self, table, column):
        if column in table.changed:
            return SQL(table.changed[column])
        target = self.references.get((table.name, column))
        if column == "id":
            target = table.name
        if not target:
            return SQL("own.%s", SQL.identifier(column))
        other = self.tables[target]
        return SQL(
            """CASE WHEN own.%(column)s BETWEEN %(first)s AND %(last)s
                    THEN own.%(column)s + clone.no * %(span)s
                    ELSE own.%(column)s END""",
            column=SQL.identifier(column),
            first=other.first,
            last=other.last,
            span=max(0, other.last - other.first + 1),
        )
