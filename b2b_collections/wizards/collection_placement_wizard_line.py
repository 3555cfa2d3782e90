from odoo import Command, fields, models

from ..models.collection_placement_screens import OWN_ERRORS


class CollectionPlacementWizardLine(models.TransientModel):
    """A case in one currency, and whether it can be placed."""

    _name = "collection.placement.wizard.line"
    _description = "Case to Place"
    _order = "fits desc, amount_company desc, id"

    wizard_id = fields.Many2one(
        "collection.placement.wizard", required=True, index=True, ondelete="cascade"
    )
    company_currency_id = fields.Many2one(
        related="wizard_id.company_currency_id", string="Company Currency"
    )
    case_id = fields.Many2one("collection.case", required=True, readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    item_ids = fields.Many2many("collection.item", readonly=True)
    item_count = fields.Integer(string="Items", readonly=True)
    amount = fields.Monetary(string="To Place", readonly=True)
    amount_company = fields.Monetary(
        string="To Place (Company)",
        readonly=True,
        currency_field="company_currency_id",
    )
    days_overdue = fields.Integer(string="Oldest (Days)", readonly=True)
    expected_value = fields.Monetary(readonly=True)
    value_company = fields.Monetary(readonly=True, currency_field="company_currency_id")
    fits = fields.Boolean(readonly=True)
    is_chosen = fields.Boolean(string="Place")
    why = fields.Char(string="Why Not", readonly=True)
    left_out = fields.Char(string="Left Out of It", readonly=True)
    placement_id = fields.Many2one("collection.placement", readonly=True)

    def _propose(self):
        """Make a draft of each; one that fails says why and does not stop the rest."""
        done = self.env["collection.placement"]
        for line in self.filtered(lambda line: not line.placement_id):
            try:
                with self.env.cr.savepoint():
                    placement = done.create(line._prepare_placement_vals())
            except OWN_ERRORS as error:
                line.write({"fits": False, "why": str(error)})
                continue
            line.placement_id = placement
            done |= placement
        return done

    def _prepare_placement_vals(self):
        return {
            "case_id": self.case_id.id,
            "agency_id": self.wizard_id.agency_id.id,
            "currency_id": self.currency_id.id,
            "expected_rate": self.wizard_id.expected_rate,
            "line_ids": [
                Command.create({"item_id": item.id}) for item in self.item_ids
            ],
        }
