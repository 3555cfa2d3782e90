from datetime import UTC
from uuid import uuid4

from odoo import models
from odoo.fields import Command
from odoo.tools import formataddr, split_every

from ..core.channels import CALL, LETTER, MAIL, SMS, VISIT, WHATSAPP
from ..core.zones import find_zone

TEMPLATES = {
    "level": "b2b_collections.mail_template_level",
    "manual": "b2b_collections.mail_template_level",
    "thanks": "b2b_collections.mail_template_thanks",
    "statement": "b2b_collections.mail_template_statement",
    "notice": "b2b_collections.mail_template_notice",
}
RENDERED = ("subject", "body_html", "email_from", "mail_server_id", "attachment_ids")
# As many mails as are rendered and created together: Odoo's own size for it.
MAILS_AT_A_TIME = 50
TASK_TYPES = {
    CALL: "b2b_collections.mail_act_call",
    VISIT: "b2b_collections.mail_act_visit",
}


class CollectionAction(models.Model):
    """How actions leave the house. Only what came through the gate gets here."""

    _inherit = "collection.action"

    def _dispatch(self):
        """Send, print or plan the actions that need no approval (any more)."""
        to_approve = self.filtered(lambda action: action.state == "to_approve")
        to_approve._ask_approval()
        ready = self - to_approve
        # The run has asked already; here it is asked for all that people send, and
        # for texts that were changed while their messages waited for approval.
        for company, actions in ready.grouped("company_id").items():
            actions.level_id._check_wording(company)
        by_channel = ready.grouped("channel")
        none = self.browse()
        # Letters first: a mail may carry the letter of the same message.
        by_channel.get(LETTER, none)._produce_letters()
        by_channel.get(MAIL, none)._queue_mails()
        by_channel.get(SMS, none)._queue_sms()
        (by_channel.get(CALL, none) | by_channel.get(VISIT, none))._plan_tasks()
        # The person who asked for it opens the chat and sends it.
        if by_channel.get(WHATSAPP):
            by_channel[WHATSAPP]._reach_debtor()
        written = self.filtered(lambda action: action._is_written())
        for day, actions in written.grouped("date").items():
            actions.case_id._note_message(day)
        return self

    def _ask_approval(self):
        # On the case: Odoo tells the approver of the task by a message on the record.
        for action in self.filtered("company_id.collection_approver_id"):
            action.case_id.activity_schedule(
                "b2b_collections.mail_act_approve",
                action.date,
                summary=action.level_id.name,
                user_id=action.company_id.collection_approver_id.id,
                collection_action_id=action.id,
            )

    def _produce_letters(self):
        if not self:
            return
        for company, actions in self.grouped("company_id").items():
            for day, dated in actions.grouped("date").items():
                numbers = self._next_numbers(company, len(dated), day)
                for action, number in zip(dated, numbers, strict=True):
                    action.name = number
        self._render_letter()
        self.write({"state": "to_print"})
        self._record_event("queued")

    def _queue_mails(self):
        for template, actions in self.grouped(
            lambda action: action._get_mail_template()
        ).items():
            for ids in split_every(MAILS_AT_A_TIME, actions.ids, self.browse):
                ids._queue_mail_batch(template)

    def _get_mail_template(self):
        self.ensure_one()
        chosen = self.level_id.mail_template_id
        if self.kind == "thanks":
            chosen = self.case_id.policy_id.thank_you_template_id
        return chosen or chosen.browse(
            self.env["ir.model.data"]._xmlid_to_res_id(TEMPLATES[self.kind])
        )

    def _queue_mail_batch(self, template):
        """Render and queue mails of one template, with their journal entry."""
        rendered = template._generate_template(self.ids, RENDERED)
        reply_to = self.case_id._notify_get_reply_to_batch(
            defaults={case.id: False for case in self.case_id},
            author_ids={
                case.id: case.company_id.partner_id.id for case in self.case_id
            },
        )
        attachments = self._get_mail_attachments()
        mails = self.env["mail.mail"].create(
            [
                action._prepare_mail_vals(
                    rendered[action.id],
                    reply_to.get(action.case_id.id),
                    attachments[action],
                )
                for action in self
            ]
        )
        self._wake_mail_queue(
            mail.scheduled_date for mail in mails if mail.scheduled_date
        )
        for action, mail in zip(self, mails, strict=True):
            action.mail_id = mail
            action.mail_message_id = mail.mail_message_id
            action.subject = mail.subject
            action.state = "queued"
        self._complete_mail_copies()
        self._record_queued()

    def _prepare_mail_vals(self, rendered, reply_to, attachments):
        attachment_ids = (rendered.get("attachment_ids") or []) + attachments.ids
        vals = {
            "subject": rendered["subject"],
            "body_html": rendered["body_html"],
            "body": self._get_mail_copy(rendered["body_html"]),
            "email_to": formataddr((self.contact_id.name, self.address)),
            "email_cc": self.copies,
            "model": "collection.case",
            "res_id": self.case_id.id,
            "message_type": "email_outgoing",
            "subtype_id": self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_note"),
            "message_id": self._get_message_id(),
            "is_notification": True,
            "auto_delete": True,
            "mail_server_id": rendered.get("mail_server_id") or False,
            "attachment_ids": [Command.link(id_) for id_ in attachment_ids],
            "scheduled_date": self._waits() and self.moment,
            "headers": repr(self._get_unsubscribe_headers()),
        }
        if rendered.get("email_from"):
            vals["email_from"] = rendered["email_from"]
        reply_to = reply_to or rendered.get("email_from")
        if reply_to:
            vals["reply_to"] = reply_to
        return vals

    def _get_message_id(self):
        """One Message-ID per action, so that a mail that leaves twice is one mail."""
        domain = (self.company_id.alias_domain_id.name or "b2b-collections").lower()
        database = self.env["ir.config_parameter"].get_param(
            "database.uuid", str(uuid4())
        )
        return f"<collection-action-{self.id}-{database[:13]}@{domain}>"

    def _get_mail_attachments(self):
        """``{action: attachments}``: the letter beside the mail, invoices as PDF."""
        letters = self.filtered("level_id.attach_letter")._get_sibling_letters()
        found = {}
        for action in self:
            found[action] = (
                action.attachment_id
                | action.enclosure_ids
                | letters.get(action._get_message_key(), self.browse()).attachment_id
            )
            if action.level_id.attach_invoices == "pdf":
                moves = action.line_ids.filtered(lambda line: line.kind == "item")
                found[action] |= moves.move_id.invoice_pdf_report_id
        return found

    def _get_sibling_letters(self):
        """``{message key: letter}``: letters that carry the same messages."""
        letters = self.search(
            [
                ("case_id", "in", self.case_id.ids),
                ("date", "in", list(set(self.mapped("date")))),
                ("channel", "=", LETTER),
                ("attachment_id", "!=", False),
            ]
        )
        return {letter._get_message_key(): letter for letter in letters.sorted("id")}

    def _get_message_key(self):
        """What the actions of one message have in common, over all its channels."""
        return self.case_id, self.contact_id, self.level_id, self.date

    def _queue_sms(self):
        """SMS through Odoo's own queue, kept as a message on the case.

        That queue knows no hours: those that wait are put into it when theirs comes.
        """
        waiting = self.filtered(lambda action: action._waits())
        self._wake_texts(waiting.mapped("moment"))
        self -= waiting
        if not self:
            return
        bodies = self._fill_text("sms_body")
        messages = self.env["mail.message"].create(
            [
                {
                    "model": "collection.case",
                    "res_id": action.case_id.id,
                    "message_type": "sms",
                    "subtype_id": self.env.ref("mail.mt_note").id,
                    "body": bodies[action.id],
                }
                for action in self
            ]
        )
        texts = self.env["sms.sms"].create(
            [
                {
                    "number": action.address,
                    "body": bodies[action.id],
                    "partner_id": action.contact_id.id,
                    "mail_message_id": message.id,
                }
                for action, message in zip(self, messages, strict=True)
            ]
        )
        for action, message, text in zip(self, messages, texts, strict=True):
            action.sms_id = text
            action.mail_message_id = message
            action.state = "queued"
        self._track_texts()
        self._record_queued()

    def _track_texts(self):
        """The provider reports by tracker what becomes of a text."""
        # Trackers belong to administrators; who sends a text may know of it.
        self.env["sms.tracker"].sudo().create(
            [
                {"sms_uuid": action.sms_id.uuid, "collection_action_id": action.id}
                for action in self
            ]
        )

    def _plan_tasks(self):
        """A call or visit is a task of the collector, with the talking guide."""
        types = {
            channel: self.env.ref(xmlid).id for channel, xmlid in TASK_TYPES.items()
        }
        model_id = self.env["ir.model"]._get_id("collection.case")
        vals_list = []
        for user, actions in self.grouped(lambda a: a._get_owner()).items():
            guides = actions._fill_text("call_guide", user.lang)
            vals_list += [
                {
                    "activity_type_id": types[action.channel],
                    "res_model_id": model_id,
                    "res_id": action.case_id.id,
                    "user_id": user.id,
                    "date_deadline": action._get_local_day(),
                    "summary": action._get_task_summary(),
                    "note": guides[action.id],
                    "collection_action_id": action.id,
                }
                for action in actions
            ]
        self.env["mail.activity"].create(vals_list)

    def _waits(self):
        """Whether the debtor's hours have not come yet."""
        self.ensure_one()
        return bool(self.moment and self.moment > self._get_now())

    def _get_local_day(self):
        """Day of the contact by the clock of the debtor."""
        self.ensure_one()
        zone = find_zone(self.zone)
        if not (self.moment and zone):
            return self.date
        return max(self.date, self.moment.replace(tzinfo=UTC).astimezone(zone).date())

    def _get_owner(self):
        """Who takes care of the debtor: the collector, else a manager."""
        self.ensure_one()
        return self.case_id.user_id or self._get_manager()

    def _get_task_summary(self):
        return self.env._(
            "%(level)s: %(contact)s, %(phone)s",
            level=self.level_id.name or self.env._("Call back"),
            contact=self.contact_id.name,
            phone=self.address or self.env._("number to be found"),
        )
