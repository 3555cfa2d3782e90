from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from ..reports.document import Table
from .collection_action_notice import Notice

# What was said to the debtor: a note that the portal may show him.
FOR_DEBTOR = "b2b_collections.mt_dispute_debtor"
NOTE = "dispute_note"
# Answers, and the state that they tell.
ANSWERS = {
    "dispute_accepted": "accepted",
    "dispute_partly": "partly",
    "dispute_rejected": "rejected",
}


class CollectionDispute(models.Model):
    """What the debtor is told of his dispute: notices, through the gate."""

    _name = "collection.dispute"
    _inherit = ["collection.dispute", "collection.notice.source"]

    debtor_note = fields.Text(
        string="Last Message to the Debtor", readonly=True, copy=False
    )

    def _tell(self, code, attachments=None):
        """Send a notice about the dispute, and keep in the chatter what was said.

        The debtor waits for it, since he has objected: days between messages and
        limits do not stop it. What else the gate refuses is said in the chatter.

        :param code: of the collection.notice
        :param attachments: ir.attachment that go with it
        :return: the Sent of it, see collection.action._send_notices
        """
        self.ensure_one()
        # Who may work on the dispute may answer it; its owner need not be a collector.
        dispute = self.sudo()
        notice = Notice(
            dispute.case_id,
            code,
            dispute,
            items=dispute.line_ids.item_id,
            contact=dispute.contact_id or None,
            attachments=attachments,
        )
        (sent,) = dispute.env["collection.action"]._send_notices(
            [notice], asked_for=True
        )
        dispute._note_told(sent)
        return sent

    def _note_told(self, sent):
        if sent.refusal:
            body = self.env._("The debtor was not told: %(why)s", why=sent.refusal)
            self.message_post(body=body, subtype_xmlid="mail.mt_note")
            return
        action = sent.action[:1]
        said = self.debtor_note if action.notice_id.code == NOTE else self.answer
        body = Markup("<p><b>%s</b></p>%s") % (
            action.subject or action.notice_id.name,
            plaintext2html(said or ""),
        )
        self.message_post(body=body, subtype_xmlid=FOR_DEBTOR)

    def _tell_debtor(self, text, attachments=None):
        """A note that the debtor gets; internal ones are written in the chatter.

        :param text: plain text
        """
        self.ensure_one()
        self._check_may_work()
        if not (text or "").strip():
            raise UserError(self.env._("Message: write what the debtor shall read."))
        # Who may work on the dispute may say something about it.
        self.sudo().debtor_note = text
        return self._tell(NOTE, attachments)

    def _confirm(self):
        """Tell the debtor that we have his objection; an excuse is answered at once."""
        if self.is_administrative:
            return self._answer_with_documents()
        return self._tell("dispute_opened")

    def _answer_with_documents(self):
        """The standard answer to an administrative excuse: here is the document."""
        return self._tell("dispute_document", self._get_documents_of_items())

    def _get_documents_of_items(self):
        """The PDF of each contested invoice: as it was sent, else as it would be."""
        # An owner outside accounting may send what the debtor has received anyway.
        found = self.env["ir.attachment"].sudo()
        for move in self.sudo().line_ids.move_id:
            found |= move.invoice_pdf_report_id or self._make_document(move)
        return found

    def _make_document(self, move):
        """The PDF of an invoice that was never sent as one; empty if it cannot be made.

        Odoo makes it with wkhtmltopdf, which a server may lack. Then the message still
        has the link to the invoice in the portal, and the collector is told.
        """
        try:
            document = move._get_invoice_legal_documents("pdf", allow_fallback=True)
        except UserError as error:
            document = None
            self.message_post(
                body=self.env._(
                    "%(document)s could not be enclosed, the debtor got its portal "
                    "link: %(why)s",
                    document=move.name,
                    why=error,
                )
            )
        if not document or not document.get("content"):
            return self.env["ir.attachment"].sudo()
        return (
            self.env["ir.attachment"]
            .sudo()
            .create(
                {
                    "name": document["filename"],
                    "raw": document["content"],
                    "mimetype": "application/pdf",
                    "res_model": self._name,
                    "res_id": self.id,
                }
            )
        )

    def _get_notice_placeholders(self):
        _ = self.env._
        return {
            "dispute": _("Number of the dispute"),
            "reason": _("Reason of the dispute"),
            "documents": _("Numbers of the contested documents"),
            "contested": _("Contested amount"),
            "accepted": _("Accepted amount"),
            "rest": _("Contested amount that was not accepted"),
            "answer": _("Our answer, or the message to the debtor"),
            "decide_by": _("Day by which we decide"),
        }

    def _get_notice_values(self, formatter, notice):
        reason = self.reason_id.with_context(lang=formatter.lang_code)
        rest = self.amount - self.amount_accepted
        is_note = notice.code == NOTE
        return {
            "dispute": self.name,
            "reason": reason.name,
            "documents": ", ".join(self.line_ids.item_id.mapped("name")),
            "contested": formatter.money(self.amount, self.currency_id),
            "accepted": formatter.money(self.amount_accepted, self.currency_id),
            "rest": formatter.money(rest, self.currency_id),
            "answer": (self.debtor_note if is_note else self.answer) or "",
            "decide_by": formatter.long_date(self.date_deadline),
        }

    def _get_notice_tables(self, formatter, notice):
        """The contested items, with what was accepted once it is decided."""
        if notice.shows_items:
            return []
        dispute = self.with_context(lang=formatter.lang_code)
        _, money = dispute.env._, self.currency_id
        columns = [
            (_("Document"), False),
            (_("Due date"), False),
            (_("Contested (%(currency)s)", currency=money.name), True),
        ]
        names = ["amount"]
        if notice.code in ANSWERS:
            columns.append((_("Accepted (%(currency)s)", currency=money.name), True))
            names.append("amount_accepted")
        rows = [
            [
                line.item_id.name or "",
                formatter.date(line.date_due),
                *(formatter.number(line[name], money) for name in names),
            ]
            for line in self.line_ids
        ]
        total = None
        if len(rows) > 1:
            sums = (formatter.number(self[name], money) for name in names)
            total = [_("Total"), "", *sums]
        return [Table(_("What you contest"), columns, rows, total)]

    def _is_notice_obsolete(self, action):
        """An answer that waits is wrong once the dispute is reopened."""
        state = ANSWERS.get(action.notice_id.code)
        return bool(state) and self.state != state
