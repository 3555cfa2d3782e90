from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import formatLang


class CollectionCase(models.Model):
    """What the screens show of a case, computed from its items."""

    _inherit = "collection.case"

    next_step = fields.Char(compute="_compute_next_step", help="In words.")
    is_held = fields.Boolean(
        compute="_compute_is_held",
        search="_search_is_held",
        help="At least one open item is held.",
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

    @api.depends("item_ids.verdict", "item_ids.reason_code", "item_ids.next_date", "error")
    @api.depends_context("lang")
    def _compute_next_step(self):
        order = {"chase": 0, "hold": 2, "wait": 1, "none": 3, False: 4}
        for case in self:
            items = case.item_ids.filtered(lambda item: item.state == "open")
            first = min(
                items,
                key=lambda item: (
                    order[item.verdict],
                    item.next_date or fields.Date.to_date("9999-12-31"),
                ),
                default=None,
            )
            case.next_step = case.error or (first.reason if first else False)

    @api.depends("item_ids.verdict", "item_ids.state")
    def _compute_is_held(self):
        held = {
            case.id
            for (case,) in self.env["collection.item"]._read_group(
                [
                    ("case_id", "in", self.ids),
                    ("state", "=", "open"),
                    ("verdict", "=", "hold"),
                ],
                ["case_id"],
            )
        }
        for case in self:
            case.is_held = case.id in held

    def _search_is_held(self, operator, value):
        if operator != "in":
            return NotImplemented
        held = Domain(
            "item_ids", "any", [("state", "=", "open"), ("verdict", "=", "hold")]
        )
        return held if True in value else ~held

    def _compute_currency_totals(self):
        """Per currency, never added: not due, overdue, credit and net."""
        today = fields.Date.context_today(self)
        for case in self:
            case.currency_totals = case._get_currency_totals(today)

    def _get_currency_totals(self, today):
        run = self.env["collection.run"].new(
            {"company_id": self.company_id.id, "date": today}
        )
        credit = run._load_credits(self.ids).get(self.id, {})
        items = self.item_ids.filtered(lambda item: item.state == "open")
        currencies = items.currency_id | self.env["res.currency"].browse(credit)
        rows = []
        for currency in currencies.sorted("name"):
            own = items.filtered(lambda item, c=currency: item.currency_id == c)
            overdue = sum(
                own.filtered(lambda item: item.date_due < today).mapped(
                    "amount_residual"
                )
            )
            not_due = sum(own.mapped("amount_residual")) - overdue
            paid = float(credit.get(currency.id, (0.0, 0.0))[0])
            figures = {
                "not_due": not_due,
                "overdue": overdue,
                "credit": paid,
                "net": not_due + overdue - paid,
            }
            rows.append(
                {
                    "currency_id": currency.id,
                    "currency": currency.name,
                    **{
                        name: formatLang(self.env, amount, currency_obj=currency)
                        for name, amount in figures.items()
                    },
                }
            )
        return rows

    @api.model
    def _read_group_stage_ids(self, stages, domain):
        return stages.search([])

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
        self.sudo().error = self.env._("Left out by the run: %(error)s", error=error)
        run.case_failed += 1
        self.sudo().activity_schedule(
            "b2b_collections.mail_act_error",
            summary=self.env._("The run left this debtor out"),
            note=str(error),
            user_id=(self.user_id or self.env.ref("base.user_admin")).id,
        )

    def _clear_errors(self):
        self.filtered("error").sudo().error = False
