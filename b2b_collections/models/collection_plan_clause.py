from odoo import api, fields, models

from .placeholder_check import check_placeholders

TEXTS = ("name", "body")


class CollectionPlanClause(models.Model):
    """A clause of the written agreement on a payment plan, for people to edit."""

    _name = "collection.plan.clause"
    _description = "Clause of Payment Plan Agreements"
    _order = "sequence, id"
    _check_company_domain = models.check_company_domain_parent_of

    name = fields.Char(string="Heading", required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    body = fields.Html(string="Text", required=True, translate=True)
    applies = fields.Selection(
        [
            ("always", "Always"),
            ("discount", "Plans with a discount"),
            ("charges", "Plans with interest or a fee"),
            ("interest", "Plans with interest"),
            ("fee", "Plans with a fee"),
            ("first", "First version of a plan"),
            ("version", "New version of a plan"),
        ],
        string="Stands In",
        default="always",
        required=True,
    )
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: for all companies."
    )
    placeholder_help = fields.Html(compute="_compute_placeholder_help")

    def _compute_placeholder_help(self):
        meanings = self.env["collection.plan"]._get_clause_placeholders()
        self.placeholder_help = self.env["ir.qweb"]._render(
            "b2b_collections.placeholder_help", {"placeholders": meanings.items()}
        )

    @api.constrains(*TEXTS)
    def _check_texts(self):
        known = tuple(self.env["collection.plan"]._get_clause_placeholders())
        for clause in self:
            check_placeholders(clause, TEXTS, known)

    def _update_field_translations(
        self, field_name, translations, digest=None, source_lang=""
    ):
        # Constraints do not look at what the translation dialog writes.
        result = super()._update_field_translations(
            field_name, translations, digest=digest, source_lang=source_lang
        )
        if field_name in TEXTS:
            known = tuple(self.env["collection.plan"]._get_clause_placeholders())
            for lang in translations:
                check_placeholders(self.with_context(lang=lang), [field_name], known)
        return result

    @api.model
    def _get_clauses(self, company):
        """Clauses of agreements of this company, in their order."""
        return self.search(
            ["|", ("company_id", "=", False), ("company_id", "parent_of", company.id)]
        )

    def _stands_in(self, plan):
        self.ensure_one()
        return {
            "always": True,
            "discount": bool(plan.amount_discount),
            "interest": bool(plan.amount_interest),
            "fee": bool(plan.fee),
            "charges": bool(plan.amount_interest or plan.fee),
            "first": not plan.previous_id,
            "version": bool(plan.previous_id),
        }[self.applies]
