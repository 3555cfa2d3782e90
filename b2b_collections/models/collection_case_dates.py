from odoo import models
from odoo.tools import SQL

from .collection_action_bounce import REACHED


class CollectionCase(models.Model):
    """When the debtor was last written to, and when a contact last reached him."""

    _inherit = "collection.case"

    def _note_message(self, day):
        """A written message was prepared: the next one keeps its distance."""
        self._advance_date("last_message_date", day)

    def _note_contact(self, day):
        """A message or conversation reached the debtor."""
        self._advance_date("last_contact_date", day)

    def _advance_date(self, name, day):
        """Set a date of all these cases, unless a later one stands there."""
        self.flush_recordset([name])
        self.env.cr.execute(
            SQL(
                """
                UPDATE collection_case SET %(column)s = GREATEST(%(column)s, %(day)s)
                 WHERE id = ANY(%(ids)s)
                """,
                column=SQL.identifier(name),
                day=day,
                ids=self.ids,
            )
        )
        self.invalidate_recordset([name], flush=False)

    def _forget_message(self):
        """The message never arrived: only what did counts for the distance."""
        self.flush_recordset(["last_message_date", "last_contact_date"])
        self.env.cr.execute(
            SQL(
                """
                UPDATE collection_case SET last_message_date = last_contact_date
                 WHERE id = ANY(%s)
                """,
                self.ids,
            )
        )
        self.invalidate_recordset(["last_message_date"], flush=False)

    def _recount_messages(self):
        """Something that had counted reached nobody: what did says the dates."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                UPDATE collection_case held
                   SET last_message_date = told.message,
                       last_contact_date = told.contact
                  FROM (SELECT known.id,
                               MAX(given.date) FILTER (
                                   WHERE given.channel NOT IN ('call', 'visit')
                                     AND given.is_incoming IS NOT TRUE
                                     AND given.state IN ('queued', 'to_print', 'done')
                               ) AS message,
                               MAX(given.date) FILTER (WHERE %(reached)s) AS contact
                          FROM collection_case known
                          LEFT JOIN collection_action given ON given.case_id = known.id
                         WHERE known.id = ANY(%(ids)s)
                         GROUP BY known.id) told
                 WHERE held.id = told.id
                """,
                reached=REACHED,
                ids=self.ids,
            )
        )
        self.invalidate_recordset(
            ["last_message_date", "last_contact_date"], flush=False
        )
