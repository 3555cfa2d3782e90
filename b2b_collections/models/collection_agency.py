from odoo import api, fields, models
from odoo.fields import Domain

# Ended placements from which on what came back says something.
ENOUGH = 5


class CollectionAgency(models.Model):
    """A company that collects for us, with what it was vetted for and what it costs.

    Vetting is in collection_agency_vetting.py, its price in
    collection_agency_fee.py.
    """

    _name = "collection.agency"
    _description = "Collection Agency"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "name, id"
    _check_company_auto = True
    _check_company_domain = models.check_company_domain_parent_of

    name = fields.Char(
        compute="_compute_name",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        tracking=True,
    )
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one(
        "res.company",
        index=True,
        default=lambda self: self.env.company,
        help="Empty: works for all companies.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("is_company", "=", True)],
        check_company=True,
        tracking=True,
        help="Its vendor bills are of this company, and its portal users are contacts "
        "of it.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        tracking=True,
        help="Is reminded before its vetting expires.",
    )
    country_ids = fields.Many2many(
        "res.country",
        string="Countries",
        help="Where it collects. Empty: everywhere.",
    )
    currency_ids = fields.Many2many(
        "res.currency",
        string="Currencies",
        help="In which it collects. Empty: in any.",
    )
    payment_to = fields.Selection(
        [("us", "To us, as before"), ("agency", "To the agency")],
        string="Debtors Pay",
        default="us",
        required=True,
        tracking=True,
        help="The notice to the debtor says so.",
    )
    tax_ids = fields.Many2many(
        "account.tax",
        string="Taxes of Its Bills",
        domain=[("type_tax_use", "=", "purchase")],
        check_company=True,
        help="VAT on its commission, as its bills show it.",
    )
    product_id = fields.Many2one(
        "product.product",
        string="Product of Its Bills",
        ondelete="restrict",
        check_company=True,
        help="Stands on its bills, and says to which account the commission is "
        "booked. Empty: the account of the vendor or of the journal.",
    )
    note = fields.Html()
    placement_ids = fields.One2many("collection.placement", "agency_id", readonly=True)

    placement_count = fields.Integer(
        compute="_compute_placement_count", string="Placements"
    )

    _partner_unique = models.UniqueIndex(
        "(partner_id, COALESCE(company_id, 0))",
        "This company is registered as an agency already. Open that agency instead; "
        "it may be archived.",
    )

    @api.depends("partner_id")
    def _compute_name(self):
        for agency in self:
            agency.name = agency.name or agency.partner_id.name

    def _compute_placement_count(self):
        counts = dict(
            self.env["collection.placement"]._read_group(
                [("agency_id", "in", self.ids)], ["agency_id"], ["__count"]
            )
        )
        for agency in self:
            agency.placement_count = counts.get(agency, 0)

    def action_view_placements(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "b2b_collections.collection_placement_action"
        )
        action["domain"] = [("agency_id", "in", self.ids)]
        action["context"] = {}
        return action

    @api.model
    def _find_for_user(self, user):
        """Agencies for which a portal user works; empty if he works for none.

        As superuser, since outsiders may not read the register: give no more of it
        to the user than he needs.
        """
        if not user.has_group("base.group_portal"):
            return self.browse()
        # The user is given by the session, and found by his own company only.
        return self.sudo().search(
            Domain("partner_id", "=", user.commercial_partner_id.id)
        )

    def _get_expected(self, company):
        """``(per cent of a placement that is expected to come back, its source)``"""
        rate = self._get_history_rate(company) if self else None
        if rate is None:
            return self.expected_rate, "register"
        return round(rate, 2), "history"

    def _get_history_rate(self, company):
        """Per cent of what was placed that this agency has recovered; ``None`` while
        too few of its placements have ended.

        What was paid to us directly while it was placed counts for nobody.
        """
        self.ensure_one()
        ((count, placed, recovered),) = self.env["collection.placement"]._read_group(
            [
                ("agency_id", "in", self.ids),
                ("company_id", "=", company.id),
                ("date_ended", "!=", False),
                ("date_placed", "!=", False),
            ],
            [],
            ["__count", "amount_placed_company:sum", "amount_agency_company:sum"],
        )
        if count < ENOUGH or not placed:
            return None
        return 100 * recovered / placed
