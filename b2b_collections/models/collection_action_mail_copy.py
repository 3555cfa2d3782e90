from odoo import models
from odoo.tools import SQL

# Stands for the table of items while the rest of the message is cleaned.
ITEMS_MARK = "[[collection items]]"


class CollectionAction(models.Model):
    """The copy of a mail that stays in the chatter of its case.

    Odoo cleans the HTML of a message, element by element. Most elements of a reminder
    are cells of its table of items, which our own view has made from escaped values:
    cleaning them would take longer than anything else about the mail. So they go in
    when all the rest, which users can edit, has been cleaned.
    """

    _inherit = "collection.action"

    def _get_mail_copy(self, body):
        """The mail with a mark in place of its table of items, if it has that table."""
        # As plain text: replacing in Markup would escape the table first.
        return str(body).replace(self._get_items_html(), ITEMS_MARK)

    def _get_items_html(self):
        """The table as it stands in the mail: with links that work outside Odoo."""
        return str(self.env["mail.render.mixin"]._replace_local_links(self.mail_items))

    def _complete_mail_copies(self):
        """Put the tables of items in the place of the marks."""
        messages = self.mail_message_id
        messages.flush_recordset(["body"])
        tables = SQL(", ").join(
            SQL("(%s, %s)", action.mail_message_id.id, action._get_items_html())
            for action in self
        )
        self.env.cr.execute(
            SQL(
                """
                UPDATE mail_message message
                   SET body = REPLACE(message.body, %s, items.html)
                  FROM (VALUES %s) AS items (message_id, html)
                 WHERE message.id = items.message_id
                """,
                ITEMS_MARK,
                tables,
            )
        )
        messages.invalidate_recordset(["body"], flush=False)
