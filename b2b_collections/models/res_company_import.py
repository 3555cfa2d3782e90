from odoo import fields, models
from odoo.exceptions import UserError

# Neither income nor tax: a ledger brought from elsewhere has been through both there.
OPENING_ACCOUNT_TYPES = ("equity", "asset_current", "liability_current")
# One group without digits for the whole number: an imported number is never part of a
# sequence, so Odoo neither counts on from it nor compares its digits with the date.
FOREIGN_NUMBERS = r"^(?P<prefix1>)(?P<seq>)(?P<suffix>.*)$"


class ResCompany(models.Model):
    _inherit = "res.company"

    collection_opening_account_id = fields.Many2one(
        "account.account",
        string="Opening Items Account",
        check_company=True,
        ondelete="restrict",
        domain=[("account_type", "in", OPENING_ACCOUNT_TYPES)],
        help="Counterpart of imported open items. It is balanced by the opening "
        "balance of the receivables.",
    )
    collection_opening_journal_id = fields.Many2one(
        "account.journal",
        string="Opening Items Journal",
        check_company=True,
        ondelete="restrict",
        domain=[("type", "=", "sale")],
    )
    collection_opening_payment_journal_id = fields.Many2one(
        "account.journal",
        string="Opening Payments Journal",
        check_company=True,
        ondelete="restrict",
        domain=[("type", "=", "general")],
    )
    collection_import_mapping = fields.Json(
        help="How columns of open-items files were mapped last: header to field.",
    )

    def _ensure_opening_accounts(self):
        """Create the opening account and journals that are not chosen yet.

        They are created with the user's own rights: who may not make accounts needs
        somebody who may, once per company.
        """
        self.ensure_one()
        if (
            self.collection_opening_account_id
            and self.collection_opening_journal_id
            and self.collection_opening_payment_journal_id
        ):
            return
        self._check_may_create_accounts()
        company = self.with_company(self)
        # The choice is part of the import, which managers of collections may make
        # although they may not change companies; accounts were checked above.
        company_sudo = company.sudo()
        if not self.collection_opening_account_id:
            company_sudo.collection_opening_account_id = (
                company._create_opening_account()
            )
        if not self.collection_opening_journal_id:
            company_sudo.collection_opening_journal_id = (
                company._create_opening_journal(
                    "sale", self.env._("Opening Items"), "OPI"
                )
            )
        if not self.collection_opening_payment_journal_id:
            company_sudo.collection_opening_payment_journal_id = (
                company._create_opening_journal(
                    "general", self.env._("Opening Payments"), "OPP"
                )
            )

    def _check_opening_accounts(self):
        """Refuse an account or journals that are not fit for opening items."""
        self.ensure_one()
        account = self.collection_opening_account_id
        if account.account_type not in OPENING_ACCOUNT_TYPES or not account.active:
            raise UserError(
                self.env._(
                    "%(account)s cannot take opening items. Choose an account of "
                    "equity, current assets or current liabilities, then resume.",
                    account=account.display_name,
                )
            )
        journals = (
            self.collection_opening_journal_id
            | self.collection_opening_payment_journal_id
        )
        for journal in journals:
            if journal.sequence_override_regex != FOREIGN_NUMBERS:
                raise UserError(
                    self.env._(
                        "The journal %(journal)s numbers its entries itself, imported "
                        "invoices keep their own numbers. Leave the opening journals "
                        "empty in the settings of Collections: they are made then.",
                        journal=journal.display_name,
                    )
                )

    def _check_may_create_accounts(self):
        for model in ("account.account", "account.journal"):
            if not self.env[model].has_access("create"):
                raise UserError(
                    self.env._(
                        "%(company)s has no opening account or journals for imported "
                        "items yet, and you may not create them. Ask an accounting "
                        "administrator to choose them in the settings of Collections, "
                        "or to start the first import.",
                        company=self.display_name,
                    )
                )

    def _create_opening_account(self):
        accounts = self.env["account.account"]
        last = accounts.search(
            [
                *accounts._check_company_domain(self),
                ("account_type", "=", "equity"),
            ],
            order="code desc",
            limit=1,
        )
        return accounts.create(
            {
                "name": self.env._("Opening Items"),
                "code": accounts._search_new_account_code(last.code or "300000"),
                "account_type": "equity",
                "company_ids": self.ids,
            }
        )

    def _create_opening_journal(self, journal_type, name, code):
        journals = self.env["account.journal"]
        taken = set(
            journals.with_context(active_test=False)
            .search([*journals._check_company_domain(self)])
            .mapped("code")
        )
        codes = [code, *(f"{code}{number}" for number in range(2, 100))]
        return journals.create(
            {
                "name": name,
                "code": next(each for each in codes if each not in taken),
                "type": journal_type,
                "company_id": self.id,
                "default_account_id": self.collection_opening_account_id.id,
                "sequence_override_regex": FOREIGN_NUMBERS,
                "refund_sequence": False,
                # New invoices must not land here by default.
                "sequence": 1000,
                "show_on_dashboard": journal_type == "sale",
            }
        )
