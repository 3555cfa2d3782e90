from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, formatLang

BALANCES = ("not_due", "overdue", "credit", "net")
HELD_ITEM = Domain("state", "=", "open") & (
    Domain("verdict", "=", "hold") | Domain("amount_held", ">", 0)
)


class CollectionCase(models.Model):
    """What the screens show of a case, computed from its items."""

    _inherit = "collection.case"

    next_step = fields.Char(compute="_compute_next_step", help="In words.")
    is_held = fields.Boolean(
        compute="_compute_is_held",
        search="_search_is_held",
        help="At least one open item is held, or a part of one.",
    )
    currency_totals = fields.Json(compute="_compute_currency_totals")

    @api.depends("partner_id")
    def _compute_display_name(self):
        for case in self:
            case.display_name = case.partner_id.display_name

    @api.depends("oldest_due_date")
    def _compute_days_overdue(self):
        today = fields.Date.context_today(self)
        for case in self:
            due = case.oldest_due_date
            case.days_overdue = max(0, (today - due).days) if due else 0

    def _search_days_overdue(self, operator, value):
        if operator not in (">", ">=", "<", "<="):
            return NotImplemented
        today = fields.Date.context_today(self)
        mirrored = {">": "<", ">=": "<=", "<": ">", "<=": ">="}[operator]
        return Domain(
            "oldest_due_date", mirrored, fields.Date.subtract(today, days=value)
        )

    @api.depends(
        "item_ids.verdict", "item_ids.reason_code", "item_ids.next_date", "error"
    )
    @api.depends_context("lang")
    def _compute_next_step(self):
        firsts = {case: case._get_next_item() for case in self}
        # Of one recordset, so that the words for all cost as many queries as for one.
        items = self.env["collection.item"].browse(
            item.id for item in firsts.values() if item
        )
        words = {item.id: item.reason for item in items}
        for case in self:
            case.next_step = case.error or words.get(firsts[case].id, False)

    def _get_next_item(self):
        """The open item whose turn comes first."""
        self.ensure_one()
        order = {"chase": 0, "hold": 2, "wait": 1, "none": 3, False: 4}
        return min(
            self.item_ids.filtered(lambda item: item.state == "open"),
            key=lambda item: (
                order[item.verdict],
                item.next_date or fields.Date.to_date("9999-12-31"),
            ),
            default=self.env["collection.item"],
        )

    @api.depends("item_ids.verdict", "item_ids.amount_held", "item_ids.state")
    def _compute_is_held(self):
        held = {
            case.id
            for (case,) in self.env["collection.item"]._read_group(
                Domain("case_id", "in", self.ids) & HELD_ITEM,
                ["case_id"],
            )
        }
        for case in self:
            case.is_held = case.id in held

    def _search_is_held(self, operator, value):
        if operator != "in":
            return NotImplemented
        held = Domain("item_ids", "any", HELD_ITEM)
        return held if True in value else ~held

    def _compute_currency_totals(self):
        """Per currency, never added: not due, overdue, credit and net, as of today.

        From the ledger, so that what is not yet in collections is there as well.
        """
        rows_by_case = defaultdict(list)
        held = self._get_held_by_currency()
        for case_id, currency_id, *amounts in self._read_balances():
            currency = self.env["res.currency"].browse(currency_id)
            rows_by_case[case_id].append(
                {
                    "currency_id": currency_id,
                    "currency": currency.name,
                    **{
                        name: formatLang(self.env, amount, currency_obj=currency)
                        for name, amount in zip(BALANCES, amounts, strict=True)
                    },
                    "held": held.get((case_id, currency_id), ""),
                }
            )
        for case in self:
            case.currency_totals = rows_by_case[case.id]

    def _read_balances(self):
        """Rows of ``(case id, currency id, *BALANCES)`` in document currency."""
        self.env["account.move.line"].flush_model()
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        return self.env.execute_query(
            SQL(
                """
                SELECT held.id, line.currency_id,
                       COALESCE(SUM(line.amount_residual_currency) FILTER (
                           WHERE line.amount_residual > 0
                             AND COALESCE(line.date_maturity, line.date) >= %(today)s
                       ), 0),
                       COALESCE(SUM(line.amount_residual_currency) FILTER (
                           WHERE line.amount_residual > 0
                             AND COALESCE(line.date_maturity, line.date) < %(today)s
                       ), 0),
                       COALESCE(-SUM(line.amount_residual_currency) FILTER (
                           WHERE line.amount_residual < 0), 0),
                       SUM(line.amount_residual_currency)
                  FROM collection_case held
                  JOIN res_partner partner
                    ON partner.commercial_partner_id = held.partner_id
                  JOIN account_move_line line ON line.partner_id = partner.id
                  JOIN account_account account ON account.id = line.account_id
                  JOIN res_currency currency ON currency.id = line.currency_id
                 WHERE held.id = ANY(%(ids)s)
                   AND line.company_id = held.company_id
                   AND line.parent_state = 'posted'
                   AND line.reconciled IS NOT TRUE
                   AND account.account_type = 'asset_receivable'
                 GROUP BY held.id, line.currency_id, currency.name
                 ORDER BY held.id, currency.name
                """,
                today=fields.Date.context_today(self),
                ids=self.ids,
            )
        )

    @api.model
    def _read_group_stage_ids(self, stages, domain):
        return stages.search(Domain.TRUE)

    def _action_open(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "collection.case",
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def _note_error(self, run, error):
        """The run left this debtor out: say so on the case and to its collector."""
        self.ensure_one()
        self.error = self.env._("Left out by the run: %(error)s", error=error)
        self.error_run_id = run
        run.case_failed += 1
        self.activity_schedule(
            "b2b_collections.mail_act_error",
            summary=self.env._("The run left this debtor out"),
            note=str(error),
            user_id=(self.user_id or self.env.ref("base.user_admin")).id,
        )

    def _clear_errors(self):
        self.filtered("error").write({"error": False, "error_run_id": False})
