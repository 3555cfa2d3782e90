from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..core.amounts import exact
from ..core.commission import find_tiers

# What a person can mend for one placement; the others go on.
OWN_ERRORS = (UserError, AccessError, ValidationError)


class CollectionPlacement(models.Model):
    """What the screens of a placement need beside its own fields."""

    _inherit = "collection.placement"

    collector_id = fields.Many2one(
        related="case_id.user_id", string="Collector", store=True, index=True
    )
    recovered_rate = fields.Float(
        string="Recovered (%)",
        compute="_compute_recovered_rate",
        store=True,
        aggregator="avg",
        help="By the agency, of what was placed.",
    )
    days_with_agency = fields.Integer(
        compute="_compute_days_with_agency", help="Until today, or until it ended."
    )
    unplaced_count = fields.Integer(related="case_id.unplaced_count")
    fee_words = fields.Char(compute="_compute_fee_words", string="Commission")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        case = self.env["collection.case"].browse(values.get("case_id") or ())
        if case and "line_ids" in fields and not values.get("line_ids"):
            found = case._find_candidates()
            most = max(found, key=lambda one: len(one.items), default=None)
            if most:
                values["line_ids"] = [
                    Command.create({"item_id": item.id}) for item in most.items
                ]
                values["currency_id"] = most.currency.id
        return values

    @api.depends("amount_placed", "amount_agency")
    def _compute_recovered_rate(self):
        for placement in self:
            placed = placement.amount_placed
            placement.recovered_rate = (
                100 * placement.amount_agency / placed if placed else 0.0
            )

    @api.depends("date_placed", "date_ended")
    def _compute_days_with_agency(self):
        today = self.env["collection.action"]._get_today()
        for placement in self:
            start, end = placement.date_placed, placement.date_ended or today
            placement.days_with_agency = (end - start).days if start else 0

    @api.depends("amount_placed", "agency_id", "fee_terms", "previous_id")
    def _compute_fee_words(self):
        for placement in self:
            placement.fee_words = placement._describe_fees()

    def _describe_fees(self):
        """The rates that fit the items: “18 %”, “12 %, 18 %”."""
        if not self.agency_id or not self.line_ids:
            return False
        fees = self.agency_id._read_fees(self._get_fees())
        placed, again = exact(self.amount_placed), bool(self.previous_id)
        rates = {
            float(rate) * 100
            for claim in self._get_claims()
            for _share, rate in find_tiers(fees.bands, claim.days, placed, again)
        }
        return ", ".join(f"{rate:g} %" for rate in sorted(rates))

    def _do_each(self, name):
        """Do it for one, or for each of many: what fails does not stop the rest.

        :param name: method without parameters
        """
        if len(self) == 1:
            return getattr(self, name)()
        problems = []
        for placement in self:
            try:
                with self.env.cr.savepoint():
                    getattr(placement, name)()
            except OWN_ERRORS as error:
                problems.append(f"{placement.name}: {error}")
        return self._notify_result(len(self) - len(problems), problems)

    def _notify_result(self, done, problems):
        message = self.env._("%(count)s placements: done.", count=done)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if problems else "success",
                "sticky": bool(problems),
                "message": "\n".join([message, *problems]),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def action_refresh(self):
        """Take over what is open by now, and leave out what cannot be placed."""
        self._check_may_make()
        self._check_draft()
        for placement in self:
            found = placement.line_ids.item_id._find_unplaceable(placement)
            bad = self.env["collection.item"].union(*found)
            placement.line_ids.filtered_domain([("item_id", "in", bad.ids)]).unlink()
        # What is open is read from the ledger and not the user's to enter.
        self.line_ids.sudo()._refresh()

    def action_open_collection_case(self):
        self.ensure_one()
        return self.case_id._action_open()

    def action_open_previous(self):
        return self.previous_id._action_open()

    def action_recall(self):
        return self._open_end_wizard("recall", self.env._("Recall"))

    def action_return(self):
        return self._open_end_wizard("return", self.env._("Returned by the Agency"))

    def _open_end_wizard(self, purpose, name):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "collection.placement.end.wizard",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_placement_ids": self.ids,
                "default_purpose": purpose,
            },
        }

    def _action_open(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "collection.placement",
            "res_id": self.id,
            "views": [(False, "form")],
        }
