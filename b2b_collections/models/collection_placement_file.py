from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import human_size

from ..reports.bundle_zip import verify

COLLECTOR = "b2b_collections.group_collections_user"


class CollectionPlacementFile(models.Model):
    """A version of the file with which a placement is handed to its agency.

    A record of its own, that nobody may write and no portal user may read: what lies
    in its attachment is what was handed over. It is made by the scheduled job
    (collection_placement_file_job.py), exhibit by exhibit.
    """

    _name = "collection.placement.file"
    _description = "Hand-Off File"
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(string="Number", required=True, readonly=True)
    placement_id = fields.Many2one(
        "collection.placement",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    version = fields.Integer(required=True, readonly=True, aggregator=None)
    company_id = fields.Many2one(
        related="placement_id.company_id", store=True, index=True
    )
    case_id = fields.Many2one(related="placement_id.case_id", store=True, index=True)
    partner_id = fields.Many2one(
        related="placement_id.partner_id", store=True, string="Debtor"
    )
    agency_id = fields.Many2one(related="placement_id.agency_id", store=True)
    user_id = fields.Many2one(
        "res.users",
        string="Asked For By",
        required=True,
        readonly=True,
        ondelete="restrict",
        help="Documents that this user may not read stay out of the file.",
    )
    lang = fields.Char(required=True, readonly=True, help="Of the agency.")
    state = fields.Selection(
        [("preparing", "Being Made"), ("ready", "Ready"), ("failed", "Failed")],
        default="preparing",
        required=True,
        readonly=True,
        index=True,
    )
    message = fields.Text(readonly=True, help="Why the file could not be made.")
    note = fields.Text(
        string="Left Out", readonly=True, help="What was left out on purpose, and why."
    )
    total_count = fields.Integer(string="Steps", readonly=True, aggregator=None)
    done_count = fields.Integer(string="Steps Done", readonly=True, aggregator=None)
    progress = fields.Float(compute="_compute_progress")
    exhibit_ids = fields.One2many(
        "collection.placement.exhibit", "file_id", readonly=True
    )
    problem_count = fields.Integer(
        string="Exhibits with a Problem", compute="_compute_problem_count"
    )
    attachment_id = fields.Many2one(
        "ir.attachment", string="File", readonly=True, ondelete="set null"
    )
    sha256 = fields.Char(
        string="SHA-256",
        readonly=True,
        help="Of the ZIP. It stands in the journal as well, so that a file that was "
        "changed is found out.",
    )
    size = fields.Integer(string="Size (Bytes)", readonly=True, aggregator=None)
    size_text = fields.Char(string="Size", compute="_compute_size_text")
    page_count = fields.Integer(string="Pages", readonly=True, aggregator=None)
    made_on = fields.Datetime(readonly=True)

    _version_unique = models.UniqueIndex("(placement_id, version)")
    _work_idx = models.Index("(id) WHERE state = 'preparing'")

    @api.depends("done_count", "total_count")
    def _compute_progress(self):
        for file in self:
            total = file.total_count
            file.progress = 100.0 * file.done_count / total if total else 0.0

    @api.depends("size")
    def _compute_size_text(self):
        for file in self:
            file.size_text = human_size(file.size) if file.size else False

    @api.depends("exhibit_ids.problem")
    def _compute_problem_count(self):
        for file in self:
            file.problem_count = len(file.exhibit_ids.filtered("problem"))

    def action_download(self):
        """Give out the ZIP; the journal says to whom."""
        self.ensure_one()
        self._check_ready()
        self._record_download()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.attachment_id.id}?download=true",
            "target": "new",
        }

    def action_retry(self):
        """Try again from the beginning, with the documents of today."""
        self.ensure_one()
        self._check_may_make()
        if self.state != "failed":
            raise UserError(
                self.env._(
                    "%(name)s did not fail. Make the file again to get a new version.",
                    name=self.name,
                )
            )
        # Collectors may have files made, see above, but nobody writes them.
        file_sudo = self.sudo()
        file_sudo.exhibit_ids.unlink()
        file_sudo.write(
            {
                "state": "preparing",
                "message": False,
                "user_id": self.env.uid,
                "total_count": 0,
                "done_count": 0,
            }
        )
        self._trigger_job()

    def action_verify(self):
        """Hold the ZIP and all that is in it against the digests."""
        self.ensure_one()
        problems = self._verify()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "danger" if problems else "success",
                "sticky": bool(problems),
                "title": self.name,
                "message": "\n".join(problems)
                or self.env._(
                    "The file and everything in it are as they were made: all digests "
                    "are right."
                ),
            },
        }

    def _verify(self):
        """What is wrong with the ZIP, in words; an empty list if nothing is."""
        self.ensure_one()
        self._check_ready()
        raw = self.attachment_id.raw
        problems = []
        if self._digest(raw) != self.sha256:
            problems.append(self.env._("The ZIP is not the one that was made."))
        words = {
            "changed": self.env._("changed"),
            "missing": self.env._("missing"),
            "unknown": self.env._("not in the manifest"),
            "manifest": self.env._("no manifest that can be read"),
        }
        return problems + [
            self.env._("%(file)s: %(problem)s", file=one.name, problem=words[one.code])
            for one in verify(self._open(raw))
        ]

    def _check_ready(self):
        """
        :raises AccessError: the user may not read hand-off files
        :raises UserError: there is nothing to give out
        """
        self.check_access("read")
        if self.state != "ready" or not self.attachment_id:
            raise UserError(
                self.env._(
                    "%(name)s is not ready. Wait until it is made, or make it again.",
                    name=self.name,
                )
            )

    def _check_may_make(self):
        self.placement_id.check_access("write")
        if not self.env.su and not self.env.user.has_group(COLLECTOR):
            raise AccessError(
                self.env._("Only collectors may have hand-off files made.")
            )

    def _record_download(self):
        """Note in the journal that the user was given the file.

        Whoever calls this has checked that he may have it.
        """
        self._record("handoff_downloaded")

    def _record(self, event, **data):
        self.env["collection.journal.entry"]._record(
            [
                {
                    "company_id": file.company_id.id,
                    "case_id": file.case_id.id,
                    "event": event,
                    "detail": file.name,
                    "data": {
                        "placement": file.placement_id.id,
                        "version": file.version,
                        "sha256": file.sha256 or None,
                        **data,
                    },
                }
                for file in self
            ]
        )
