from odoo import api, fields, models
from odoo.tools import SQL

from ..core.decide import exact
from ..core.writeoff import recovery_rate


class CollectionWriteoff(models.Model):
    """Totals of a write-off, and what came back of it."""

    _inherit = "collection.writeoff"

    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    amount = fields.Monetary(
        string="Written Off", compute="_compute_amounts", store=True, precompute=True
    )
    amount_company = fields.Monetary(
        string="Written Off (Company Currency)",
        currency_field="company_currency_id",
        compute="_compute_amounts",
        store=True,
        precompute=True,
        help="At the rates at which the items were booked.",
    )
    amount_tax = fields.Monetary(
        string="Tax Relieved", compute="_compute_amounts", store=True, precompute=True
    )
    recovery_ids = fields.One2many(
        "collection.writeoff.recovery", "writeoff_id", readonly=True, copy=False
    )
    recovery_count = fields.Integer(compute="_compute_recovery_count")
    amount_recovered = fields.Monetary(
        string="Recovered", compute="_compute_recovered", store=True, precompute=True
    )
    amount_recovered_company = fields.Monetary(
        string="Recovered (Company Currency)",
        currency_field="company_currency_id",
        compute="_compute_recovered",
        store=True,
        precompute=True,
        help="As it was booked on the days on which it came in.",
    )
    amount_lost = fields.Monetary(
        string="Not Recovered",
        compute="_compute_recovered",
        store=True,
        precompute=True,
    )
    recovery_rate = fields.Float(
        compute="_compute_recovered",
        store=True,
        precompute=True,
        aggregator="avg",
        help="Part of what was written off that came back. Of a group: of all its "
        "amounts together, in company currency.",
    )

    @api.depends("line_ids.amount", "line_ids.amount_company", "line_ids.amount_tax")
    def _compute_amounts(self):
        for writeoff in self:
            lines = writeoff.line_ids
            writeoff.amount = sum(lines.mapped("amount"))
            writeoff.amount_company = sum(lines.mapped("amount_company"))
            writeoff.amount_tax = sum(lines.mapped("amount_tax"))

    @api.depends("amount", "recovery_ids.amount", "recovery_ids.state")
    def _compute_recovered(self):
        for writeoff in self:
            came = writeoff.recovery_ids.filtered(lambda one: one.state == "posted")
            recovered = sum(came.mapped("amount"))
            writeoff.amount_recovered = recovered
            writeoff.amount_recovered_company = sum(came.mapped("amount_company"))
            writeoff.amount_lost = writeoff.amount - recovered
            rate = recovery_rate(exact(recovered), exact(writeoff.amount))
            writeoff.recovery_rate = float(rate or 0)

    @api.depends("recovery_ids")
    def _compute_recovery_count(self):
        for writeoff in self:
            writeoff.recovery_count = len(writeoff.recovery_ids)

    def _read_group_select(self, aggregate_spec, query):
        # An average of rates would let a small write-off weigh as much as a large one.
        if aggregate_spec == "recovery_rate:avg":
            return SQL(
                "SUM(%s) / NULLIF(SUM(%s), 0)",
                self._field_to_sql(self._table, "amount_recovered_company", query),
                self._field_to_sql(self._table, "amount_company", query),
            )
        return super()._read_group_select(aggregate_spec, query)
