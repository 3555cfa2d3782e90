from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .collection_approval import MANAGER

FREE, WARN, BLOCK, RELEASED = "free", "warn", "block", "released"
# A release is looked at again: who needs longer, releases again.
LONGEST_RELEASE = 366


class CollectionCase(models.Model):
    """What a case means for new business with its debtor."""

    _inherit = "collection.case"

    credit_state = fields.Selection(
        [
            (FREE, "Free"),
            (WARN, "Warned"),
            (BLOCK, "Blocked"),
            (RELEASED, "Released"),
        ],
        string="New Business",
        compute="_compute_credit_state",
        search="_search_credit_state",
        help="By the stage of the case and its policy, unless a manager released it.",
    )
    credit_release_ids = fields.One2many("collection.credit.release", "case_id")
    credit_release_count = fields.Integer(compute="_compute_credit_release_count")

    @api.depends("state", "stage_id", "policy_id", "credit_release_ids.revoked_on")
    @api.depends_context("collection_date", "tz")
    def _compute_credit_state(self):
        released = self._get_credit_releases().case_id
        for case in self:
            state = case._get_credit_by_stage()
            case.credit_state = (
                RELEASED if state == BLOCK and case in released else state
            )

    def _get_credit_by_stage(self):
        """``free``, ``warn`` or ``block``, whatever was released."""
        self.ensure_one()
        if self.state == "closed":
            return FREE
        if self.stage_id in self.policy_id.credit_block_stage_ids:
            return BLOCK
        return WARN if self.stage_id in self.policy_id.credit_warn_stage_ids else FREE

    def _get_credit_releases(self):
        """The releases of these cases that are in force today."""
        return self.env["collection.credit.release"].search(
            Domain("case_id", "in", self.ids) & Domain("state", "=", "active")
        )

    def _search_credit_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        is_open = Domain("state", "=", "open")
        policies = self.env["collection.policy"].with_context(active_test=False)
        wanted = {WARN: [Domain.FALSE], BLOCK: [Domain.FALSE]}
        for policy in policies.search(
            Domain("credit_warn_stage_ids", "!=", False)
            | Domain("credit_block_stage_ids", "!=", False)
        ):
            own = is_open & Domain("policy_id", "=", policy.id)
            for state, stages in (
                (WARN, policy.credit_warn_stage_ids),
                (BLOCK, policy.credit_block_stage_ids),
            ):
                if stages:
                    wanted[state].append(own & Domain("stage_id", "in", stages.ids))
        warned, blocked = Domain.OR(wanted[WARN]), Domain.OR(wanted[BLOCK])
        released = Domain("credit_release_ids.state", "=", "active")
        domains = {
            WARN: warned,
            BLOCK: blocked & ~released,
            RELEASED: blocked & released,
            FREE: ~warned & ~blocked,
        }
        return Domain.OR(domains[state] for state in value if state in domains)

    @api.depends("credit_release_ids")
    def _compute_credit_release_count(self):
        counts = dict(
            self.env["collection.credit.release"]._read_group(
                [("case_id", "in", self.ids)], ["case_id"], ["__count"]
            )
        )
        for case in self:
            case.credit_release_count = counts.get(case, 0)

    def _release_credit(self, reason, until, amount_max=0.0, **vals):
        """Let new business with the debtors of these cases pass until a day.

        :param until: last day
        :param amount_max: largest single order in company currency, 0: any
        :return: collection.credit.release
        :raises AccessError: not a manager
        :raises UserError: not blocked, no reason, or no day within the next year
        """
        self.check_access("read")
        if not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._(
                    "Only collections managers may release a credit hold. Ask one of "
                    "them."
                )
            )
        reason = (reason or "").strip()
        if not reason:
            raise UserError(
                self.env._("Reason: say why new business is allowed all the same.")
            )
        today = self.env["collection.action"]._get_today()
        self._check_release_day(until, today)
        for case in self:
            case._check_blocked()
        if amount_max < 0:
            raise UserError(self.env._("Up To: enter an amount, or 0 for any."))
        # Nobody has create access; the right to release was checked above.
        releases = (
            self.env["collection.credit.release"]
            .sudo()
            .create(
                [
                    {
                        "case_id": case.id,
                        "user_id": self.env.uid,
                        "reason": reason,
                        "date_from": today,
                        "date_until": until,
                        "amount_max": amount_max,
                        **vals,
                    }
                    for case in self
                ]
            )
        )
        releases._record("credit_released", reason)
        self.invalidate_recordset(["credit_state"])
        return releases.with_env(self.env)

    def _check_release_day(self, until, today):
        if not until or not today <= until <= today + timedelta(LONGEST_RELEASE):
            raise UserError(
                self.env._(
                    "Until: choose a day from today on, at most a year away. A release "
                    "is a risk that has to be looked at again."
                )
            )

    def _check_blocked(self):
        if self._get_credit_by_stage() != BLOCK:
            raise UserError(
                self.env._(
                    "New business with %(debtor)s is not blocked; there is nothing to "
                    "release.",
                    debtor=self.partner_id.display_name,
                )
            )

    def action_release_credit(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Release Credit Hold"),
            "res_model": "collection.credit.wizard",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_case_id": self.id},
        }

    def action_view_credit_releases(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "b2b_collections.collection_credit_release_action"
        )
        return {**action, "domain": [("case_id", "in", self.ids)], "context": {}}
