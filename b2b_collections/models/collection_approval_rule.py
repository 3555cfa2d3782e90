from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core.approvals import Limits
from .collection_approval import MANAGER


class CollectionApprovalRule(models.Model):
    """From when on one person has to approve, from when on two, and who may.

    For administrators: managers, who propose plans as well, would set limits for
    themselves.
    """

    _name = "collection.approval.rule"
    _description = "Approval Rule"
    _inherit = ["collection.own.thread"]
    _order = "subject, company_id, id"
    _check_company_domain = models.check_company_domain_parent_of

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    subject = fields.Selection(
        "_get_subjects",
        string="Approval Of",
        required=True,
        default="plan",
    )
    company_id = fields.Many2one(
        "res.company", help="Empty: for companies without a rule of their own."
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    always = fields.Boolean(
        string="Always Ask One",
        default=True,
        tracking=True,
        help="At least one person has to approve, however little it is about.",
    )
    first_amount = fields.Monetary(
        string="One: Amount Above",
        tracking=True,
        help="Company currency. 0: not looked at.",
    )
    first_days = fields.Integer(
        string="One: Days Above", tracking=True, help="0: not looked at."
    )
    first_discount = fields.Float(
        string="One: Discount Above",
        tracking=True,
        help="Part of the debt. 0: not looked at.",
    )
    first_risk = fields.Selection(
        "_get_risks",
        string="One: Risk From",
        tracking=True,
        help="Empty: not looked at.",
    )
    second_amount = fields.Monetary(
        string="Two: Amount Above",
        tracking=True,
        help="Company currency. 0: not looked at.",
    )
    second_days = fields.Integer(
        string="Two: Days Above", tracking=True, help="0: not looked at."
    )
    second_discount = fields.Float(
        string="Two: Discount Above",
        tracking=True,
        help="Part of the debt. 0: not looked at.",
    )
    second_risk = fields.Selection(
        "_get_risks",
        string="Two: Risk From",
        tracking=True,
        help="Empty: not looked at.",
    )
    approver_ids = fields.Many2many(
        "res.users",
        string="Approvers",
        domain=[("share", "=", False)],
        tracking=True,
        help="Collections managers who may approve. Empty: every manager of the "
        "company.",
    )

    _company_unique = models.UniqueIndex(
        "(subject, COALESCE(company_id, 0)) WHERE active",
        "There is a rule for this kind and company already. Change that one.",
    )
    _limits_not_negative = models.Constraint(
        """CHECK (first_amount >= 0 AND first_days >= 0 AND first_discount >= 0
                  AND second_amount >= 0 AND second_days >= 0
                  AND second_discount >= 0 AND first_discount <= 1
                  AND second_discount <= 1)""",
        "Limits must be 0 or more, and a discount at most 100 %.",
    )

    def _get_subjects(self):
        subject = self.env["collection.approval"]._fields["subject"]
        return subject._description_selection(self.env)

    def _get_risks(self):
        return self.env["collection.approval"]._get_risks()

    @api.constrains("company_id", "first_amount", "second_amount")
    def _check_amounts(self):
        for rule in self:
            if not rule.company_id and (rule.first_amount or rule.second_amount):
                raise ValidationError(
                    self.env._(
                        "Amount: currencies differ between companies. Choose the "
                        "company of the rule, or leave the amounts at 0."
                    )
                )

    @api.constrains("approver_ids", "company_id")
    def _check_approvers(self):
        for rule in self:
            strangers = rule.approver_ids - rule._filter_managers(rule.approver_ids)
            if strangers:
                raise ValidationError(
                    self.env._(
                        "Approvers: %(user)s is not a collections manager of this "
                        "company. Give the rights first, or choose somebody else.",
                        user=strangers[0].name,
                    )
                )

    def _filter_managers(self, users):
        """Those who work here as collections managers, in the company of the rule."""
        # Groups of users belong to administrators; only who is one is read of them.
        managers = users.sudo().filtered(
            lambda user: (
                user.active
                and user._is_internal()
                and user.has_group(MANAGER)
                and (not self.company_id or self.company_id in user.company_ids)
            )
        )
        return managers.with_env(self.env)

    @api.model
    def _find_rule(self, subject, company):
        """The rule of the company, else the shared one; maybe none."""
        return self.search(
            [
                ("subject", "=", subject),
                ("company_id", "in", [company.id, False]),
            ],
            order="company_id",
            limit=1,
        )

    def _get_limits(self):
        """What the rule says of one approver and of two, as a pair of Limits."""
        return tuple(
            Limits(
                Decimal(str(self[f"{which}_amount"])) or None,
                self[f"{which}_days"] or None,
                self[f"{which}_discount"] or None,
                self[f"{which}_risk"] or None,
            )
            for which in ("first", "second")
        )

    def _get_approvers(self, company):
        """Who may approve in this company; without a rule every manager of it."""
        # See _filter_managers.
        managers_sudo = (
            self.env["res.users"]
            .sudo()
            .search(
                [
                    ("all_group_ids", "in", self.env.ref(MANAGER).ids),
                    ("company_ids", "in", company.ids),
                    ("share", "=", False),
                ]
            )
        )
        managers = managers_sudo.with_env(self.env)
        return managers & self.approver_ids if self.approver_ids else managers
