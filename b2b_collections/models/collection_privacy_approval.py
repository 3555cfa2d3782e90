from odoo import api, models

from .collection_privacy_source import Source

APPROVALS = "SELECT id FROM collection_approval WHERE case_id = ANY(%(cases)s)"
MESSAGES = f"model = 'collection.approval' AND res_id IN ({APPROVALS})"
OF_MESSAGE = "mail_message_id IN (SELECT id FROM mail_message WHERE {})"


class CollectionPrivacy(models.AbstractModel):
    """What requests for approval say of a debtor."""

    _inherit = "collection.privacy"

    @api.model
    def _get_sources(self):
        return [
            *super()._get_sources(),
            Source(
                "mail.mail",
                ("email_to", "email_cc", "body_html", "headers"),
                OF_MESSAGE.format(MESSAGES),
            ),
            Source("mail.message", ("body", "subject"), MESSAGES),
            Source(
                "collection.approval.decision",
                ("reason",),
                f"approval_id IN ({APPROVALS})",
            ),
            Source(
                "collection.approval",
                ("name", "note", "outcome", "terms"),
                "case_id = ANY(%(cases)s)",
            ),
        ]
