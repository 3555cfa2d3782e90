from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

# Money that an agency holds for us: not a receivable from a customer, or it would age.
CLEARING_ACCOUNT_TYPE = "asset_current"


class ResCompany(models.Model):
    """Where money that agencies recovered is booked, until it is here."""

    _inherit = "res.company"

    collection_agency_account_id = fields.Many2one(
        "account.account",
        string="Agency Clearing Account",
        check_company=True,
        ondelete="restrict",
        domain=[("account_type", "=", CLEARING_ACCOUNT_TYPE), ("reconcile", "=", True)],
        help="What agencies have received for us and not yet passed on. Each agency's "
        "part of it ends at zero.",
    )
    collection_agency_journal_id = fields.Many2one(
        "account.journal",
        string="Agency Journal",
        check_company=True,
        ondelete="restrict",
        domain=[("type", "=", "general")],
        help="Takes the entries for receipts of agencies, and those that set their "
        "commission off.",
    )
    collection_commission_account_id = fields.Many2one(
        "account.account",
        string="Commission Account",
        check_company=True,
        ondelete="restrict",
        domain=[("account_type", "in", ("expense", "expense_direct_cost"))],
        help="For agencies without a product of their own. Empty: the account of the "
        "purchase journal.",
    )
    collection_agency_portal_days = fields.Integer(
        string="Ended Placements in the Portal",
        default=30,
        help="For how many days an agency can still read a placement that has ended.",
    )

    _collection_agency_portal_days_positive = models.Constraint(
        "CHECK (collection_agency_portal_days >= 0)",
        "Days in the portal cannot be negative. Enter 0 to show nothing that has "
        "ended.",
    )

    def _ensure_agency_accounts(self):
        """Create the clearing account and the journal that are not chosen yet.

        With the user's own rights: who may not make accounts needs somebody who may,
        once per company.

        :raises UserError: something is missing and the user may not create it
        """
        self.ensure_one()
        if self.collection_agency_account_id and self.collection_agency_journal_id:
            return
        self._check_may_create_agency_accounts()
        company = self.with_company(self)
        # The choice follows from the rights to accounts, checked above.
        company_sudo = company.sudo()
        if not self.collection_agency_account_id:
            company_sudo.collection_agency_account_id = company._create_agency_account()
        if not self.collection_agency_journal_id:
            company_sudo.collection_agency_journal_id = company._create_agency_journal()

    def _check_may_create_agency_accounts(self):
        for model in ("account.account", "account.journal"):
            if not self.env[model].has_access("create"):
                raise UserError(
                    self.env._(
                        "%(company)s has no clearing account or journal for money from "
                        "agencies yet, and you may not create them. Ask an accounting "
                        "administrator to choose them in the settings of Collections, "
                        "under Agencies, or to press Create there.",
                        company=self.display_name,
                    )
                )

    def _get_agency_booking(self):
        """Clearing account and journal, fit for use.

        :return: ``(account.account, account.journal)``
        :raises UserError: one is missing or cannot be used, with the remedy
        """
        self.ensure_one()
        self._ensure_agency_accounts()
        account = self.collection_agency_account_id
        journal = self.collection_agency_journal_id
        if not account.active or not account.reconcile:
            raise UserError(
                self.env._(
                    "The clearing account %(account)s cannot be reconciled or is "
                    "archived. Allow reconciliation on it, or choose another one in "
                    "the settings of Collections, under Agencies.",
                    account=account.display_name,
                )
            )
        if not journal.active:
            raise UserError(
                self.env._(
                    "The journal %(journal)s for money from agencies is archived. "
                    "Choose another one in the settings of Collections, under "
                    "Agencies.",
                    journal=journal.display_name,
                )
            )
        return account, journal

    def _get_open_day(self, day, journal):
        """The day itself, or the first one on which the books are open again."""
        self.ensure_one()
        locked = self._get_user_fiscal_lock_date(journal)
        return max(day, locked + timedelta(days=1))

    def _create_agency_account(self):
        accounts = self.env["account.account"]
        last = accounts.search(
            [
                *accounts._check_company_domain(self),
                ("account_type", "=", CLEARING_ACCOUNT_TYPE),
            ],
            order="code desc",
            limit=1,
        )
        return accounts.create(
            {
                "name": self.env._("Money Held by Collection Agencies"),
                "code": accounts._search_new_account_code(last.code or "101900"),
                "account_type": CLEARING_ACCOUNT_TYPE,
                "reconcile": True,
                "company_ids": self.ids,
            }
        )

    def _create_agency_journal(self):
        journals = self.env["account.journal"]
        taken = set(
            journals.with_context(active_test=False)
            .search([*journals._check_company_domain(self)])
            .mapped("code")
        )
        codes = ["AGY", *(f"AGY{number}" for number in range(2, 100))]
        return journals.create(
            {
                "name": self.env._("Collection Agencies"),
                "code": next(code for code in codes if code not in taken),
                "type": "general",
                "company_id": self.id,
                "sequence": 1000,
                "show_on_dashboard": False,
            }
        )
