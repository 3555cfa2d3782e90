from odoo import fields, models

# Words by which mail servers refuse a recipient, as smtplib reports them; the
# enhanced status codes are those of RFC 3463, class 5, subject 1 (addressing).
BAD_RECIPIENT = ("SMTPRecipientsRefused", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10")
BAD_ADDRESS_TYPES = ("mail_email_invalid", "mail_email_missing")


class MailMail(models.Model):
    _inherit = "mail.mail"

    collection_action_ids = fields.One2many("collection.action", "mail_id")

    def _get_collection_actions(self):
        """Queued actions behind these mails. The queue runs as system."""
        return (
            self.env["collection.action"]
            .sudo()
            .search([("mail_id", "in", self.ids), ("state", "=", "queued")])
        )

    def _send(self, *args, **kwargs):
        """Look at ledger and contact rules once more before a reminder leaves."""
        queued = self._get_collection_actions()
        obsolete = queued._find_obsolete()
        for lang, actions in obsolete.grouped("lang").items():
            words = actions.with_context(lang=lang)
            actions._cancel(words.env._("Paid, held or changed before it left."))
        kept_back = (queued - obsolete) - (queued - obsolete)._ask_again()
        # What each mail brings about is written when it has left, but the levels of
        # invoices and debtors once for all of these mails.
        later = self.with_context(collection_publish_later=True)
        result = super(MailMail, later - kept_back.mail_id)._send(*args, **kwargs)
        queued.case_id._publish_levels()
        return result

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        actions = self._get_collection_actions()
        for action in actions:
            if action.mail_id.state == "sent":
                action._reach_debtor(action._get_local_day())
        failed = actions.filtered(lambda action: action.mail_id.state == "exception")
        for reason, group in failed.grouped(
            lambda action: failure_reason or action.mail_id.failure_reason or ""
        ).items():
            bad = failure_type in BAD_ADDRESS_TYPES or any(
                word in reason for word in BAD_RECIPIENT
            )
            group._fail(reason, bad)
        # Whether it goes again is for the next run to say, not for the mail queue.
        failed.mail_id.state = "cancel"
        return super()._postprocess_sent_message(
            success_pids,
            success_emails,
            failure_reason=failure_reason,
            failure_type=failure_type,
        )
