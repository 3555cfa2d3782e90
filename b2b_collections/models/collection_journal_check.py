from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from . import journal_guard

OVER = ("right", "broken")
# What who starts a verification chooses; all else is its result.
CHOICES = {"company_id", "with_documents"}


class CollectionJournalCheck(models.Model):
    """One verification of the journal of a company, and what it found.

    Kept for good: where the chain ended when it was right is what the next
    verification has to find again, so that the chain cannot be written anew.
    """

    _name = "collection.journal.check"
    _description = "Verification of the Journal"
    _order = "id desc"

    name = fields.Char(compute="_compute_name")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
    )
    with_documents = fields.Boolean(
        string="Read Documents",
        default=True,
        help="Also compares every letter and every kept copy of a message with its "
        "digest. Takes longer: all of them are read.",
    )
    moment = fields.Datetime(string="Started", readonly=True)
    user_id = fields.Many2one(
        "res.users", string="By", readonly=True, ondelete="restrict"
    )
    state = fields.Selection(
        [
            ("draft", "New"),
            ("running", "Running"),
            ("right", "All right"),
            ("broken", "Broken"),
        ],
        default="draft",
        required=True,
        readonly=True,
    )
    phase = fields.Selection(
        [("chain", "Chain"), ("actions", "Messages"), ("documents", "Documents")],
        readonly=True,
    )
    position = fields.Integer(readonly=True, help="Last one looked at in this phase.")
    entry_count = fields.Integer(string="Entries", readonly=True)
    action_count = fields.Integer(string="Messages and Calls", readonly=True)
    document_count = fields.Integer(string="Documents", readonly=True)
    unsealed_count = fields.Integer(
        string="Not Sealed Yet", readonly=True, help="Written, but not in the chain."
    )
    total = fields.Integer(readonly=True, help="Entries and actions to look at.")
    progress = fields.Float(compute="_compute_progress")
    first_moment = fields.Datetime(string="Since", readonly=True)
    head_number = fields.Integer(string="Last Number", readonly=True, aggregator=None)
    head_hash = fields.Char(string="Last Hash", readonly=True)
    problem = fields.Selection(
        [
            ("changed", "Entry changed"),
            ("missing", "Entry missing"),
            ("detached", "Entry does not follow from the one before"),
            ("rewritten", "Chain written anew"),
            ("detail", "Words of an entry changed"),
            ("row", "Message or call changed"),
            ("unmade", "Entry of its making missing"),
            ("lost", "Message or call missing"),
            ("document", "Document changed"),
            ("text", "Message text changed"),
        ],
        readonly=True,
    )
    problem_number = fields.Integer(
        string="Broken Number", readonly=True, aggregator=None
    )
    problem_text = fields.Char(string="What Is Wrong", readonly=True)
    entry_id = fields.Many2one(
        "collection.journal.entry",
        string="Broken Entry",
        readonly=True,
        ondelete="restrict",
    )
    action_id = fields.Many2one("collection.action", readonly=True, ondelete="restrict")

    def init(self):
        super().init()
        # The result of a verification stands.
        over = SQL("OLD.state IN %s", OVER)
        journal_guard.install(self.env.cr, self._table, over)

    @api.depends("company_id", "moment")
    def _compute_name(self):
        for check in self:
            check.name = self.env._(
                "Verification of %(company)s", company=check.company_id.name
            )

    @api.depends("state", "entry_count", "action_count", "document_count", "total")
    def _compute_progress(self):
        for check in self:
            done = check.entry_count + check.action_count + check.document_count
            share = 100.0 * done / (check.total or 1)
            check.progress = 100.0 if check.state in OVER else min(share, 99.0)

    @api.model_create_multi
    def create(self, vals_list):
        """Who may look may verify, but not say what is found."""
        if not self.env.su and any(vals.keys() - CHOICES for vals in vals_list):
            raise UserError(self.env._("The result is found by the verification."))
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if any(check.state != "draft" for check in self):
            raise UserError(self.env._("Verifications are kept and cannot be deleted."))

    def action_verify(self):
        """Verify now; what takes longer than a moment goes on as a scheduled job."""
        self.ensure_one()
        self.check_access("read")
        # Whoever may read the journal may have it verified; see create().
        check = self.sudo()
        if check.state == "draft":
            check._start()
            check._work()
        if check.state == "running":
            self.env.ref("b2b_collections.ir_cron_verify").sudo()._trigger()

    def action_open_problem(self):
        """Show the action or the entry that is wrong."""
        self.ensure_one()
        record = self.action_id or self.entry_id
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }
