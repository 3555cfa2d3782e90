from odoo import api, fields, models
from odoo.fields import Domain


class CollectionAgeingWizard(models.TransientModel):
    """What to age, as of when; opens the ageing or its spreadsheet."""

    _name = "collection.ageing.wizard"
    _description = "Ageing"

    date = fields.Date(
        string="As of",
        required=True,
        default=fields.Date.context_today,
        help="What was open at the end of this day, whatever was paid later.",
    )
    basis = fields.Selection(
        lambda self: list(self.env["collection.ageing"]._get_basis_labels().items()),
        string="Age Counts From",
        required=True,
        default=lambda self: self.env.company.collection_ageing_basis,
    )
    bucket_days = fields.Char(
        string="Buckets",
        required=True,
        default=lambda self: self.env.company.collection_bucket_days,
        help="Last day of each bucket, with commas between.",
    )
    partner_ids = fields.Many2many(
        "res.partner",
        string="Debtors",
        domain=[("parent_id", "=", False)],
        help="Empty: all.",
    )
    currency_id = fields.Many2one("res.currency", help="Empty: all.")
    policy_id = fields.Many2one("collection.policy", help="Empty: all.")
    stage_id = fields.Many2one("collection.stage", help="Empty: all.")
    user_id = fields.Many2one("res.users", string="Collector", help="Empty: all.")
    credits = fields.Selection(
        [
            ("with", "With credits"),
            ("without", "Without credits"),
            ("only", "Credits only"),
        ],
        required=True,
        default="with",
        help="Credit notes, payments on account and other amounts in the debtor's "
        "favour. The total equals the receivable accounts only with credits.",
    )
    trade_only = fields.Boolean(
        string="Trade Receivables Only",
        help="Leave out accounts that are marked as non-trade.",
    )

    @api.constrains("bucket_days")
    def _check_bucket_days(self):
        for wizard in self:
            self.env.company._parse_collection_bucket_days(wizard.bucket_days)

    def action_open(self):
        self.ensure_one()
        report = self._get_ageing()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "b2b_collections.collection_ageing_action"
        )
        context = {
            "ageing_date": report.env.context["ageing_date"],
            "ageing_view_ref": report.env.context["ageing_view_ref"],
            # The numbers are the order of the groups.
            "search_default_group_company": int(self._has_several_currencies()),
            "search_default_group_partner": 2,
        }
        return action | {
            "context": context | self._get_search_defaults(),
            "domain": self._get_partner_domain(),
            "target": "main",
        }

    def action_export(self):
        self.ensure_one()
        domain = list(self._get_domain())
        return self._get_ageing().action_export(domain, self._describe_filters())

    def _has_several_currencies(self):
        return len(self.env.companies.currency_id) > 1

    def _get_ageing(self):
        return self.env["collection.ageing"]._with_ageing(
            self.date, self.basis, self.bucket_days
        )

    def _get_search_defaults(self):
        """Show the choices as facets, which the user can take away again."""
        values = {
            "currency_id": self.currency_id.id,
            "policy_id": self.policy_id.id,
            "stage_id": self.stage_id.id,
            "user_id": self.user_id.id,
            "without_credits": self.credits == "without",
            "credits": self.credits == "only",
            "trade": self.trade_only,
        }
        return {
            f"search_default_{key}": value for key, value in values.items() if value
        }

    def _get_partner_domain(self):
        if not self.partner_ids:
            return []
        return [("partner_id", "in", self.partner_ids.commercial_partner_id.ids)]

    def _get_domain(self):
        domain = Domain(self._get_partner_domain())
        for name in ("currency_id", "policy_id", "stage_id", "user_id"):
            if self[name]:
                domain &= Domain(name, "=", self[name].id)
        if self.credits != "with":
            domain &= Domain("is_credit", "=", self.credits == "only")
        if self.trade_only:
            domain &= Domain("non_trade", "=", False)
        return domain

    def _describe_filters(self):
        """Say the filters in words, for the spreadsheet."""
        parts = [
            f"{self._fields[name]._description_string(self.env)}: {value}"
            for name, value in (
                ("partner_ids", ", ".join(self.partner_ids.mapped("name"))),
                ("currency_id", self.currency_id.name),
                ("policy_id", self.policy_id.name),
                ("stage_id", self.stage_id.name),
                ("user_id", self.user_id.name),
            )
            if value
        ]
        if self.credits != "with":
            labels = dict(self._fields["credits"]._description_selection(self.env))
            parts.append(labels[self.credits])
        if self.trade_only:
            parts.append(self._fields["trade_only"]._description_string(self.env))
        return "; ".join(parts)
