from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_amount, format_date, formatLang

from .collection_charge_end import COLLECTOR

ROW = Markup("<tr>%s</tr>")
CELL = Markup("<td%s>%s</td>")
RIGHT = Markup(' class="text-end"')
TABLE = Markup(
    '<table class="table table-sm"><thead><tr>%s</tr></thead><tbody>%s</tbody></table>'
)
HEADING = Markup("<th%s>%s</th>")


class CollectionCharge(models.Model):
    """What the screens of a charge need beside its own fields."""

    _inherit = "collection.charge"

    collector_id = fields.Many2one(related="case_id.user_id", string="Collector")
    breakdown = fields.Html(
        compute="_compute_breakdown",
        sanitize=False,
        string="How It Was Computed",
    )
    credit_state = fields.Selection(
        related="credit_move_id.state", string="State of the Credit Note"
    )

    @api.depends("evidence")
    @api.depends_context("lang")
    def _compute_breakdown(self):
        for charge in self:
            parts = charge._get_evidence()
            charge.breakdown = charge._lay_out(parts) if parts else False

    def _lay_out(self, parts):
        _ = self.env._
        currency = self.currency_id
        names = (
            (_("From"), ""),
            (_("Until"), ""),
            (_("Days"), RIGHT),
            (_("On"), RIGHT),
            (_("% a Year"), RIGHT),
            (_("Interest"), RIGHT),
        )
        rows = [
            (
                format_date(self.env, part.start),
                format_date(self.env, part.end),
                part.days,
                format_amount(self.env, float(part.balance), currency),
                self._format_rate(part.rate),
                formatLang(
                    self.env, float(part.interest), digits=currency.decimal_places + 2
                ),
            )
            for part in parts
        ]
        styles = [style for _name, style in names]
        body = Markup().join(
            ROW
            % Markup().join(
                CELL % (style, cell) for style, cell in zip(styles, row, strict=True)
            )
            for row in rows
        )
        head = Markup().join(HEADING % (style, name) for name, style in names)
        return TABLE % (head, body)

    @api.model
    def _action_list(self, domain):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "b2b_collections.collection_charge_action"
        )
        action["domain"] = domain
        action["context"] = {"search_default_group_currency": 1}
        return action

    def action_waive(self):
        """Ask for a reason, then waive."""
        self._check_not_ended()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "b2b_collections.collection_charge_waive_wizard_action"
        )
        action["context"] = {"default_charge_ids": self.ids}
        return action

    def action_reinstate(self):
        self._reinstate()

    def action_correct(self):
        """Look at the ledger again; take back what is not founded any more."""
        self.check_access("read")
        if not (self.env.su or self.env.user.has_group(COLLECTOR)):
            raise AccessError(
                self.env._("Only collectors and managers may correct charges.")
            )
        changed = self._correct()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(count)s charges were corrected.", count=len(changed)
                )
                if changed
                else self.env._("All of it is founded."),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_open_collection_case(self):
        self.ensure_one()
        return self.case_id._action_open()

    def action_open_debit_note(self):
        return self.debit_move_id._get_records_action(
            view_mode="form", res_id=self.debit_move_id.id
        )

    def action_open_credit_note(self):
        return self.credit_move_id._get_records_action(
            view_mode="form", res_id=self.credit_move_id.id
        )
