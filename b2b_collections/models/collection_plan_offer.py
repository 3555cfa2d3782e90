from odoo import fields, models
from odoo.exceptions import UserError

from .collection_action_notice import Notice

OFFER, CONFIRMED = "plan_offer", "plan_confirmed"
SIGNED_KINDS = ("signed", "copy")
# Written by what happens, never by hand.
RESULTS = {"offered_on", "signature", "signed_moment", "declined_on", "decline_reason"}


class CollectionPlan(models.Model):
    """An approved plan is sent to the debtor, in writing and with a link to sign it."""

    _inherit = "collection.plan"

    document_ids = fields.One2many(
        "collection.plan.document", "plan_id", string="Documents", readonly=True
    )
    offered_on = fields.Datetime(string="Sent", readonly=True, copy=False)
    declined_on = fields.Datetime(string="Declined", readonly=True, copy=False)
    decline_reason = fields.Text(readonly=True, copy=False)

    def _check_no_results(self, vals, results):
        return super()._check_no_results(vals, results | RESULTS)

    def action_send_offer(self):
        """Send the agreement for signature; what is sent is kept as it was sent."""
        for plan in self:
            plan._check_may_make()
            plan._check_state("approved")
            plan._check_approved()
            plan._check_ready()
            plan._offer()

    def _offer(self):
        # Who may make plans may send them; files and links are the system's.
        plan_sudo = self.sudo()
        document_sudo = plan_sudo._keep_agreement("offered")
        plan_sudo._portal_ensure_token()
        plan_sudo.write(
            {
                "offered_on": self.env["collection.action"]._get_now(),
                "declined_on": False,
                "decline_reason": False,
            }
        )
        notice = Notice(
            self.case_id, OFFER, self, attachments=document_sudo.attachment_id
        )
        (sent,) = self.env["collection.action"]._send_notices([notice], asked_for=True)
        if sent.refusal:
            raise UserError(
                self.env._(
                    "%(plan)s was not sent: %(why)s", plan=self.name, why=sent.refusal
                )
            )
        plan_sudo._record_agreement("agreement_sent", document_sudo)

    def _keep_agreement(self, kind):
        """Make the agreement as it is now, and keep it."""
        plan = self.with_company(self.company_id)
        reader = plan.with_context(lang=plan._get_agreement_lang())
        return self.env["collection.plan.document"]._keep(
            self,
            kind,
            f"{reader._get_agreement_name()}.pdf",
            plan._render_agreement(),
            content_digest=plan._get_content_digest(),
        )

    def _record_agreement(self, event, document, detail=None, **data):
        self.env["collection.journal.entry"]._record(
            [
                {
                    "company_id": self.company_id.id,
                    "case_id": self.case_id.id,
                    "event": event,
                    "detail": detail or self.name,
                    "data": {
                        "plan": self.id,
                        "number": self.name,
                        "document": document.id or None,
                        "sha256": document.digest or None,
                        **data,
                    },
                }
            ]
        )

    def _is_as_offered(self):
        """Whether the agreement still says what was sent to the debtor: clauses,
        bank accounts and addresses can be changed meanwhile.
        """
        self.ensure_one()
        offered = self._get_last_document()
        return offered.content_digest == self._get_content_digest()

    def _get_last_document(self):
        # What was made in this transaction stands last until it is read anew.
        return self.document_ids.sorted("id")[-1:]

    def _get_signed_document(self):
        """The signed agreement, if there is one."""
        self.ensure_one()
        return self.document_ids.filtered(lambda one: one.kind in SIGNED_KINDS)[:1]

    def _get_shown_document(self):
        """What the debtor downloads: the signed agreement, else what was offered."""
        return self._get_signed_document() or self._get_last_document()

    def _tell_active(self):
        """Who has signed gets the signed agreement."""
        signed = self.filtered(lambda plan: plan._get_signed_document())
        self.env["collection.action"]._send_notices(
            [
                Notice(
                    plan.case_id,
                    CONFIRMED,
                    plan,
                    attachments=plan._get_signed_document().attachment_id,
                )
                for plan in signed
            ],
            asked_for=True,
        )
        return super(CollectionPlan, self - signed)._tell_active()

    def _get_notice_placeholders(self):
        return {
            **super()._get_notice_placeholders(),
            "agreement_link": self.env._("Link to the agreement, to read and sign it"),
            "signed_by": self.env._("Who signed the agreement"),
        }

    def _get_notice_values(self, formatter, notice):
        # Looking at a message writes nothing: who was not sent a plan has no link.
        link = self.get_base_url() + self.get_portal_url() if self.access_token else ""
        return {
            **super()._get_notice_values(formatter, notice),
            "agreement_link": link,
            "signed_by": self.signed_by or "",
        }

    def _is_notice_obsolete(self, action):
        if action.notice_id.code == OFFER:
            return self.state != "approved"
        if action.notice_id.code == CONFIRMED:
            return self.state not in ("active", "completed")
        return super()._is_notice_obsolete(action)
