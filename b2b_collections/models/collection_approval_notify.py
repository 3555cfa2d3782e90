from markupsafe import Markup

from odoo import models
from odoo.tools import format_amount, formatLang

from .collection_approval import APPROVED

TASK = "b2b_collections.mail_act_approval"


class CollectionApproval(models.Model):
    """Tells our own people who has to decide and what was decided, and the journal."""

    _inherit = "collection.approval"

    def _ask_approvers(self):
        """A task and a message with a link for whoever can approve it now."""
        for approval in self:
            # Of the system: whoever asks may not plan tasks for others.
            # The message below tells them; Odoo's own, one per task, is left out.
            approval_sudo = approval.sudo().with_context(
                mail_activity_quick_update=True
            )
            told = approval_sudo.activity_ids.user_id
            people = approval._get_candidates() - told
            for user in people:
                approval_sudo.activity_schedule(
                    TASK, summary=approval.name, user_id=user.id
                )
            if people:
                approval_sudo._notify_approvers(people)

    def _notify_approvers(self, people):
        self.message_notify(
            partner_ids=people.partner_id.ids,
            subject=self.env._("Please approve: %(what)s", what=self.name),
            body=self._get_request_body(),
            email_layout_xmlid="mail.mail_notification_layout_with_responsible_signature",
            force_send=False,
        )

    def _get_request_body(self):
        facts = [
            (self.env._("Debtor"), self.partner_id.name),
            (
                self.env._("Amount"),
                format_amount(self.env, self.amount, self.currency_id),
            ),
            (self.env._("Requested by"), self.user_id.name),
            (self.env._("Why approval is needed"), self.causes),
            (self.env._("Remark"), self.note),
        ]
        rows = Markup().join(
            Markup("<li>%s: %s</li>") % fact for fact in facts if fact[1]
        )
        return Markup("<p>%s</p><ul>%s</ul>") % (
            self.env._("This waits for your approval:"),
            rows,
        )

    def _tell_requester(self):
        """Who asked for it learns what others decided."""
        for approval in self:
            if approval.user_id == self.env.user or not approval.decision_ids:
                continue
            words = {
                APPROVED: self.env._("Approved: %(what)s", what=approval.name),
                "refused": self.env._("Refused: %(what)s", what=approval.name),
            }
            if approval.state not in words:
                continue
            # Of the system: approvers need not be able to write to the requester.
            approval.sudo().message_notify(
                partner_ids=approval.user_id.partner_id.ids,
                subject=words[approval.state],
                body=approval.outcome or words[approval.state],
                force_send=False,
            )

    def _close_tasks(self, user=None):
        """Tasks are settled: of all who were asked, or of one who has decided."""
        # Tasks belong to those who were asked.
        tasks = self.sudo().activity_ids
        if user:
            tasks = tasks.filtered(lambda task: task.user_id == user)
        tasks.unlink()

    def _record(self, event, detail=None, data=None):
        """Write down in the journal what was done with this request."""
        self.env["collection.journal.entry"]._record(
            [
                {
                    "company_id": approval.company_id.id,
                    "case_id": approval.case_id.id,
                    "event": event,
                    "detail": detail or approval.name,
                    "data": dict(approval._get_journal_data(), **(data or {})),
                }
                for approval in self
            ]
        )

    def _get_journal_data(self):
        return {
            "approval": self.id,
            "subject": self.subject,
            "record": self.res_id,
            "amount": str(self.amount),
            "currency": self.currency_id.name,
            "days": self.days,
            "discount": str(self.discount),
            "risk": self.risk,
            "needed": self.needed,
            "terms": self.terms_digest,
        }

    def _word_causes(self, causes, currency):
        """Why approval is needed, one cause a line."""
        return "\n".join(self._word_cause(cause, currency) for cause in causes)

    def _word_cause(self, cause, currency):
        def percent(share):
            return formatLang(self.env, share * 100, digits=2) + " %"

        risks = dict(self._get_risks())
        if cause.fact == "amount":
            return self.env._(
                "The amount of %(value)s is above %(limit)s.",
                value=format_amount(self.env, float(cause.value), currency),
                limit=format_amount(self.env, float(cause.limit), currency),
            )
        if cause.fact == "days":
            return self.env._(
                "It takes %(value)s days, more than %(limit)s.",
                value=cause.value,
                limit=cause.limit,
            )
        if cause.fact == "discount":
            return self.env._(
                "The discount of %(value)s is above %(limit)s.",
                value=percent(cause.value),
                limit=percent(cause.limit),
            )
        if cause.fact == "risk":
            return self.env._(
                "The risk of the debtor is: %(value)s.", value=risks[cause.value]
            )
        return self.env._("Every request of this kind needs approval.")
