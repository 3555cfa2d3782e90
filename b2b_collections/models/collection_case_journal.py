from odoo import fields, models
from odoo.fields import Domain


class CollectionCase(models.Model):
    """The entries of a case in the journal, and what the debtor does that is one."""

    _inherit = "collection.case"

    entry_ids = fields.One2many(
        "collection.journal.entry", "case_id", string="Entries", readonly=True
    )

    def action_view_entries(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "b2b_collections.collection_journal_entry_action"
        )
        action["domain"] = [("case_id", "in", self.ids)]
        return action

    def message_update(self, msg_dict, update_vals=None):
        """A mail to the case: if the debtor wrote it, he replied."""
        result = super().message_update(msg_dict, update_vals)
        author = self.env["res.partner"].browse(msg_dict.get("author_id") or ())
        # Colleagues write to a case as well.
        if not author.user_ids.filtered(lambda user: user._is_internal()):
            for case in self:
                case._record_reply(msg_dict, author)
        return result

    def _record_reply(self, msg_dict, author):
        self.env["collection.journal.entry"]._record(
            [
                {
                    "company_id": self.company_id.id,
                    "event": "replied",
                    "case_id": self.id,
                    "action_id": self._find_answered(msg_dict).id,
                    "contact_id": author.id,
                    "personal": {
                        "sender": msg_dict.get("email_from"),
                        "message": msg_dict.get("message_id"),
                    },
                }
            ]
        )

    def _find_answered(self, msg_dict):
        """The message that a mail answers; the gateway has found its parent."""
        return self.env["collection.action"].search(
            Domain("case_id", "=", self.id)
            & Domain("mail_message_id", "=", msg_dict.get("parent_id") or 0),
            limit=1,
        )
