from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core import ageing

# What the rows depend on beside the ledger: see _with_ageing.
DEPENDS = ("ageing_date", "ageing_view_ref", "allowed_company_ids")


def _bucket_field():
    # Its heading depends on the settings: see collection_ageing_headings.py.
    return fields.Monetary(
        currency_field="company_currency_id", readonly=True, depends_context=DEPENDS
    )


class CollectionAgeing(models.Model):
    """Open receivable journal items as of any day: one row each, read-only.

    The context says the day, the basis and the buckets (see _with_ageing). Amounts
    come from balances and partial reconciliations by the dates of the journal items
    they match, today included, never from today's residuals; core/ageing.py
    (open_amounts) is the specification. The rows of a company add up to its
    receivable accounts in the trial balance of that day. Two things move an amount
    from one part of that total to another, and _get_proof names them: items matched
    across currencies, and items matched across branches of one company.
    """

    _name = "collection.ageing"
    _description = "Aged Receivables"
    _auto = False
    _order = "partner_id, date_due, id"
    _depends = {
        "account.account": ["account_type", "non_trade"],
        "account.move": ["invoice_user_id"],
        "account.move.line": [
            *("account_id", "amount_currency", "balance", "company_id"),
            *("company_currency_id", "currency_id", "date", "date_maturity"),
            *("invoice_date", "move_id", "move_name", "parent_state"),
            *("partner_id", "ref"),
        ],
        "account.partial.reconcile": [
            *("amount", "credit_amount_currency", "credit_move_id"),
            *("debit_amount_currency", "debit_move_id", "max_date"),
        ],
        "collection.case": ["partner_id", "policy_id", "stage_id", "state", "user_id"],
        "collection.item": ["case_id", "date_plan", "level_id", "stage_id"],
        "res.partner": ["commercial_partner_id", "name", "ref"],
    }

    name = fields.Char(string="Document", readonly=True)
    ref = fields.Char(string="Reference", readonly=True)
    move_line_id = fields.Many2one(
        "account.move.line", string="Journal Item", readonly=True
    )
    move_id = fields.Many2one("account.move", string="Journal Entry", readonly=True)
    account_id = fields.Many2one("account.account", readonly=True)
    non_trade = fields.Boolean(
        readonly=True, help="The account is marked as non-trade receivable."
    )
    company_id = fields.Many2one("res.company", readonly=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Debtor",
        readonly=True,
        falsy_value_label="No partner",
        help="Commercial partner of the journal item.",
    )
    partner_ref = fields.Char(string="Debtor Number", readonly=True)
    partner_name = fields.Char(string="Name of Debtor", readonly=True)
    date = fields.Date(string="Accounting Date", readonly=True)
    date_document = fields.Date(
        readonly=True, help="Invoice date; of other entries the accounting date."
    )
    date_due = fields.Date(
        string="Due Date",
        readonly=True,
        help="Due date; the accounting date of an entry that has none.",
    )
    date_plan = fields.Date(
        string="Plan Date",
        readonly=True,
        help="Day on which the active payment plan settles it, as it stands now. The "
        "due date stays as it is.",
    )
    days = fields.Integer(
        string="Age",
        readonly=True,
        aggregator="max",
        depends_context=DEPENDS,
        help="Days from the due date or the document date, as the ageing was asked "
        "for, to the day of the ageing.",
    )
    days_overdue = fields.Integer(
        readonly=True,
        aggregator="max",
        depends_context=DEPENDS,
        help="Days from the due date to the day of the ageing; negative: not due yet.",
    )
    bucket = fields.Selection(
        selection="_selection_bucket", readonly=True, depends_context=DEPENDS
    )
    currency_id = fields.Many2one("res.currency", readonly=True)
    company_currency_id = fields.Many2one("res.currency", readonly=True)
    amount = fields.Monetary(
        string="Open",
        readonly=True,
        depends_context=DEPENDS,
        help="Open on that day in the currency of the document. Groups that hold "
        "more than one currency have no sum.",
    )
    amount_company = fields.Monetary(
        string="Open (Company Currency)",
        currency_field="company_currency_id",
        readonly=True,
        depends_context=DEPENDS,
        help="Open on that day in company currency.",
    )
    is_credit = fields.Boolean(
        readonly=True,
        depends_context=DEPENDS,
        help="Credit note, payment or other amount in the debtor's favour.",
    )
    bucket_0 = _bucket_field()
    bucket_1 = _bucket_field()
    bucket_2 = _bucket_field()
    bucket_3 = _bucket_field()
    bucket_4 = _bucket_field()
    bucket_5 = _bucket_field()
    bucket_6 = _bucket_field()
    bucket_7 = _bucket_field()
    bucket_8 = _bucket_field()
    bucket_9 = _bucket_field()
    invoice_user_id = fields.Many2one("res.users", string="Salesperson", readonly=True)
    # As they stand now: collections keeps no level or stage of a past day.
    item_id = fields.Many2one("collection.item", readonly=True)
    case_id = fields.Many2one("collection.case", readonly=True)
    policy_id = fields.Many2one("collection.policy", readonly=True)
    level_id = fields.Many2one("collection.level", readonly=True)
    stage_id = fields.Many2one("collection.stage", readonly=True)
    user_id = fields.Many2one("res.users", string="Collector", readonly=True)
    reason = fields.Char(related="item_id.reason", string="Last Decision")

    @api.model
    def _with_ageing(self, as_of, basis, days):
        """Return the model for another day, basis and bucket days.

        :param basis: one of ``core.ageing.BASES``

        The web client and the view cache keep headings per language and per context
        key that ends with _view_ref, and know no others. The headings of the buckets
        follow from basis and days, so those two travel in such a key.
        """
        if basis not in ageing.BASES:
            raise UserError(
                self.env._(
                    "“%(basis)s” is not a basis; choose one of: %(bases)s.",
                    basis=basis,
                    bases=", ".join(ageing.BASES),
                )
            )
        return self.with_context(
            ageing_date=fields.Date.to_string(as_of), ageing_view_ref=f"{basis}:{days}"
        )

    @api.model
    def _get_settings(self):
        """Return (day, basis, bucket edges) of the context, else the company's own."""
        company = self.env.company
        basis, _colon, days = self.env.context.get("ageing_view_ref", "").partition(":")
        if basis not in ageing.BASES:
            basis, days = (
                company.collection_ageing_basis,
                company.collection_bucket_days,
            )
        as_of = self.env.context.get("ageing_date")
        try:
            as_of = fields.Date.to_date(as_of) or fields.Date.context_today(self)
        except ValueError:
            raise UserError(
                self.env._(
                    "“%(text)s” is not a date; write it as 2026-12-31.", text=as_of
                )
            )
        return as_of, basis, company._parse_collection_bucket_days(days)
