from odoo import models
from odoo.exceptions import UserError

# What the mail gateway brings in is not ours to refuse: it has arrived.
ARRIVED = ("email",)


class CollectionCase(models.Model):
    """What a person writes to the debtor in the chatter goes through the gate, too.

    Every notification of the chatter leaves by one of the two methods below, whatever
    brought it about: the message box, a composer, a template, another app.
    """

    _inherit = "collection.case"

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """A debtor does not follow his case: it is no conversation with him."""
        partners = self.env["res.partner"].browse(partner_ids or ())
        debtors = self.partner_id.ids
        own = partners.filtered(lambda p: p.commercial_partner_id.id not in debtors)
        return super().message_subscribe(own.ids, subtype_ids)

    def _notify_thread_by_email(self, message, recipients_data, **kwargs):
        allowed = self._pass_chatter(message, recipients_data, "mail", "email")
        return super()._notify_thread_by_email(message, allowed, **kwargs)

    def _notify_thread_by_sms(self, message, recipients_data, **kwargs):
        allowed = self._pass_chatter(message, recipients_data, "sms", "sms")
        if kwargs.get("sms_numbers") and self:
            # Whose number it is nobody said: on a case it is the debtor's.
            self._journal_chatter(message, self.partner_id, "sms")
        return super()._notify_thread_by_sms(message, allowed, **kwargs)

    def _pass_chatter(self, message, recipients_data, channel, kind):
        """Journal what goes to the debtor; return who may get the message.

        :param kind: notifications of this kind leave over the channel
        :raises UserError: somebody writes to the debtor when the gate says no
        """
        ids = [
            data["id"]
            for data in recipients_data
            if data.get("id") and data["notif"] == kind
        ]
        debtors = self._filter_debtors(ids) if self else ()
        if not debtors:
            return recipients_data
        if message.message_type in ARRIVED:
            return [data for data in recipients_data if data["id"] not in debtors.ids]
        for contact in debtors:
            self._journal_chatter(message, contact, channel)
        return recipients_data

    def _filter_debtors(self, partner_ids):
        self.ensure_one()
        partners = self.env["res.partner"].browse(partner_ids)
        return partners.filtered(
            lambda partner: partner.commercial_partner_id == self.partner_id
        )

    def _journal_chatter(self, message, contact, channel):
        """Ask the gate about a message of the chatter, and write it down.

        It answers the debtor if he has written since our last message: then neither
        gaps nor limits apply. It leaves at once, so his hours do.
        """
        self.check_access("write")
        run = self._new_hand_run()
        answer, debtor = self._ask_gate(
            run,
            channel,
            self.env["collection.level"],
            contact,
            asked_for=self._is_answer(),
        )
        if not answer.allowed:
            raise UserError(self._describe_refusal(answer, contact, debtor))
        Action = self.env["collection.action"]
        action = Action._as_journal().create(
            {
                "company_id": self.company_id.id,
                "case_id": self.id,
                "partner_id": self.partner_id.id,
                "contact_id": contact.id,
                "address": contact.email_normalized
                if channel == "mail"
                else contact.phone,
                "date": run.date,
                "moment": Action._get_now(),
                "zone": self._get_contact_zone(debtor.reach[contact.id]),
                "kind": "manual",
                "channel": channel,
                "state": "queued",
                "gate": "allowed",
                "subject": message.subject,
                "mail_message_id": message.id,
                "user_id": self.env.uid,
            }
        )
        action._record_queued()
        action._reach_debtor()
        self._note_message(run.date)

    def _is_answer(self):
        """Whether the debtor has written since our last message."""
        self.ensure_one()
        last = self.env["collection.journal.entry"].search(
            [("case_id", "=", self.id), ("event", "in", ("replied", "sent"))],
            order="id desc",
            limit=1,
        )
        return last.event == "replied"
