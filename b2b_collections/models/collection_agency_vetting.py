from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

VETTED, SOON, MISSING, EXPIRED = "vetted", "soon", "missing", "expired"
STATES = [
    (VETTED, "Vetted"),
    (SOON, "Expires soon"),
    (MISSING, "Missing"),
    (EXPIRED, "Expired"),
]


class CollectionAgencyVetting(models.Model):
    """The answer to one vetting question about one agency."""

    _name = "collection.agency.vetting"
    _description = "Vetting of an Agency"
    _order = "sequence, id"

    agency_id = fields.Many2one(
        "collection.agency", required=True, index=True, ondelete="cascade"
    )
    question_id = fields.Many2one(
        "collection.agency.question", required=True, ondelete="restrict"
    )
    sequence = fields.Integer(related="question_id.sequence", store=True)
    help_text = fields.Char(related="question_id.help_text")
    is_required = fields.Boolean(related="question_id.is_required")
    has_expiry = fields.Boolean(related="question_id.has_expiry")
    is_done = fields.Boolean(string="Checked")
    date = fields.Date(
        string="Checked On",
        compute="_compute_check",
        store=True,
        readonly=False,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Checked By",
        compute="_compute_check",
        store=True,
        readonly=True,
        ondelete="restrict",
    )
    expires_on = fields.Date(string="Valid Until")
    document = fields.Binary(attachment=True)
    document_name = fields.Char()
    note = fields.Char()
    warned_for = fields.Date(
        readonly=True, help="End of validity of which somebody was reminded."
    )
    state = fields.Selection(STATES, compute="_compute_state")

    _question_unique = models.UniqueIndex(
        "(agency_id, question_id)", "Each question is asked once for an agency."
    )

    @api.depends("is_done")
    def _compute_check(self):
        today = self.env["collection.action"]._get_today()
        for vetting in self:
            vetting.date = vetting.is_done and (vetting.date or today)
            vetting.user_id = vetting.is_done and (vetting.user_id or self.env.user)

    @api.depends("is_done", "expires_on", "question_id")
    @api.depends_context("collection_date", "tz")
    def _compute_state(self):
        today = self.env["collection.action"]._get_today()
        for vetting in self:
            vetting.state = vetting._judge(today)

    def _judge(self, day):
        """One of :data:`STATES` on a day."""
        self.ensure_one()
        if not self.is_done:
            return MISSING
        if self.expires_on and self.expires_on < day:
            return EXPIRED
        ahead = day + timedelta(days=self.question_id.warn_days)
        return SOON if self.expires_on and self.expires_on <= ahead else VETTED

    @api.constrains("is_done", "expires_on", "document", "question_id", "date")
    def _check_evidence(self):
        for vetting in self.filtered("is_done"):
            question = vetting.question_id
            if question.has_expiry and not vetting.expires_on:
                raise ValidationError(
                    self.env._(
                        "%(question)s: enter until when it is valid.",
                        question=question.name,
                    )
                )
            if question.needs_document and not vetting.document:
                raise ValidationError(
                    self.env._(
                        "%(question)s: attach its document, then mark it as checked.",
                        question=question.name,
                    )
                )
            if vetting.expires_on and vetting.expires_on < vetting.date:
                raise ValidationError(
                    self.env._(
                        "%(question)s: it would have expired before it was checked. "
                        "Correct the date in Valid Until.",
                        question=question.name,
                    )
                )

    def _describe_expiry(self):
        return self.env._(
            "%(question)s (until %(date)s)",
            question=self.question_id.name,
            date=format_date(self.env, self.expires_on),
        )


class CollectionAgency(models.Model):
    """Whether an agency may be trusted with our debtors, and for how long."""

    _inherit = "collection.agency"

    vetting_ids = fields.One2many("collection.agency.vetting", "agency_id", copy=False)
    vetting_state = fields.Selection(
        STATES, compute="_compute_vetting", search="_search_vetting_state"
    )
    vetting_words = fields.Char(
        compute="_compute_vetting", string="What Is Missing or Expires"
    )

    @api.depends(
        "vetting_ids.is_done", "vetting_ids.expires_on", "vetting_ids.question_id"
    )
    @api.depends_context("lang", "collection_date", "tz")
    def _compute_vetting(self):
        today = self.env["collection.action"]._get_today()
        questions = self._get_required_questions()
        for agency in self:
            found = agency._find_vetting(today, questions)
            state = next((one for one in (EXPIRED, MISSING, SOON) if found[one]), None)
            agency.vetting_state = state or VETTED
            agency.vetting_words = ", ".join(
                words for one in (EXPIRED, MISSING, SOON) for words in found[one]
            )

    def _search_vetting_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        # The register is short, and what counts depends on the day.
        agencies = self.with_context(active_test=False).search(Domain.TRUE)
        found = agencies.filtered(lambda agency: agency.vetting_state in value)
        return Domain("id", "in", found.ids)

    @api.model
    def _get_required_questions(self):
        return self.env["collection.agency.question"].search(
            Domain("is_required", "=", True)
        )

    def _find_vetting(self, day, questions):
        """``{state: [what, in words]}`` of what is required."""
        self.ensure_one()
        by_question = self.vetting_ids.grouped("question_id")
        found = {state: [] for state, _label in STATES}
        for question in questions:
            vetting = by_question.get(question)
            state = vetting._judge(day) if vetting else MISSING
            words = question.name
            if state in (EXPIRED, SOON):
                words = vetting._describe_expiry()
            found[state].append(words)
        return found

    def _check_vetted(self, day):
        """Raise if vetting is missing or expired on a day, naming what.

        :raises UserError: with what is missing and what has expired
        """
        questions = self._get_required_questions()
        for agency in self:
            found = agency._find_vetting(day, questions)
            if found[MISSING] or found[EXPIRED]:
                raise UserError(agency._word_vetting(found))

    def _word_vetting(self, found):
        parts = []
        if found[MISSING]:
            parts.append(
                self.env._("Missing: %(what)s.", what=", ".join(found[MISSING]))
            )
        if found[EXPIRED]:
            parts.append(
                self.env._("Expired: %(what)s.", what=", ".join(found[EXPIRED]))
            )
        return self.env._(
            "Nothing can be placed with %(agency)s. %(what)s Complete its vetting on "
            "the agency first.",
            agency=self.display_name,
            what=" ".join(parts),
        )

    @api.model_create_multi
    def create(self, vals_list):
        agencies = super().create(vals_list)
        agencies._add_questions()
        return agencies

    def action_add_questions(self):
        """Ask what was added to the vetting since the agency was registered."""
        self.check_access("write")
        self._add_questions()

    def _add_questions(self):
        questions = self.env["collection.agency.question"].search(Domain.TRUE)
        self.env["collection.agency.vetting"].create(
            [
                {"agency_id": agency.id, "question_id": question.id}
                for agency in self
                for question in questions - agency.vetting_ids.question_id
            ]
        )
