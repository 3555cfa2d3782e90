from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..core.retention import forget_on

TASK = "b2b_collections.mail_act_privacy"
# Cases in one transaction.
CASES_AT_A_TIME = 200


class CollectionAnonymisation(models.Model):
    """Forgetting the persons of old cases: what would happen, then what did.

    Prepared by the scheduled job or by hand, it changes nothing until a manager
    confirms it, or the company has said that nobody need be asked.
    """

    _name = "collection.anonymisation"
    _description = "Anonymisation of Old Cases"
    _inherit = ["collection.own.thread", "mail.activity.mixin"]
    _order = "id desc"

    name = fields.Char(compute="_compute_name")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    date = fields.Date(
        required=True,
        readonly=True,
        default=lambda self: self.env["collection.action"]._get_today(),
    )
    months = fields.Integer(readonly=True, string="Kept for Months")
    state = fields.Selection(
        [
            ("draft", "New"),
            ("prepared", "To confirm"),
            ("running", "Running"),
            ("done", "Done"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
    )
    line_ids = fields.One2many("collection.anonymisation.line", "anonymisation_id")
    case_count = fields.Integer(readonly=True, string="Cases")
    person_count = fields.Integer(readonly=True, string="Persons")
    done_count = fields.Integer(readonly=True, string="Cases Done")
    what_html = fields.Html(
        readonly=True, sanitize=False, string="What Is Emptied, and Where"
    )
    stays_html = fields.Html(compute="_compute_stays_html", sanitize=False)
    user_id = fields.Many2one("res.users", string="Confirmed By", readonly=True)
    confirmed_date = fields.Datetime(readonly=True, string="Confirmed On")

    @api.depends("date", "company_id")
    def _compute_name(self):
        for record in self:
            record.name = self.env._(
                "Anonymisation of %(date)s, %(company)s",
                date=fields.Date.to_string(record.date),
                company=record.company_id.name,
            )

    def _compute_stays_html(self):
        self.stays_html = self.env["ir.qweb"]._render(
            "b2b_collections.anonymisation_stays", {}
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_confirmed(self):
        if any(record.state in ("running", "done") for record in self):
            raise UserError(
                self.env._("What was anonymised stays on record and is not deleted.")
            )

    def _check_manager(self):
        if not self.env.su and not self.env.user.has_group(
            "b2b_collections.group_collections_manager"
        ):
            raise AccessError(
                self.env._("Only a collections manager may anonymise cases.")
            )
        self.check_access("write")

    def action_prepare(self):
        """Dry run: find the cases whose time is over, and count; change nothing."""
        self._check_manager()
        for record in self.filtered(lambda r: r.state in ("draft", "prepared")):
            record._prepare()

    def _prepare(self):
        self.ensure_one()
        company = self.company_id
        if not company.collection_retention_months:
            raise UserError(
                self.env._(
                    "%(company)s keeps personal data for ever (0 months). Set a "
                    "period in Settings → Collections → Personal Data first.",
                    company=company.name,
                )
            )
        # Counting reads what no screen shows, such as mails of other people.
        privacy_sudo = self.env["collection.privacy"].sudo()
        cases_sudo = self.env["collection.case"].sudo()._find_over(company, self.date)
        persons = cases_sudo._get_persons()
        counts = privacy_sudo._count_by_case(cases_sudo)
        self.line_ids.unlink()
        # Nobody may put a case on the list but by its age.
        self.env["collection.anonymisation.line"].sudo().create(
            [
                self._prepare_line_vals(case, persons[case], counts[case.id])
                for case in cases_sudo
            ]
        )
        everybody = self.env["res.partner"].union(*persons.values())
        values = privacy_sudo._count_values(("of_cases", {}), cases_sudo)
        self.write(
            {
                "state": "prepared",
                "months": company.collection_retention_months,
                "case_count": len(cases_sudo),
                "person_count": len(everybody),
                "what_html": self._describe_values(values, counts),
            }
        )

    def _prepare_line_vals(self, case, persons, counts):
        months = self.company_id.collection_retention_months
        return {
            "anonymisation_id": self.id,
            "case_id": case.id,
            "partner_id": case.partner_id.id,
            "contact_ids": [fields.Command.set(persons.ids)],
            "closed_date": case.closed_date,
            "forget_date": forget_on(case.closed_date, months),
            "action_count": counts["actions"],
            "message_count": counts["messages"],
            "document_count": counts["documents"],
            "entry_count": counts["entries"],
        }

    def _describe_values(self, values, counts):
        """Table of where how many values are emptied, and what is deleted."""
        rows = [
            {
                "where": self.env[model]._description,
                "what": self.env[model]._fields[name]._description_string(self.env),
                "count": count,
            }
            for (model, name), count in values.items()
        ]
        documents = sum(count["documents"] for count in counts.values())
        return self.env["ir.qweb"]._render(
            "b2b_collections.anonymisation_values",
            {"rows": rows, "documents": documents},
        )

    def action_anonymise(self):
        """Forget for good what was prepared. Large ones go on as a scheduled job."""
        self._check_manager()
        self.ensure_one()
        if self.state != "prepared":
            raise UserError(self.env._("Prepare it first, and look at what would go."))
        self._confirm()
        if self._work():
            self.env.ref("b2b_collections.ir_cron_retention").sudo()._trigger()

    def _confirm(self):
        self.write(
            {
                "state": "running",
                "user_id": self.env.uid,
                "confirmed_date": self.env["collection.action"]._get_now(),
            }
        )
        self.sudo().activity_unlink([TASK])

    def action_cancel(self):
        self._check_manager()
        open_ones = self.filtered(lambda record: record.state in ("draft", "prepared"))
        open_ones.state = "cancelled"
        open_ones.sudo().activity_unlink([TASK])
