from odoo import api, fields, models
from odoo.fields import Domain


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
        string="Company",
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

    _partner_unique = models.UniqueIndex(
        "(partner_id, COALESCE(company_id, 0))",
        "This company is registered as an agency already. Open that agency instead; "
        "it may be archived.",
    )

    @api.depends("partner_id")
    def _compute_name(self):
        for agency in self:
            agency.name = agency.name or agency.partner_id.name

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

    def _check_vetted(self, day):
        """Raise if vetting is missing or expired on a day, naming what.

        :raises UserError: with what is missing and what has expired
        """

    def _compute_commission(self, placement, receipts):
        """What the agency earns with each of these receipts.

        :param placement: collection.placement
        :param receipts: all receipts of the placement, the oldest first: gross
            amounts in its currency, or ``{collection.placement.line: amount}`` where
            it is known for which items they are
        :return: list of amounts, rounded, in the order of the receipts; their sum is
            the commission of all, and no commission is taken back by a later one
        """
        return [0.0 for _receipt in receipts]
