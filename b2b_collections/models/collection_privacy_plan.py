from odoo import api, models

from .collection_privacy_source import Source

PLANS = "SELECT id FROM collection_plan WHERE case_id = ANY(%(cases)s)"
MESSAGES = f"model = 'collection.plan' AND res_id IN ({PLANS})"
OF_MESSAGE = "mail_message_id IN (SELECT id FROM mail_message WHERE {})"


class CollectionPrivacy(models.AbstractModel):
    """What payment plans say of a debtor: his means, and what was agreed."""

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
                "collection.plan",
                ("note", "means_note", "end_reason"),
                "case_id = ANY(%(cases)s)",
            ),
        ]
