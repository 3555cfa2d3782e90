from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..core.approvals import demand
from ..core.chain import canonical, digest
from .collection_approval import APPROVED, COLLECTOR, PENDING


class CollectionApprovalMixin(models.AbstractModel):
    """For records that somebody else has to approve.

    The record asks with :meth:`_request_approval` and is told of what was decided by
    its hooks ``_on_approved``, ``_on_refused`` and ``_on_approval_ended``, which run as
    superuser, since the rights to decide were checked. Whether it *is* approved says
    :meth:`_is_approved`: only as long as its terms are those that were approved.
    """

    _name = "collection.approval.mixin"
    _description = "Record to Approve"
    # Code in collection.approval.subject
    _approval_subject = None

    approval_id = fields.Many2one(
        "collection.approval", readonly=True, copy=False, ondelete="set null"
    )
    approval_state = fields.Selection(
        related="approval_id.state", string="Approval State"
    )
    approval_who = fields.Char(
        related="approval_id.who", string="Waits For Approval Of"
    )
    approval_outcome = fields.Text(
        related="approval_id.outcome", string="Approval Outcome"
    )
    can_approve = fields.Boolean(compute="_compute_can_approve")

    @api.depends("approval_id.state", "approval_id.decision_ids")
    @api.depends_context("uid")
    def _compute_can_approve(self):
        for record in self:
            record.can_approve = record.approval_id.waits_for_me

    # What a record says of itself

    def _get_approval_facts(self):
        """core.approvals.Facts of this one record; amount in company currency."""
        raise NotImplementedError

    def _get_approval_terms(self):
        """What exactly is approved: a dict of plain values (see core.chain.canonical).

        When it changes, an approval is void. So: nothing that changes by itself.
        """
        facts = self._get_approval_facts()
        return {
            "amount": facts.amount_company,
            "discount": str(round(facts.discount, 6)),
        }

    def _get_approval_makers(self):
        """Users who may not approve it, beside the one who asks for approval."""
        return self.create_uid

    def _is_approval_live(self):
        """Whether a change of the terms still voids the approval of this record."""
        return True

    def _on_approved(self):
        """All approvals that are needed were given."""

    def _on_refused(self, reason):
        """An approver refused."""

    def _on_approval_ended(self, state, reason):
        """The request was withdrawn, or the terms were changed (``void``)."""

    # What is done with it

    def _request_approval(self, note=None):
        """Ask for approval; where none is needed, it is approved at once.

        :return: collection.approval
        :raises AccessError: not a collector
        :raises UserError: it waits already, or not enough people could approve it
        """
        approvals = self.env["collection.approval"]
        for record in self:
            record._check_may_request()
            # Nobody may write requests; whether this user may ask was just checked.
            approval = approvals.sudo().create(record._prepare_approval_vals(note))
            approval = approval.with_env(self.env)
            record._check_enough_approvers(approval)
            record.sudo().approval_id = approval
            approval._record("approval_requested", note)
            if approval.needed:
                approval._ask_approvers()
            else:
                approval._settle(APPROVED)
            approvals |= approval
        return approvals

    def _check_may_request(self):
        self.check_access("read")
        if not self.env.su and not self.env.user.has_group(COLLECTOR):
            raise AccessError(
                self.env._("Only collectors may ask for approval. Ask one of them.")
            )
        if self.approval_id.state == PENDING:
            raise UserError(
                self.env._(
                    "%(what)s waits for approval already. Withdraw it first, if it is "
                    "to be changed.",
                    what=self.display_name,
                )
            )

    def _prepare_approval_vals(self, note):
        facts = self._get_approval_facts()
        facts = facts._replace(discount=round(facts.discount, 6))
        company = self.company_id
        rule = self.env["collection.approval.rule"]._find_rule(
            self._approval_subject, company
        )
        asked = demand(facts, *rule._get_limits(), rule.always if rule else True)
        makers = self._get_approval_makers() | self.env.user
        terms = canonical(self._get_approval_terms())
        Approval = self.env["collection.approval"]
        return {
            "name": self.display_name,
            "subject": self._approval_subject,
            "res_model": self._name,
            "res_id": self.id,
            "company_id": company.id,
            "case_id": self.case_id.id,
            "rule_id": rule.id,
            "amount": float(facts.amount_company),
            "days": facts.days,
            "discount": facts.discount,
            "risk": facts.risk,
            "needed": asked.count,
            "causes": Approval._word_causes(asked.causes, company.currency_id),
            "note": note,
            "user_id": self.env.uid,
            "maker_ids": makers.ids,
            "requested_on": self.env["collection.action"]._get_now(),
            "terms": terms,
            "terms_digest": digest(terms),
        }

    def _check_enough_approvers(self, approval):
        people = approval._get_seats()[approval] - approval.maker_ids
        if len(people) < approval.needed:
            raise UserError(
                self.env._(
                    "%(what)s needs %(needed)s approvals, but only %(found)s people "
                    "may give them besides those who made it. An administrator can "
                    "name more approvers in the approval rule, or make somebody a "
                    "collections manager.",
                    what=self.display_name,
                    needed=approval.needed,
                    found=len(people),
                )
            )

    def _approve(self, note=None):
        """Approve these records, see ``collection.approval._approve``."""
        for record in self:
            record._get_approval()._approve(note)

    def _refuse(self, reason):
        """Refuse these records, see ``collection.approval._refuse``."""
        for record in self:
            record._get_approval()._refuse(reason)

    def _withdraw_approval(self, reason=None):
        """Take the requests back, see ``collection.approval._withdraw``."""
        for record in self:
            record._get_approval()._withdraw(reason)

    def _get_approval(self):
        self.check_access("read")
        if not self.approval_id:
            raise UserError(
                self.env._(
                    "Nobody has asked for approval of %(what)s.", what=self.display_name
                )
            )
        return self.approval_id

    def _is_approved(self):
        """Whether what this record says today is what was approved."""
        self.ensure_one()
        approval = self.approval_id
        return (
            approval.state == APPROVED
            and approval.terms_digest == self._get_approval_digest()
        )

    def _drop_approval(self):
        """Take back requests that nobody has decided."""
        self.filtered(lambda one: one.approval_state == PENDING)._withdraw_approval()

    def _check_approved(self):
        """What is done is what was approved, to the cent.

        :raises UserError: not approved, or changed since
        """
        for record in self:
            if not record._is_approved():
                raise UserError(
                    self.env._(
                        "%(what)s is not what was approved any more. Take it back to "
                        "draft and ask for approval again.",
                        what=record.display_name,
                    )
                )

    def _get_approval_digest(self):
        return digest(canonical(self._get_approval_terms()))

    def _recheck_approval(self):
        """Void approvals of what was changed; called after each write, and for you to
        call when something changes that belongs to the record, such as its lines.
        """
        for record in self:
            approval = record.approval_id
            is_live = approval.state in (PENDING, APPROVED)
            if is_live and record._is_approval_live() and approval._is_changed():
                approval._void(
                    self.env._("Changed by %(user)s.", user=self.env.user.display_name)
                )

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() != {"approval_id"}:
            self._recheck_approval()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never_asked(self):
        """Requests are evidence, and tell about something that is there."""
        asked = self.env["collection.approval"].search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)], limit=1
        )
        if asked:
            raise UserError(
                self.env._(
                    "%(what)s cannot be deleted: its approval was asked for. Cancel "
                    "it instead.",
                    what=asked.name,
                )
            )
