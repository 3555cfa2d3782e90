from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

MANAGER = "b2b_collections.group_collections_manager"
TASK = "b2b_collections.mail_act_checklist"
READY = ("complete", "accepted")


class CollectionChecklist(models.Model):
    """Whether a case can be proven: what is at hand, and who accepted what is not."""

    _name = "collection.checklist"
    _description = "Validation Checklist"
    _order = "id desc"
    _check_company_auto = True

    case_id = fields.Many2one(
        "collection.case", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(
        related="case_id.partner_id", store=True, string="Debtor"
    )
    line_ids = fields.One2many("collection.checklist.line", "checklist_id", copy=False)
    state = fields.Selection(
        [
            ("open", "Evidence is missing"),
            ("complete", "Complete"),
            ("accepted", "Accepted as it is"),
        ],
        compute="_compute_state",
        store=True,
        help="Hard levels wait while evidence is missing.",
    )
    progress = fields.Integer(compute="_compute_progress", help="Percent answered.")
    missing = fields.Char(
        compute="_compute_progress", help="Required evidence that is not at hand."
    )
    accepted_on = fields.Date(readonly=True)
    accepted_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    accept_reason = fields.Char(readonly=True, string="Accepted Because")

    _case_unique = models.UniqueIndex("(case_id)", "This case has a checklist already.")
    _open_idx = models.Index("(company_id) WHERE state = 'open'")

    @api.depends("line_ids.answer", "line_ids.is_required", "accepted_on")
    def _compute_state(self):
        for checklist in self:
            if not checklist._get_missing():
                checklist.state = "complete"
            else:
                checklist.state = "accepted" if checklist.accepted_on else "open"

    @api.depends("line_ids.answer", "line_ids.is_required")
    @api.depends_context("lang")
    def _compute_progress(self):
        for checklist in self:
            lines = checklist.line_ids
            done = lines.filtered(lambda line: line.answer != "open")
            checklist.progress = 100 * len(done) // len(lines) if lines else 0
            checklist.missing = ", ".join(checklist._get_missing().mapped("name"))

    @api.depends("partner_id")
    def _compute_display_name(self):
        for checklist in self:
            checklist.display_name = self.env._(
                "Checklist of %(debtor)s",
                debtor=checklist.partner_id.display_name or "",
            )

    def _get_missing(self):
        return self.line_ids.filtered(
            lambda line: line.is_required and line.answer == "open"
        )

    def _is_ready(self):
        self.ensure_one()
        return self.state in READY

    def _accept(self, reason):
        """A manager lets hard levels go out although evidence is missing.

        :raises AccessError: not a manager
        :raises UserError: no reason, or nothing is missing
        """
        self._check_manager()
        if not (reason or "").strip():
            raise UserError(
                self.env._(
                    "Reason: say why the case may go on without the missing evidence; "
                    "it is kept in the journal."
                )
            )
        ready = self.filtered(lambda checklist: checklist._is_ready())
        if ready:
            raise UserError(
                self.env._(
                    "%(debtor)s: no evidence is missing, or it was accepted already.",
                    debtor=ready[0].partner_id.display_name,
                )
            )
        # Managers were let in above; acceptance is never written by hand.
        checklists_sudo = self.sudo()
        checklists_sudo.write(
            {
                "accepted_on": self.env["collection.action"]._get_today(),
                "accepted_by_id": self.env.uid,
                "accept_reason": reason,
            }
        )
        self._record_event("checklist_accepted", reason)
        self._decide_again()

    def _revoke(self, reason):
        """Take the acceptance back: hard levels wait again."""
        self._check_manager()
        if not (reason or "").strip():
            raise UserError(self.env._("Reason: say why it is taken back."))
        self.sudo().write(
            {"accepted_on": False, "accepted_by_id": False, "accept_reason": False}
        )
        self._record_event("checklist_revoked", reason)
        self._decide_again()

    def _check_manager(self):
        if not self.env.su and not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._(
                    "Only a collections manager may accept that evidence is missing."
                )
            )
        self.case_id.check_access("write")

    def _record_event(self, event, reason):
        self.env["collection.journal.entry"]._record(
            [
                {
                    "company_id": checklist.company_id.id,
                    "case_id": checklist.case_id.id,
                    "event": event,
                    "detail": reason,
                    "data": {
                        "checklist": checklist.id,
                        "missing": checklist._get_missing().mapped(
                            lambda line: line.question_id.code or line.question_id.id
                        ),
                    },
                }
                for checklist in self
            ]
        )

    def _close_tasks(self):
        """Nobody has to look for evidence that is there, or not needed."""
        ready = self.filtered(lambda checklist: checklist._is_ready())
        # The tasks follow from an answer that was allowed.
        ready.sudo().case_id.activity_unlink([TASK])

    def _decide_again(self):
        """Items that waited for evidence need not wait for the night."""
        self._close_tasks()
        # What follows from an answer that was allowed.
        cases_sudo = self.sudo().case_id
        cases_sudo.env["collection.run"]._decide_again(cases_sudo)
