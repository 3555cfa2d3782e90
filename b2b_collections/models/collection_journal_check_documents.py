from odoo import models
from odoo.tools import SQL

from ..core import chain

# Each letter is read as a whole.
DOCUMENTS_AT_A_TIME = 100
COPIES = """
    SELECT action.id, encode(sha256(convert_to(message.body, 'UTF8')), 'hex')
      FROM collection_action action
      JOIN mail_message message ON message.id = action.mail_message_id
     WHERE action.id = ANY(%s)
"""


class CollectionJournalCheck(models.Model):
    """Last part of a verification: what was sent is still what lies in the files."""

    _inherit = "collection.journal.check"

    def _check_documents(self):
        actions = self._get_actions(DOCUMENTS_AT_A_TIME)
        self.env["mail.message"].flush_model(["body"])
        said = self._read_testimony(actions)
        copies = dict(self.env.execute_query(SQL(COPIES, actions.ids)))
        forgotten = self._get_anonymised()
        for action in actions:
            keys = (action.case_id.id, action.id, action.contact_id.id)
            if self._is_forgotten(keys, forgotten):
                continue
            if not self._is_document_right(action):
                return self._report_action(action.id, "document")
            copy = said[action.id].texts.get("copy")
            if copy and copies.get(action.id) != copy:
                return self._report_action(action.id, "text")
        self.document_count += len(actions)
        self.position = actions[-1:].id or self.position
        # The files of one step are let go before the next.
        actions.attachment_id.invalidate_recordset()
        if len(actions) < DOCUMENTS_AT_A_TIME:
            self._finish_phase()
        return None

    def _is_document_right(self, action):
        if not action.document_digest:
            return not action.attachment_id
        return chain.digest(action.attachment_id.raw or b"") == action.document_digest
