from decimal import Decimal

from odoo import api, fields, models

from ..core import decision
from ..core.decide import exact
from .collection_decision_sheet import ASSUMPTIONS, WAYS

PERCENT = Decimal(100)
AMOUNTS = ("expected", "present", "cost", "value", "low", "high")


class CollectionDecisionSheet(models.Model):
    """What a sheet answers: values with ranges, and where the answer changes."""

    _inherit = "collection.decision.sheet"

    amount_open = fields.Monetary(
        string="Open",
        currency_field="company_currency_id",
        compute="_compute_result",
        store=True,
    )
    recommended = fields.Selection(WAYS, compute="_compute_result", store=True)
    value_best = fields.Monetary(
        string="Worth",
        currency_field="company_currency_id",
        compute="_compute_result",
        store=True,
        help="Present value of the recommended way, less its costs.",
    )
    is_close = fields.Boolean(
        string="Close Call",
        compute="_compute_result",
        store=True,
        help="Within the ranges another way might be as good.",
    )
    is_otherwise = fields.Boolean(
        compute="_compute_is_otherwise",
        store=True,
        string="Decided Otherwise",
        help="Than recommended.",
    )
    # Kept with the sheet: what it said when somebody decided.
    result = fields.Json(compute="_compute_result", store=True)

    @api.depends(
        "line_ids.amount_company",
        "line_ids.recovery",
        "line_ids.recovery_low",
        "line_ids.recovery_high",
        "line_ids.days",
        "cost_sue",
        "sunk",
        *(name for name in ASSUMPTIONS if name not in ("minimum", "horizon")),
    )
    def _compute_result(self):
        for sheet in self:
            own = sheet.company_currency_id
            found = decision.decide(
                sheet._get_parts(), sheet._get_assumptions(), exact(sheet.sunk)
            )
            sheet.amount_open = sum(sheet.line_ids.mapped("amount_company"))
            sheet.recommended = found.best.way
            sheet.value_best = own.round(float(found.best.value))
            sheet.is_close = found.is_close
            sheet.result = {
                "values": {
                    option.way: str(round(option.value, own.decimal_places))
                    for option in found.options
                },
                "options": [
                    {"way": option.way, **sheet._round_option(option)}
                    for option in found.options
                ],
                "turns": [
                    {
                        "name": turn.name,
                        "now": float(round(turn.now * PERCENT, 1)),
                        "at": float(round(turn.at * PERCENT, 1)),
                        "way": turn.way,
                    }
                    for turn in found.turns
                ],
            }

    @api.depends("decided_way", "recommended")
    def _compute_is_otherwise(self):
        for sheet in self:
            sheet.is_otherwise = (
                sheet.decided_way and sheet.decided_way != sheet.recommended
            )

    def _round_option(self, option):
        own = self.company_currency_id
        return {name: own.round(float(getattr(option, name))) for name in AMOUNTS}

    def _get_parts(self):
        return [
            decision.Part(
                exact(line.amount_company),
                exact(line.recovery) / PERCENT,
                exact(line.recovery_low) / PERCENT,
                exact(line.recovery_high) / PERCENT,
                Decimal(line.days),
            )
            for line in self.line_ids
        ]

    def _get_assumptions(self):
        def share(value):
            return exact(value) / PERCENT

        return decision.Assumptions(
            interest=share(self.interest),
            cost_go_on=exact(self.cost_go_on),
            cost_settle=exact(self.cost_settle),
            cost_sue=exact(self.cost_sue),
            win=share(self.win),
            collectability=share(self.collect),
            accept=share(self.accept),
            discount=share(self.discount),
            days_settle=Decimal(self.days_settle),
            days_sue=Decimal(self.days_sue),
            margin=share(self.margin),
        )
