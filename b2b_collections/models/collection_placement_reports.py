from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount, format_date

from ..core.amounts import exact
from .collection_placement import PLACED

KINDS = [
    ("acknowledge", "Acknowledged"),
    ("contact", "Contact"),
    ("promise", "Promise to Pay"),
    ("plan", "Instalments Agreed"),
    ("return", "Returned"),
]
CHANNELS = [
    ("call", "Call"),
    ("mail", "E-mail"),
    ("letter", "Letter"),
    ("sms", "SMS"),
    ("visit", "Visit"),
    ("other", "Other"),
]
OUTCOMES = [
    ("reached", "Reached"),
    ("not_reached", "Not reached"),
    ("disputes", "Disputes the claim"),
    ("cannot_pay", "Cannot pay"),
    ("refuses", "Refuses to pay"),
    ("other", "Other"),
]
# What a report of a kind must say.
REQUIRED = {
    "contact": ("channel", "outcome"),
    "promise": ("amount", "promised_date"),
    "plan": ("amount", "promised_date", "instalments"),
    "return": ("note",),
}


class CollectionPlacementReport(models.Model):
    """What an agency says it did, and what came of it.

    Evidence: once taken, a report is not changed or deleted. It moves the placement
    as it says.
    """

    _name = "collection.placement.report"
    _description = "Report of an Agency"
    _order = "date desc, id desc"
    _rec_name = "kind"
    _check_company_auto = True

    placement_id = fields.Many2one(
        "collection.placement",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="placement_id.company_id", store=True, index=True, precompute=True
    )
    case_id = fields.Many2one(
        related="placement_id.case_id", store=True, index=True, precompute=True
    )
    partner_id = fields.Many2one(
        related="placement_id.partner_id", store=True, precompute=True, string="Debtor"
    )
    agency_id = fields.Many2one(
        related="placement_id.agency_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="placement_id.currency_id")
    date = fields.Date(
        required=True,
        default=lambda self: self.env["collection.action"]._get_today(),
        help="When it happened.",
    )
    kind = fields.Selection(KINDS, required=True, default="contact")
    channel = fields.Selection(CHANNELS)
    outcome = fields.Selection(OUTCOMES)
    amount = fields.Monetary(string="Promised Amount", aggregator=None)
    promised_date = fields.Date(
        string="Promised For", help="Of instalments: when the last one is due."
    )
    instalments = fields.Integer(aggregator=None)
    note = fields.Text()
    source = fields.Selection(
        [("portal", "Portal"), ("csv", "File"), ("own", "Our People")],
        default="own",
        required=True,
        readonly=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Reported By",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    summary = fields.Char(compute="_compute_summary")

    @api.depends("kind", "channel", "outcome", "amount", "promised_date", "instalments")
    @api.depends_context("lang")
    def _compute_summary(self):
        for report in self:
            parts = [report._get_label(name) for name in ("kind", "channel", "outcome")]
            if report.amount:
                parts.append(format_amount(self.env, report.amount, report.currency_id))
            if report.instalments:
                parts.append(
                    self.env._("%(count)s instalments", count=report.instalments)
                )
            if report.promised_date:
                parts.append(format_date(self.env, report.promised_date))
            report.summary = ", ".join(filter(None, parts))

    def _get_label(self, name):
        return dict(self._fields[name]._description_selection(self.env)).get(self[name])

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                for name in ("source", "user_id"):
                    vals.pop(name, None)
        reports = super().create(vals_list)
        reports.placement_id._check_may_report()
        reports._check_complete()
        reports._apply()
        reports._record_reports()
        return reports

    def write(self, vals):
        raise UserError(
            self.env._(
                "Reports of agencies are evidence and cannot be changed. Enter a "
                "further one that says what is different."
            )
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Reports of agencies are evidence and cannot be deleted.")
        )

    def _check_complete(self):
        today = self.env["collection.action"]._get_today()
        for report in self:
            for name in REQUIRED.get(report.kind, ()):
                if not report[name]:
                    raise UserError(
                        self.env._(
                            "%(placement)s, %(kind)s: fill in %(field)s.",
                            placement=report.placement_id.name,
                            kind=report._get_label("kind"),
                            field=self._fields[name].get_description(self.env)[
                                "string"
                            ],
                        )
                    )
            report._check_dates(today)
            if report.amount < 0 or exact(report.amount) > exact(
                report.placement_id._get_open_in_ledger()[report.placement_id.id]
            ):
                raise UserError(
                    self.env._(
                        "%(placement)s: the promised amount is more than what is open. "
                        "Correct it.",
                        placement=report.placement_id.name,
                    )
                )

    def _check_dates(self, today):
        placement = self.placement_id
        if not placement.date_placed or self.date < placement.date_placed:
            raise UserError(
                self.env._(
                    "%(placement)s was not placed yet on %(day)s. Correct the date.",
                    placement=placement.name,
                    day=format_date(self.env, self.date),
                )
            )
        if self.date > today:
            raise UserError(
                self.env._(
                    "%(placement)s: %(day)s lies in the future. Enter when it was.",
                    placement=placement.name,
                    day=format_date(self.env, self.date),
                )
            )
        if self.promised_date and self.promised_date < self.date:
            raise UserError(
                self.env._(
                    "%(placement)s: the promised day is before the day of the report. "
                    "Correct one of them.",
                    placement=placement.name,
                )
            )

    def _apply(self):
        """Move the placements as the reports say, the oldest first."""
        for report in self.sorted(lambda one: (one.date, one.id)):
            # Agencies may not write placements; whether this one is theirs was
            # checked by who took the report.
            placement = report.placement_id.sudo()
            if report.kind == "acknowledge":
                placement._acknowledge(report.note, report.date)
            elif report.kind == "promise":
                placement._report_promise(
                    report.promised_date, report.amount, report.note
                )
            elif report.kind == "plan":
                placement._report_plan(report.promised_date, report.amount, report.note)
            elif report.kind == "return":
                placement._return(report.note)
            elif placement.state in ("placed", "acknowledged", "working"):
                # A promise or plan goes on while the debtor is contacted.
                placement._set_working(report.note)

    def _record_reports(self):
        self.env["collection.journal.entry"]._record(
            [
                {
                    "company_id": report.company_id.id,
                    "case_id": report.case_id.id,
                    "event": "agency_report",
                    "detail": report.note,
                    "data": {
                        "placement": report.placement_id.id,
                        "report": report.id,
                        "kind": report.kind,
                        "date": report.date,
                        "channel": report.channel or "",
                        "outcome": report.outcome or "",
                        "amount": exact(report.amount),
                        "promised_date": report.promised_date or "",
                        "source": report.source,
                    },
                }
                for report in self
            ]
        )


class CollectionPlacement(models.Model):
    _inherit = "collection.placement"

    report_ids = fields.One2many(
        "collection.placement.report", "placement_id", readonly=True, copy=False
    )

    def action_report(self):
        """Enter what the agency said by phone or mail; kept as its own reports are."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What the Agency Reported"),
            "res_model": "collection.placement.report",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_placement_id": self.id},
        }

    def _check_may_report(self):
        """Who may say what an agency did: it itself, or our collectors for it."""
        if not self.env.su:
            self.env["collection.placement.receipt"].browse()._check_may_decide()
            self.check_access("write")
        for placement in self:
            if placement.state not in PLACED:
                raise UserError(
                    self.env._(
                        "%(placement)s is not with the agency any more. Nothing can be "
                        "reported for it; get in touch with us.",
                        placement=placement.name,
                    )
                )
