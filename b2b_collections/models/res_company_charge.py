from odoo import fields, models
from odoo.exceptions import UserError

from ..core.charges import FEE, FIXED, INTEREST

SHOW, DEBIT = "show", "debit"
USES = [
    ("none", "Not at all"),
    (SHOW, "Shown in letters and mails only"),
    (DEBIT, "Claimed by debit note"),
]
INCOME_TYPES = ("income_other", "income")


class ResCompany(models.Model):
    """What a company claims for late payment, and how it is booked."""

    _inherit = "res.company"

    collection_charge_interest = fields.Selection(
        USES, string="Late Interest", default=SHOW, required=True
    )
    collection_charge_fixed = fields.Selection(
        USES, string="Fixed Compensation", default=SHOW, required=True
    )
    collection_charge_fee = fields.Selection(
        USES, string="Fees of Levels", default=SHOW, required=True
    )
    collection_charge_when = fields.Selection(
        [
            ("hand", "By hand only"),
            ("month", "Each month, up to the end of the last one"),
            ("night", "Each night, up to the day before"),
        ],
        string="Debit Notes Are Drafted",
        default="hand",
        required=True,
    )
    collection_charge_until = fields.Date(
        string="Interest Drafted Until",
        readonly=True,
        help="Last day up to which the job has drafted debit notes.",
    )
    collection_charge_minimum = fields.Monetary(
        string="Smallest Debit Note",
        default=0,
        help="In company currency: what comes to less for a debtor and a currency is "
        "left until it is more.",
    )
    collection_charge_post = fields.Boolean(
        string="Post Debit Notes at Once",
        help="Otherwise an accountant looks at the drafts and posts them.",
    )
    collection_charge_credit_post = fields.Boolean(
        string="Post Credit Notes at Once",
        help="Those over charges that were waived or proved unfounded. Otherwise an "
        "accountant gets a task to post them.",
    )
    collection_charge_closed_days = fields.Integer(
        string="Days After Payment",
        default=365,
        help="So long after an invoice was paid the interest up to its payment is "
        "still charged.",
    )
    collection_charge_waive_max = fields.Monetary(
        string="Collectors May Waive",
        default=0,
        help="Up to this amount at a time, in company currency; managers any amount.",
    )
    collection_charge_chased = fields.Boolean(
        string="Chase Debit Notes Like Other Items",
        default=True,
        help="Otherwise letters and statements show them, but they never cause one.",
    )
    collection_charge_journal_id = fields.Many2one(
        "account.journal",
        string="Journal of Interest and Fees",
        domain=[("type", "=", "sale")],
        check_company=True,
        help="Empty: one is made with the first debit note.",
    )
    collection_charge_interest_account_id = fields.Many2one(
        "account.account",
        string="Account of Interest",
        domain=[("internal_group", "=", "income")],
        check_company=True,
        help="Empty: that of the journal.",
    )
    collection_charge_fixed_account_id = fields.Many2one(
        "account.account",
        string="Account of Compensation",
        domain=[("internal_group", "=", "income")],
        check_company=True,
        help="Empty: that of the journal.",
    )
    collection_charge_fee_account_id = fields.Many2one(
        "account.account",
        string="Account of Fees",
        domain=[("internal_group", "=", "income")],
        check_company=True,
        help="Empty: that of the journal.",
    )
    collection_charge_interest_tax_ids = fields.Many2many(
        "account.tax",
        "collection_charge_interest_tax_rel",
        string="Taxes on Interest",
        domain=[("type_tax_use", "=", "sale")],
        check_company=True,
        help="Empty: none. In many countries interest is outside the scope of VAT.",
    )
    collection_charge_fixed_tax_ids = fields.Many2many(
        "account.tax",
        "collection_charge_fixed_tax_rel",
        string="Taxes on Compensation",
        domain=[("type_tax_use", "=", "sale")],
        check_company=True,
    )
    collection_charge_fee_tax_ids = fields.Many2many(
        "account.tax",
        "collection_charge_fee_tax_rel",
        string="Taxes on Fees",
        domain=[("type_tax_use", "=", "sale")],
        check_company=True,
    )

    _collection_charge_limits = models.Constraint(
        "CHECK (collection_charge_minimum >= 0 AND collection_charge_waive_max >= 0"
        " AND collection_charge_closed_days >= 0)",
        "Interest and fees: amounts and days cannot be negative.",
    )

    def _get_charge_account(self, kind):
        """Account for a kind of charge; empty: that of the journal."""
        return {
            INTEREST: self.collection_charge_interest_account_id,
            FIXED: self.collection_charge_fixed_account_id,
            FEE: self.collection_charge_fee_account_id,
        }[kind]

    def _get_charge_taxes(self, kind):
        return {
            INTEREST: self.collection_charge_interest_tax_ids,
            FIXED: self.collection_charge_fixed_tax_ids,
            FEE: self.collection_charge_fee_tax_ids,
        }[kind]

    def _get_charge_journal(self):
        """The journal of debit notes; made if there is none yet."""
        self.ensure_one()
        # Whoever drafts a debit note needs a journal, but no right to make any.
        company_sudo = self.sudo().with_company(self)
        if not company_sudo.collection_charge_journal_id:
            company_sudo.collection_charge_journal_id = (
                company_sudo._create_charge_journal()
            )
        return company_sudo.collection_charge_journal_id

    def _create_charge_journal(self):
        journals = self.env["account.journal"]
        taken = set(
            journals.with_context(active_test=False)
            .search([*journals._check_company_domain(self)])
            .mapped("code")
        )
        codes = ["INTF", *(f"INT{number}" for number in range(2, 100))]
        return journals.create(
            {
                "name": self.env._("Interest and Fees"),
                "code": next(code for code in codes if code not in taken),
                "type": "sale",
                "company_id": self.id,
                "default_account_id": self._find_charge_income_account().id,
                # New invoices must not land here by default.
                "sequence": 900,
            }
        )

    def _find_charge_income_account(self):
        accounts = self.env["account.account"]
        for account_type in INCOME_TYPES:
            found = accounts.search(
                [
                    *accounts._check_company_domain(self),
                    ("account_type", "=", account_type),
                ],
                order="code",
                limit=1,
            )
            if found:
                return found
        raise UserError(
            self.env._(
                "%(company)s has no income account for interest and fees. Create one, "
                "or choose a journal in the settings of Collections.",
                company=self.display_name,
            )
        )
