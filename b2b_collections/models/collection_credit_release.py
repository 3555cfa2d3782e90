from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .collection_approval import MANAGER


class CollectionCreditRelease(models.Model):
    """A manager lets new business with a debtor pass in spite of his case.

    Made by ``collection.case._release_credit`` and ended by :meth:`_revoke` alone: it
    says who took the risk, why and until when, and so nobody changes it.
    """

    _name = "collection.credit.release"
    _description = "Credit Hold Release"
    _order = "id desc"
    _rec_name = "partner_id"
    _check_company_auto = True

    case_id = fields.Many2one(
        "collection.case",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        related="case_id.partner_id", store=True, string="Debtor"
    )
    user_id = fields.Many2one(
        "res.users",
        string="Released By",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    reason = fields.Text(required=True, readonly=True)
    date_from = fields.Date(string="From", required=True, readonly=True)
    date_until = fields.Date(
        string="Until", required=True, readonly=True, help="Last day."
    )
    amount_max = fields.Monetary(
        string="Up To",
        readonly=True,
        help="Largest single order, tax included, in company currency. 0: any.",
    )
    revoked_on = fields.Date(readonly=True)
    revoked_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    revoke_reason = fields.Text(string="Why Revoked", readonly=True)
    state = fields.Selection(
        [("active", "Active"), ("expired", "Expired"), ("revoked", "Revoked")],
        compute="_compute_state",
        search="_search_state",
    )

    _dates_in_order = models.Constraint(
        "CHECK (date_until >= date_from)", "Until: choose today or a later day."
    )

    @api.depends("date_until", "revoked_on")
    @api.depends_context("collection_date", "tz")
    def _compute_state(self):
        today = self.env["collection.action"]._get_today()
        for release in self:
            if release.revoked_on:
                release.state = "revoked"
            elif release.date_until < today:
                release.state = "expired"
            else:
                release.state = "active"

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env["collection.action"]._get_today()
        revoked = Domain("revoked_on", "!=", False)
        over = Domain("date_until", "<", today)
        domains = {
            "revoked": revoked,
            "expired": ~revoked & over,
            "active": ~revoked & ~over,
        }
        return Domain.OR(domains[state] for state in value if state in domains)

    def _lets_pass(self, amount=None):
        """Whether one of these releases covers new business of this size.

        :param amount: company currency, ``None``: no order in particular
        """
        return any(
            amount is None
            or not release.amount_max
            or release.currency_id.compare_amounts(amount, release.amount_max) <= 0
            for release in self
        )

    def _revoke(self, reason):
        """End running releases; orders confirmed meanwhile stay confirmed.

        :raises AccessError: not a manager
        :raises UserError: no reason, or it is over
        """
        self.check_access("read")
        if not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._("Only collections managers may revoke a release.")
            )
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Reason: say why the release is revoked."))
        for release in self:
            if release.state != "active":
                raise UserError(
                    self.env._(
                        "The release of %(debtor)s is over already.",
                        debtor=release.partner_id.display_name,
                    )
                )
        today = self.env["collection.action"]._get_today()
        # Nobody has write access; the right to revoke was checked above.
        self.sudo().write(
            {
                "revoked_on": today,
                "revoked_by_id": self.env.uid,
                "revoke_reason": reason,
            }
        )
        self._record("credit_release_revoked", reason)

    def _record(self, event, reason):
        self.env["collection.journal.entry"]._record(
            [
                {
                    "company_id": release.company_id.id,
                    "case_id": release.case_id.id,
                    "event": event,
                    "detail": reason,
                    "data": {
                        "release": release.id,
                        "until": str(release.date_until),
                        "up_to": str(release.amount_max),
                    },
                }
                for release in self
            ]
        )

    def action_revoke(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Revoke Release"),
            "res_model": "collection.credit.wizard",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_release_id": self.id,
                "default_case_id": self.case_id.id,
            },
        }
