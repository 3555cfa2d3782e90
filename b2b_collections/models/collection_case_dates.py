from odoo import models
from odoo.tools import SQL


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
