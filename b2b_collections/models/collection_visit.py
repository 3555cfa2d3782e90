from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.fields import Domain

OUTCOMES = [
    ("met", "Met"),
    ("absent", "Nobody there"),
    ("closed", "Premises closed down"),
    ("moved", "Moved away"),
    ("promise", "Promised to pay"),
    ("dispute", "Disputes"),
    ("refused", "Refused to talk"),
    ("paid", "Paid"),
]
# How long a visit takes unless somebody says otherwise.
HOURS = 1


class CollectionVisit(models.Model):
    """A visit to a debtor: planned within the contact rules, reported the same day.

    It is an action of the journal from the day it is planned
    (collection_visit_plan.py) and says there what came of it
    (collection_visit_report.py).
    """

    _name = "collection.visit"
    _description = "Field Visit"
    _inherit = ["collection.own.thread", "mail.activity.mixin"]
    _order = "date_start desc, id desc"
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
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="case_id.company_id", store=True, index=True, precompute=True
    )
    partner_id = fields.Many2one(
        related="case_id.partner_id",
        store=True,
        index=True,
        precompute=True,
        string="Debtor",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount_overdue = fields.Monetary(related="case_id.amount_overdue")
    placement_id = fields.Many2one(
        "collection.placement",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('case_id', '=', case_id)]",
        help="Where an agency goes there for us. Empty: our own people do.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("planned", "Planned"),
            ("done", "Reported"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    date_start = fields.Datetime(
        string="From", required=True, tracking=True, index=True
    )
    date_stop = fields.Datetime(
        string="Until",
        required=True,
        compute="_compute_date_stop",
        store=True,
        readonly=False,
        precompute=True,
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="To Meet",
        compute="_compute_contact_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        domain="[('commercial_partner_id', '=', partner_id)]",
        help="By whose consent, hours and limits the contact rules are asked.",
    )
    place_id = fields.Many2one(
        "res.partner",
        string="Business Address",
        compute="_compute_contact_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('commercial_partner_id', '=', partner_id)]",
        help="Visits go to business addresses only, never to anybody's home.",
    )
    address = fields.Text(compute="_compute_address")
    visitor_id = fields.Many2one(
        "res.users",
        required=True,
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        tracking=True,
        help="Goes there and reports; where an agency goes, who takes its report.",
    )
    companion_ids = fields.Many2many(
        "res.users",
        "collection_visit_companion_rel",
        string="Accompanied By",
        domain=[("share", "=", False)],
    )
    others = fields.Char(
        string="Others Who Go",
        help="People without a user here, such as those of an agency; names, separated "
        "by commas.",
    )
    purpose = fields.Text(help="What is to be achieved; for the visitors only.")
    check_ids = fields.One2many("collection.visit.check", "visit_id", copy=False)
    checks_open = fields.Integer(string="Steps Open", compute="_compute_checks_open")
    action_id = fields.Many2one(
        "collection.action",
        string="Journal",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    gate_answer = fields.Char(
        compute="_compute_gate_answer",
        help="What the contact rules say of a visit at that time.",
    )

    outcome = fields.Selection(OUTCOMES, copy=False, tracking=True)
    date_visited = fields.Datetime(
        string="Visited At", copy=False, help="When it took place."
    )
    place = fields.Char(
        string="Took Place At",
        copy=False,
        help="Where it took place, as the visitor says.",
    )
    position = fields.Char(
        copy=False,
        help="Latitude and longitude, if the visitor let the device tell them.",
    )
    met_with = fields.Char(string="Spoken To", copy=False)
    note = fields.Html(string="Report", copy=False)
    attachment_ids = fields.Many2many(
        "ir.attachment",
        "collection_visit_attachment_rel",
        string="Photos and Papers",
        copy=False,
    )
    reported_on = fields.Datetime(readonly=True, copy=False)
    is_late = fields.Boolean(
        string="Reported Late",
        compute="_compute_is_late",
        help="Later than on the day of the visit.",
    )
    cancel_reason = fields.Char(readonly=True, copy=False)

    _stop_after_start = models.Constraint(
        "CHECK (date_stop > date_start)", "Until: has to be later than From."
    )

    @api.depends("date_start")
    def _compute_date_stop(self):
        for visit in self:
            start, stop = visit.date_start, visit.date_stop
            if start and not (stop and stop > start):
                visit.date_stop = start + timedelta(hours=HOURS)

    @api.depends("case_id")
    def _compute_contact_id(self):
        for visit in self:
            case = visit.case_id
            if visit.contact_id.commercial_partner_id != case.partner_id:
                visit.contact_id = case and case._get_suggested_contact()
            if visit.place_id.commercial_partner_id != case.partner_id:
                visit.place_id = case.partner_id

    @api.depends("place_id")
    def _compute_address(self):
        for visit in self:
            lines = visit.place_id and visit.place_id._get_letter_address(False)
            visit.address = "\n".join(lines or [])

    @api.depends("check_ids.is_done", "check_ids.note")
    def _compute_checks_open(self):
        for visit in self:
            visit.checks_open = len(visit.check_ids.filtered(lambda c: c._is_open()))

    @api.depends("case_id", "contact_id", "date_start", "state")
    def _compute_gate_answer(self):
        for visit in self:
            is_asked = visit.state == "draft" and visit.date_start
            visit.gate_answer = (
                visit._describe_gate()
                if is_asked and visit.contact_id and visit.case_id
                else False
            )

    @api.depends("reported_on", "date_visited")
    def _compute_is_late(self):
        for visit in self:
            visit.is_late = bool(
                visit.reported_on
                and visit.date_visited
                and visit._get_local_day(visit.reported_on)
                > visit._get_local_day(visit.date_visited)
            )

    @api.depends("name", "partner_id")
    def _compute_display_name(self):
        for visit in self:
            visit.display_name = " - ".join(
                filter(None, (visit.name, visit.partner_id.name))
            )

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if self.env.context.get("active_model") == "collection.case":
            values.setdefault("case_id", self.env.context.get("active_id"))
        return values

    @api.model_create_multi
    def create(self, vals_list):
        steps = self.env["collection.visit.step"].search(Domain.TRUE)
        for vals in vals_list:
            vals.setdefault(
                "check_ids", [Command.create({"step_id": key}) for key in steps.ids]
            )
            vals["name"] = self.env["ir.sequence"].next_by_code("collection.visit")
        visits = super().create(vals_list)
        visits._check_may_work()
        return visits

    def action_open_collection_case(self):
        self.ensure_one()
        return self.case_id._action_open()
