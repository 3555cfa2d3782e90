from odoo import api, fields, models
from odoo.fields import Domain


class ResPartner(models.Model):
    _inherit = "res.partner"

    collection_policy_id = fields.Many2one(
        "collection.policy",
        company_dependent=True,
        help="Given by hand; empty: the first policy whose conditions fit.",
    )
    collection_stage_id = fields.Many2one(
        "collection.stage",
        company_dependent=True,
        readonly=True,
        copy=False,
        help="Stage of the open case in this company; written by the run.",
    )
    collection_level_id = fields.Many2one(
        "collection.level",
        company_dependent=True,
        readonly=True,
        copy=False,
        help="Highest level of the open case in this company; written by the run.",
    )
    collection_case_ids = fields.One2many(
        "collection.case", "partner_id", string="Cases in Collections"
    )
    collection_case_id = fields.Many2one(
        "collection.case",
        compute="_compute_collection_case_id",
        search="_search_collection_case_id",
    )

    @api.depends_context("company")
    @api.depends("collection_case_ids.state", "commercial_partner_id")
    def _compute_collection_case_id(self):
        cases = self.env["collection.case"].search(
            [
                ("company_id", "=", self.env.company.id),
                ("partner_id", "in", self.commercial_partner_id.ids),
                ("state", "=", "open"),
            ]
        )
        by_partner = {case.partner_id: case for case in cases}
        for partner in self:
            partner.collection_case_id = by_partner.get(partner.commercial_partner_id)

    def _search_collection_case_id(self, operator, value):
        if operator not in ("in", "any"):
            return NotImplemented
        cases = Domain("state", "=", "open") & Domain(
            "company_id", "=", self.env.company.id
        )
        if operator == "any":
            return Domain("collection_case_ids", "any", cases & value)
        has_case = Domain("collection_case_ids", "any", cases)
        found = Domain("collection_case_ids", "any", cases & Domain("id", "in", value))
        return found | ~has_case if False in value else found

    def action_open_collection_case(self):
        self.ensure_one()
        return self.collection_case_id._action_open()
