from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

WAYS = [
    ("go_on", "Go on"),
    ("settle", "Settle"),
    ("sue", "Sue"),
    ("stop", "Stop"),
]
# What people assume, and the setting of the company that it starts from.
ASSUMPTIONS = {
    "interest": "interest",
    "cost_go_on": "cost_go_on",
    "cost_settle": "cost_settle",
    "win": "win",
    "collect": "collect",
    "accept": "accept",
    "discount": "discount",
    "days_settle": "days_settle",
    "days_sue": "days_sue",
    "margin": "margin",
    "minimum": "minimum",
    "horizon": "horizon",
}
RESULTS = {
    "name",
    "state",
    "company_id",
    "partner_id",
    "user_id",
    "date",
    "sunk",
    "decided_way",
    "decided_by_id",
    "decided_on",
    "decided_reason",
}


class CollectionDecisionSheet(models.Model):
    """Go on, settle, sue or stop: what each way is worth, by the own history.

    Figures are read from the ledger when the sheet is made or brought up to date;
    assumptions may be changed until a person decides. Then the sheet is kept as it is.
    """

    _name = "collection.decision.sheet"
    _description = "Decision Sheet"
    _inherit = ["collection.own.thread"]
    _order = "id desc"
    _rec_names_search = ["name", "partner_id.name"]
    _check_company_auto = True
    _mail_post_access = "read"

    name = fields.Char(
        string="Number",
        readonly=True,
        copy=False,
        default=lambda self: self.env._("New"),
    )
    case_id = fields.Many2one(
        "collection.case",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="case_id.company_id", store=True, index=True, precompute=True
    )
    partner_id = fields.Many2one(
        related="case_id.partner_id", store=True, string="Debtor"
    )
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    user_id = fields.Many2one(
        "res.users",
        string="Made By",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    date = fields.Date(readonly=True, string="As Of")
    state = fields.Selection(
        [("draft", "Draft"), ("decided", "Decided")],
        default="draft",
        required=True,
        readonly=True,
        tracking=True,
    )
    line_ids = fields.One2many("collection.decision.line", "sheet_id", readonly=True)
    interest = fields.Float(
        string="Time Value of Money (% a Year)",
        help="Money that comes later is worth less by this rate.",
    )
    cost_go_on = fields.Monetary(
        string="Cost of Going On",
        currency_field="company_currency_id",
        help="Still to come.",
    )
    cost_settle = fields.Monetary(
        string="Cost of Settling",
        currency_field="company_currency_id",
        help="Still to come.",
    )
    cost_sue = fields.Monetary(
        string="Cost of Suing",
        currency_field="company_currency_id",
        help="Still to come: what is booked already is spent whatever is decided.",
    )
    win = fields.Float(string="Chance to Win (%)")
    collect = fields.Float(
        string="Paid of a Judgement (%)", help="Share that is really collected."
    )
    accept = fields.Float(string="Settlement Accepted (%)")
    discount = fields.Float(string="Discount of a Settlement (%)")
    days_settle = fields.Integer(string="Days to a Settlement")
    days_sue = fields.Integer(string="Days to Money From Court")
    margin = fields.Float(
        string="Chances May Be Wrong By (Points)",
        help="Either way; it makes the ranges wider.",
    )
    minimum = fields.Integer(string="Debts a Segment Needs")
    horizon = fields.Integer(
        string="Debts Count After (Days)",
        help="Debts that had fewer days to be paid do not count yet, paid or not.",
    )
    sunk = fields.Monetary(
        string="Spent Already",
        currency_field="company_currency_id",
        readonly=True,
        help="Booked costs of legal matters of this case. Shown, not counted: it is "
        "spent whatever is decided.",
    )
    decided_way = fields.Selection(WAYS, readonly=True, tracking=True)
    decided_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    decided_on = fields.Date(readonly=True)
    decided_reason = fields.Text(readonly=True)

    _shares = models.Constraint(
        "CHECK (win BETWEEN 0 AND 100 AND collect BETWEEN 0 AND 100"
        " AND accept BETWEEN 0 AND 100 AND discount BETWEEN 0 AND 100"
        " AND margin BETWEEN 0 AND 100)",
        "Chances and shares: enter 0 to 100 per cent.",
    )
    _amounts = models.Constraint(
        "CHECK (interest BETWEEN 0 AND 1000 AND cost_go_on >= 0 AND cost_settle >= 0"
        " AND cost_sue >= 0 AND days_settle >= 0 AND days_sue >= 0"
        " AND minimum > 0 AND horizon > 0)",
        "Interest, costs and days cannot be negative; the number of debts and the days "
        "after which debts count are at least 1.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not self.env.su:
                self._check_no_results(vals)
            case = self.env["collection.case"].browse(vals.get("case_id") or ())
            for name, value in case._get_decision_defaults().items():
                vals.setdefault(name, value)
            sequence = self.env["ir.sequence"]
            vals["name"] = sequence.next_by_code("collection.decision.sheet")
        sheets = super().create(vals_list)
        sheets._check_may_work()
        # Figures are read from the ledger; the rights on the case were checked.
        for sheet_sudo, vals in zip(sheets.sudo(), vals_list, strict=True):
            sheet_sudo._load_figures()
            if "cost_sue" not in vals:
                sheet_sudo._estimate_suit()
        return sheets

    def write(self, vals):
        if not self.env.su:
            self._check_may_work()
            self._check_no_results(vals)
            self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        self._check_may_work()
        self._check_draft()

    def _check_no_results(self, vals):
        for name in vals.keys() & RESULTS:
            raise AccessError(
                self.env._(
                    "%(field)s follows from the ledger or from the decision and cannot "
                    "be entered. Leave it out.",
                    field=self._fields[name].get_description(self.env)["string"],
                )
            )

    def _check_may_work(self):
        """A collector makes sheets for his own cases and those of nobody."""
        if self.env.su:
            return
        self.check_access("write")
        self.case_id._check_own()

    def _check_draft(self):
        for sheet in self:
            if sheet.state != "draft":
                raise UserError(
                    self.env._(
                        "%(sheet)s was decided on %(day)s and is kept as it was. Make "
                        "a new sheet to decide anew.",
                        sheet=sheet.name,
                        day=format_date(self.env, sheet.decided_on),
                    )
                )

    def action_refresh(self):
        """Read open amounts and history anew, as of today."""
        self._check_may_work()
        self._check_draft()
        # As above.
        for sheet_sudo in self.sudo():
            sheet_sudo._load_figures()

    def action_open_collection_case(self):
        self.ensure_one()
        return self.case_id._action_open()

    def _action_open(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }
