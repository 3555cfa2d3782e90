from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_amount


class CollectionAgency(models.Model):
    """What the screens of an agency need of its money and its portal."""

    _inherit = "collection.agency"

    to_accept_count = fields.Integer(compute="_compute_money", string="To Accept")
    to_remit = fields.Char(
        compute="_compute_money",
        string="To Be Passed On",
        help="Accepted receipts less commission kept, in each currency.",
    )
    portal_count = fields.Integer(
        compute="_compute_portal_count", string="Portal Users"
    )

    @api.depends("receipt_ids.state", "receipt_ids.remittance_id", "receipt_ids.net")
    def _compute_money(self):
        receipts = self.env["collection.placement.receipt"]
        counts = dict(
            receipts._read_group(
                Domain("agency_id", "in", self.ids) & Domain("state", "=", "reported"),
                ["agency_id"],
                ["__count"],
            )
        )
        sums = {}
        for agency, currency, net in receipts._read_group(
            self._get_unremitted_domain(), ["agency_id", "currency_id"], ["net:sum"]
        ):
            sums.setdefault(agency, []).append(format_amount(self.env, net, currency))
        for agency in self:
            agency.to_accept_count = counts.get(agency, 0)
            agency.to_remit = ", ".join(sums.get(agency, ()))

    def _compute_portal_count(self):
        # How many users an agency has may know whoever may read the agency.
        users_sudo = self.env["res.users"].sudo()
        counts = {}
        for user in users_sudo.search(
            Domain("share", "=", True)
            & Domain("partner_id", "child_of", self.partner_id.ids)
        ):
            company = user.commercial_partner_id
            counts[company] = counts.get(company, 0) + 1
        for agency in self:
            agency.portal_count = counts.get(agency.partner_id, 0)

    def action_invite_to_portal(self):
        """Odoo's own wizard, with the company and its contacts."""
        self.ensure_one()
        wizards = self.env["portal.wizard"].with_context(
            active_model="res.partner", active_ids=self.partner_id.ids
        )
        return wizards.action_open_wizard()

    def action_view_receipts(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "b2b_collections.collection_placement_receipt_action"
        )
        action["domain"] = [("agency_id", "in", self.ids)]
        action["context"] = {"search_default_group_currency": 1}
        return action

    def action_view_clearing(self):
        """What is open on the clearing account for the agency."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Clearing: %(agency)s", agency=self.name),
            "res_model": "account.move.line",
            "views": [(False, "list"), (False, "form")],
            "domain": [
                ("account_id", "in", self._get_clearing_accounts().ids),
                ("partner_id", "=", self.partner_id.id),
                ("parent_state", "=", "posted"),
            ],
            "context": {"search_default_unreconciled": 1},
        }

    def _get_clearing_accounts(self):
        companies = self.company_id or self.env.companies
        return companies.collection_agency_account_id
