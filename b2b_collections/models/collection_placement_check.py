from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_amount


class CollectionPlacement(models.Model):
    """What a placement must be before it is submitted, and again when it is placed."""

    _inherit = "collection.placement"

    def _check_ready(self, is_placing=False):
        """Raise if a placement cannot be submitted or placed as it is.

        :param is_placing: it is approved; more may not be open than was approved
        """
        today = self.env["collection.action"]._get_today()
        self.agency_id._check_vetted(today)
        for placement in self:
            placement._check_has_lines()
            placement._check_agency()
            placement._check_case()
            placement._check_items()
            if is_placing:
                placement.line_ids._check_not_more()
            placement.case_id._check_validation(
                self.env._("Placing with %(agency)s", agency=placement.agency_id.name)
            )

    def _check_has_lines(self):
        if not self.line_ids:
            raise UserError(
                self.env._(
                    "Items: %(placement)s has none. Add the items that the agency is "
                    "to collect.",
                    placement=self.name,
                )
            )

    def _check_agency(self):
        agency, country = self.agency_id, self.partner_id.country_id
        if not agency.active:
            raise UserError(
                self.env._(
                    "Agency: %(agency)s is archived. Choose another one.",
                    agency=agency.name,
                )
            )
        if agency.currency_ids and self.currency_id not in agency.currency_ids:
            raise UserError(
                self.env._(
                    "Agency: %(agency)s does not collect in %(currency)s. Choose "
                    "another one, or add the currency to the agency.",
                    agency=agency.name,
                    currency=self.currency_id.name,
                )
            )
        if agency.country_ids and country not in agency.country_ids:
            raise UserError(
                self.env._(
                    "Agency: %(agency)s does not collect in %(country)s, where "
                    "%(debtor)s is. Choose another one, or add the country to the "
                    "agency.",
                    agency=agency.name,
                    country=country.name or self.env._("an unknown country"),
                    debtor=self.partner_id.name,
                )
            )

    def _check_case(self):
        why = self.case_id._find_unplaceable().get(self.case_id)
        if why:
            raise UserError(
                self.env._(
                    "%(debtor)s cannot be placed: %(why)s.",
                    debtor=self.partner_id.name,
                    why=why,
                )
            )

    def _check_items(self):
        found = self.line_ids.item_id._find_unplaceable(self)
        for line in self.line_ids:
            why = found.get(line.item_id)
            if why:
                raise UserError(
                    self.env._(
                        "Items: %(item)s cannot be placed: %(why)s. Leave it out.",
                        item=line.item_id.name,
                        why=why,
                    )
                )


class CollectionPlacementLine(models.Model):
    _inherit = "collection.placement.line"

    @api.constrains("item_id", "placement_id")
    def _check_item(self):
        for line in self:
            item, placement = line.item_id, line.placement_id
            if item.case_id != placement.case_id:
                raise ValidationError(
                    self.env._(
                        "Items: %(item)s does not belong to the case of %(debtor)s. "
                        "Leave it out.",
                        item=item.name,
                        debtor=placement.partner_id.name,
                    )
                )
            if item.currency_id != placement.currency_id:
                raise ValidationError(
                    self.env._(
                        "Items: %(item)s is in %(other)s, the placement in "
                        "%(currency)s. Make a placement of its own for it.",
                        item=item.name,
                        other=item.currency_id.name,
                        currency=placement.currency_id.name,
                    )
                )

    def _check_not_more(self):
        """What came back since approval was not approved."""
        for line in self:
            residual = line.item_id.move_line_id.amount_residual_currency
            if line.currency_id.compare_amounts(residual, line.amount_placed) > 0:
                raise UserError(
                    self.env._(
                        "Items: %(now)s of %(item)s is open by now, but only %(then)s "
                        "was approved. Take the placement back to draft and submit it "
                        "again.",
                        now=format_amount(self.env, residual, line.currency_id),
                        item=line.name,
                        then=format_amount(
                            self.env, line.amount_placed, line.currency_id
                        ),
                    )
                )
