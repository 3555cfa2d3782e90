from odoo import fields, models
from odoo.exceptions import UserError


class ResCompany(models.Model):
    """Where the loss allowance is booked."""

    _inherit = "res.company"

    collection_allowance_account_id = fields.Many2one(
        "account.account",
        string="Allowance Account",
        domain="[('account_type', 'in', ('asset_current', 'asset_non_current'))]",
        check_company=True,
        help="Stands beside the receivables and reduces them in the balance sheet. Not "
        "a receivable account: the receivables themselves stay as they are.",
    )
    collection_allowance_expense_id = fields.Many2one(
        "account.account",
        string="Allowance Expense",
        domain="[('account_type', 'in', ('expense', 'expense_other'))]",
        check_company=True,
        help="What is added to the allowance, and what is released again.",
    )

    def _get_allowance_account(self, kind):
        """:param kind: ``allowance`` or ``expense``"""
        # Settings of the company; what they are is no secret to who may draft.
        company_sudo = self.sudo()
        account = {
            "allowance": company_sudo.collection_allowance_account_id,
            "expense": company_sudo.collection_allowance_expense_id,
        }[kind]
        if not account:
            raise UserError(
                self.env._(
                    "Allowance Account and Allowance Expense: set both for "
                    "%(company)s. An administrator can choose them in Collections > "
                    "Configuration > Settings > Write-Offs.",
                    company=self.name,
                )
            )
        return account
