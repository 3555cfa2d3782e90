import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

_logger = logging.getLogger(__name__)


class CollectionRun(models.Model):
    """One pass over the ledger of one company for one date."""

    _name = "collection.run"
    _description = "Collection Run"
    _inherit = ["collection.own.thread", "mail.activity.mixin"]
    _order = "create_date desc, id desc"

    name = fields.Char(compute="_compute_name", store=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    is_preview = fields.Boolean(readonly=True)
    is_automatic = fields.Boolean(readonly=True)
    state = fields.Selection(
        [
            ("draft", "New"),
            ("running", "Running"),
            ("done", "Done"),
            ("failed", "Failed"),
        ],
        default="draft",
        required=True,
        readonly=True,
        index=True,
    )
    case_count = fields.Integer(readonly=True, help="Cases to act on.")
    case_done = fields.Integer(readonly=True)
    case_failed = fields.Integer(readonly=True)
    progress = fields.Float(compute="_compute_progress")
    summary = fields.Json(readonly=True)
    line_ids = fields.One2many("collection.run.line", "run_id")
    action_ids = fields.One2many("collection.action", "run_id")
    note = fields.Text(readonly=True, help="What a reader of the run should know.")

    _work_idx = models.Index("(state) WHERE state = 'running'")

    @api.depends("company_id", "date", "is_preview")
    def _compute_name(self):
        for run in self:
            words = (
                self.env._("Preview for %(date)s", date=run.date)
                if run.is_preview
                else self.env._("Run for %(date)s", date=run.date)
            )
            run.name = words

    @api.depends("case_count", "case_done", "state")
    def _compute_progress(self):
        for run in self:
            run.progress = (
                100.0
                if run.state == "done"
                else 100.0 * run.case_done / (run.case_count or 1)
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if any(run.action_ids for run in self):
            raise UserError(
                self.env._("A run that contacted debtors is part of the journal.")
            )

    def action_run(self):
        """Start the run; a scheduled job does the work and shows its progress."""
        self._check_manager()
        for run in self.filtered(lambda run: run.state == "draft"):
            run._start()
        self.env.ref("b2b_collections.ir_cron_work")._trigger()

    def action_preview(self):
        """Show what the run would do; nothing is kept but the result."""
        self._check_manager()
        for run in self.filtered(lambda run: run.state == "draft"):
            run._preview()

    def action_confirm_live(self):
        """The manager has seen the preview: from now on the daily run contacts."""
        self._check_manager()
        self.ensure_one()
        if not (self.is_preview and self.state == "done"):
            raise UserError(self.env._("Make a preview and look at it first."))
        # Managers of collections need not be administrators of the company.
        self.company_id.sudo().collection_mode = "live"
        self.message_post(
            body=self.env._("Preview confirmed: the daily run now contacts debtors.")
        )

    def action_back_to_preparation(self):
        """Stop contacting by itself: the daily run only shows what it would do."""
        self._check_manager()
        self.ensure_one()
        # As above: a manager of collections, not of the company.
        self.company_id.sudo().collection_mode = "prepare"
        self.message_post(
            body=self.env._("Back to preparation: the daily run contacts nobody.")
        )

    def _check_manager(self):
        if not self.env.su and not self.env.user.has_group(
            "b2b_collections.group_collections_manager"
        ):
            raise AccessError(self.env._("Only a collections manager may run this."))

    def _execute(self):
        """Do the whole run at once, in this transaction. For scripts and tests."""
        self.ensure_one()
        self._start()
        while self.state == "running":
            self._work()
        self.env["collection.journal.entry"]._seal(self.company_id)
        return self

    def _start(self):
        """Sync and decide; afterwards the run is there for the workers."""
        self.ensure_one()
        self = self.sudo().with_company(self.company_id)
        self._lock_company()
        self._sync()
        self._follow_agreements()
        self.env["collection.item"]._publish_plan_dates(self.company_id)
        self._decide()
        self._mark_cases()
        self.write(
            {
                "state": "running",
                "case_count": self._count_todo(),
                "note": self._get_date_note(),
            }
        )
        if not self.case_count:
            self._finish()

    def _lock_company(self):
        """Two runs of one company at a time would decide on each other's work."""
        others = self.sudo().search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "=", "running"),
                ("id", "!=", self.id),
            ]
        )
        others.write(
            {"state": "failed", "note": self.env._("Replaced by a later run.")}
        )
        self.env.cr.execute(
            SQL(
                "SELECT pg_advisory_xact_lock(hashtext('collection.run'), %s)",
                self.company_id.id,
            )
        )

    def _count_todo(self):
        return self.env["collection.case"].search_count([("todo_run_id", "=", self.id)])

    def _work(self):
        """Act on one batch of debtors; return how many cases are left."""
        self.ensure_one()
        self = self.sudo().with_company(self.company_id)
        cases = self._lock_batch()
        if cases:
            self._act(cases)
            self.case_done += len(cases)
        left = self._count_todo()
        if not left:
            self._finish()
        return left

    def _finish(self):
        Case = self.env["collection.case"]
        closed = Case._close_settled(self.company_id)
        open_cases = Case.search(
            [("company_id", "=", self.company_id.id), ("state", "=", "open")]
        )
        (open_cases | closed)._publish_levels()
        self._follow_up()
        self.write({"state": "done", "summary": self._summarise()})

    def _get_date_note(self):
        today = fields.Date.context_today(self)
        if self.date < today:
            return self.env._(
                "For a past date: later documents are left out, but every payment "
                "known today counts."
            )
        if self.date > today:
            return self.env._(
                "For a future date: shows what would be due then, if nothing is paid."
            )
        return False

    @api.model
    def _cron_daily(self):
        """Make today's run of every company; the workers take it from there."""
        companies = self.env["res.company"].search(
            [("collection_daily_run", "=", True)]
        )
        left = len(companies)
        self.env["ir.cron"]._commit_progress(remaining=left)
        for company in companies:
            company._run_collections()
            left -= 1
            self.env["ir.cron"]._commit_progress(1, remaining=left)
        self.env.ref("b2b_collections.ir_cron_work")._trigger()

    @api.model
    def _cron_work(self):
        """Work through the running runs, one batch of debtors per transaction."""
        runs = self.search([("state", "=", "running")], order="id")
        for run in runs:
            left = 1
            while left:
                left = run._work()
                time_left = self.env["ir.cron"]._commit_progress(remaining=left)
                # Apart from the work, in a transaction that sees that of others too.
                self.env["collection.journal.entry"]._seal(run.company_id)
                self.env["ir.cron"]._commit_progress()
                if not time_left:
                    return

    def _exists_for_day(self):
        """Whether the job already made this company's run for this date."""
        return bool(
            self.search_count(
                [
                    ("company_id", "=", self.company_id.id),
                    ("date", "=", self.date),
                    ("is_automatic", "=", True),
                    ("state", "in", ("running", "done")),
                    ("id", "!=", self.id),
                ],
                limit=1,
            )
        )

    def _note_failure(self, error):
        self.write({"state": "failed", "note": str(error)})
        self.activity_schedule(
            "b2b_collections.mail_act_error",
            summary=self.env._("The collection run failed"),
            note=str(error),
            user_id=(
                self.company_id.collection_approver_id
                or self.env.ref("base.user_admin")
            ).id,
        )
        _logger.warning("Collection run %s failed", self.id, exc_info=error)
