from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError

from .collection_writeoff_relief import RELIEFS

JOURNAL_CODE = "WOFF"


class ResCompany(models.Model):
    """Where write-offs are booked, and what becomes of their tax."""

    _inherit = "res.company"

    collection_writeoff_journal_id = fields.Many2one(
        "account.journal",
        string="Write-Off Journal",
        domain="[('type', '=', 'general')]",
        check_company=True,
        help="Empty: a journal of its own is made when the first write-off is posted.",
    )
    collection_writeoff_account_id = fields.Many2one(
        "account.account",
        string="Bad-Debt Account",
        domain="[('account_type', 'in', ('expense', 'expense_other'))]",
        check_company=True,
    )
    collection_recovery_account_id = fields.Many2one(
        "account.account",
        string="Recovery Account",
        domain="[('account_type', 'in', ('income', 'income_other', 'expense', "
        "'expense_other'))]",
        check_company=True,
        help="What comes in of written-off debts. Empty: the bad-debt account.",
    )
    collection_writeoff_relief = fields.Selection(
        RELIEFS, string="Tax of Write-Offs", default="none", required=True
    )
    collection_writeoff_relief_months = fields.Integer(
        string="Months Until Relief",
        help="From the last due date; for relief that is claimed later. 0: no waiting.",
    )
    collection_writeoff_relief_note = fields.Html(
        string="Conditions of Relief",
        default=lambda self: self._default_collection_writeoff_relief_note(),
        help="Your own checklist, shown where relief is claimed.",
    )

    collection_writeoff_small = fields.Monetary(
        string="Small Balances Up To",
        help="In company currency; offered when small balances are written off.",
    )

    _collection_writeoff_months = models.Constraint(
        "CHECK (collection_writeoff_relief_months BETWEEN 0 AND 120)",
        "Months Until Relief: enter 0 to 120 months.",
    )

    def _default_collection_writeoff_relief_note(self):
        """A template to be made one's own; no figures, for they differ by country."""
        conditions = (
            self.env._("The tax was declared and paid with the invoice."),
            self.env._("The time that the law asks for has passed since the due date."),
            self.env._("The time within which relief must be claimed has not passed."),
            self.env._("The debt is written off in the books, and was not sold."),
            self.env._("The debtor was told, where the law asks for it."),
            self.env._("Documents are kept: invoice, reminders, proof of insolvency."),
        )
        items = Markup().join(Markup("<li>%s</li>") % text for text in conditions)
        title = self.env._(
            "Template, not legal advice: make it your own with your accountant."
        )
        return Markup("<p><b>%s</b></p><ul>%s</ul>") % (title, items)

    def _get_writeoff_journal(self):
        """The journal of write-offs; made by the first that needs it."""
        self.ensure_one()
        # Settings of the company; what they are is no secret to who may post.
        company_sudo = self.sudo()
        if not company_sudo.collection_writeoff_journal_id:
            company_sudo.collection_writeoff_journal_id = (
                company_sudo._find_writeoff_journal()
            )
        return company_sudo.collection_writeoff_journal_id

    def _find_writeoff_journal(self):
        Journal = self.env["account.journal"].with_company(self)
        return Journal.search(
            [
                *Journal._check_company_domain(self),
                ("code", "=", JOURNAL_CODE),
                ("type", "=", "general"),
            ],
            limit=1,
        ) or Journal.create(
            {
                "name": self.env._("Write-Offs"),
                "code": JOURNAL_CODE,
                "type": "general",
                "company_id": self.id,
                "show_on_dashboard": False,
            }
        )

    def _prepare_small_limit(self, currency):
        """Up to what a balance in a currency is small, as a row of the wizard."""
        today = self.env["collection.action"]._get_today()
        amount = self.currency_id._convert(
            self.collection_writeoff_small, currency, self, today
        )
        return {"currency_id": currency.id, "amount": amount}

    def _get_writeoff_account(self):
        """The account of bad debts.

        :raises UserError: not set, for no account can be guessed
        """
        self.ensure_one()
        # As above.
        account = self.sudo().collection_writeoff_account_id
        if not account:
            raise UserError(
                self.env._(
                    "Bad-Debt Account: none is set for %(company)s. An administrator "
                    "can choose one in Collections > Configuration > Settings > "
                    "Write-Offs.",
                    company=self.name,
                )
            )
        return account

    def _get_recovery_account(self):
        """Where recoveries go: their own account, else that of bad debts."""
        # As above.
        return (
            self.sudo().collection_recovery_account_id or self._get_writeoff_account()
        )
