from odoo import Command, api, fields, models
from odoo.fields import Domain


class CollectionRemittanceWizard(models.TransientModel):
    """Collects what an agency passed on, and for which receipts."""

    _name = "collection.remittance.wizard"
    _description = "Register Remittance"
    _check_company_auto = True

    agency_id = fields.Many2one("collection.agency", required=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        compute="_compute_currency_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    receipt_ids = fields.Many2many(
        "collection.placement.receipt",
        string="Receipts",
        compute="_compute_receipt_ids",
        store=True,
        readonly=False,
        precompute=True,
    )
    gross = fields.Monetary(string="Received by It", compute="_compute_expected")
    commission = fields.Monetary(string="Commission Kept", compute="_compute_expected")
    expected = fields.Monetary(compute="_compute_expected")
    amount = fields.Monetary(
        string="Arrived",
        compute="_compute_amount",
        store=True,
        readonly=False,
        precompute=True,
    )
    difference = fields.Monetary(compute="_compute_difference")
    explanation = fields.Text(string="Why It Differs")
    date = fields.Date(
        string="Arrived On",
        required=True,
        default=lambda self: self.env["collection.action"]._get_today(),
    )
    journal_id = fields.Many2one(
        "account.journal",
        string="Bank or Cash",
        required=True,
        check_company=True,
        domain="[('type', 'in', ('bank', 'cash')), ('company_id', '=', company_id)]",
        compute="_compute_journal_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    reference = fields.Char(help="As on the bank statement.")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        model = self.env.context.get("active_model")
        ids = self.env.context.get("active_ids", [])
        if model == "collection.agency":
            values["agency_id"] = ids[0]
        elif model == "collection.placement":
            values["agency_id"] = self.env[model].browse(ids).agency_id[:1].id
        elif model == "collection.placement.receipt":
            receipts = self.env[model].browse(ids)
            receipts = receipts.filtered_domain(
                receipts.agency_id._get_unremitted_domain()
            )
            values |= {
                "agency_id": receipts.agency_id[:1].id,
                "company_id": receipts.company_id[:1].id or self.env.company.id,
                "currency_id": receipts.currency_id[:1].id,
                "receipt_ids": [Command.set(receipts.ids)],
            }
        return values

    def _get_domain(self):
        return self.agency_id._get_unremitted_domain() & Domain(
            "company_id", "=", self.company_id.id
        )

    @api.depends("agency_id", "company_id")
    def _compute_currency_id(self):
        """That of the oldest money, until another one is chosen."""
        for wizard in self:
            receipt = self.env["collection.placement.receipt"].search(
                wizard._get_domain(), order="date, id", limit=1
            )
            wizard.currency_id = (
                receipt.currency_id
                or wizard.currency_id
                or wizard.company_id.currency_id
            )

    @api.depends("agency_id", "company_id", "currency_id")
    def _compute_receipt_ids(self):
        for wizard in self:
            wizard.receipt_ids = self.env["collection.placement.receipt"].search(
                wizard._get_domain() & Domain("currency_id", "=", wizard.currency_id.id)
            )

    @api.depends("receipt_ids")
    def _compute_expected(self):
        for wizard in self:
            wizard.gross = sum(wizard.receipt_ids.mapped("gross"))
            wizard.commission = sum(wizard.receipt_ids.mapped("commission"))
            wizard.expected = sum(wizard.receipt_ids.mapped("net"))

    @api.depends("expected")
    def _compute_amount(self):
        for wizard in self:
            wizard.amount = wizard.expected

    @api.depends("amount", "expected")
    def _compute_difference(self):
        for wizard in self:
            wizard.difference = wizard.amount - wizard.expected

    @api.depends("company_id")
    def _compute_journal_id(self):
        journals = self.env["account.journal"]
        for wizard in self:
            wizard.journal_id = journals.search(
                [
                    *journals._check_company_domain(wizard.company_id),
                    ("type", "=", "bank"),
                ],
                limit=1,
            )

    def action_register(self):
        self.ensure_one()
        remittance = self.agency_id._register_remittance(
            self.receipt_ids,
            self.amount,
            self.date,
            self.journal_id,
            reference=self.reference,
            explanation=self.explanation,
        )
        return remittance._get_records_action()
