import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

EDITABLE_STATES = ("draft", "checked")


class CollectionImport(models.Model):
    """An open-items file on its way into the ledger.

    Checked as a whole (collection_import_check.py) before anything is written, then
    posted in batches (collection_import_post.py) that can be stopped and resumed, and
    undone (collection_import_undo.py) as long as nobody has built upon it.
    """

    _name = "collection.import"
    _description = "Collection Import"
    _inherit = ["collection.own.thread"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(string="File Name", required=True, tracking=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Imported By",
        default=lambda self: self.env.user,
        required=True,
        readonly=True,
        copy=False,
        help="The import has this user's rights, no more.",
    )
    state = fields.Selection(
        [
            ("draft", "New"),
            ("checked", "Checked"),
            ("running", "Importing"),
            ("stopped", "Stopped"),
            ("done", "Done"),
            ("undoing", "Undoing"),
            ("undone", "Undone"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    file = fields.Binary(
        required=True, attachment=True, help="CSV or Excel workbook (XLSX)."
    )
    column_ids = fields.One2many("collection.import.column", "import_id", copy=False)
    code_ids = fields.One2many("collection.import.code", "import_id", copy=False)
    line_ids = fields.One2many("collection.import.line", "import_id", copy=False)
    problem_ids = fields.One2many("collection.import.problem", "import_id", copy=False)
    opening_account_id = fields.Many2one(
        "account.account",
        compute="_compute_opening_account_id",
        inverse="_inverse_opening_account_id",
        domain="[('account_type', 'in', "
        "('equity', 'asset_current', 'liability_current'))]",
        help="Counterpart of every imported item, never income or tax. Empty: an "
        "account is made for it.",
    )
    date_order = fields.Selection(
        [("dmy", "Day first: 31/12/2026"), ("mdy", "Month first: 12/31/2026")],
        help="Empty: as the column itself shows.",
    )
    decimal_sign = fields.Selection(
        [("point", "Point: 1,234.56"), ("comma", "Comma: 1.234,56")],
        help="Empty: as the column itself shows.",
    )
    good_rows_only = fields.Boolean(
        string="Import the Good Rows",
        help="Rows with errors come back as a file. Otherwise one bad row keeps the "
        "whole file out.",
    )
    activate_currencies = fields.Boolean(
        string="Switch On Currencies",
        help="Currencies of the file that are switched off in Odoo are switched on.",
    )
    format_info = fields.Char(readonly=True, copy=False)
    row_count = fields.Integer(string="Rows", readonly=True, copy=False)
    error_count = fields.Integer(string="Errors", readonly=True, copy=False)
    bad_row_count = fields.Integer(string="Bad Rows", readonly=True, copy=False)
    warning_count = fields.Integer(string="Warnings", readonly=True, copy=False)
    known_count = fields.Integer(string="Already There", readonly=True, copy=False)
    total_count = fields.Integer(string="To Import", readonly=True, copy=False)
    done_count = fields.Integer(string="Imported", readonly=True, copy=False)
    progress = fields.Float(compute="_compute_progress")
    message = fields.Text(readonly=True, copy=False, help="Why the import stopped.")
    bad_file = fields.Binary(attachment=True, readonly=True, copy=False)
    bad_file_name = fields.Char(readonly=True, copy=False)

    _work_idx = models.Index("(id) WHERE state IN ('running', 'undoing')")

    @api.depends("total_count", "done_count")
    def _compute_progress(self):
        for record in self:
            total = record.total_count
            record.progress = 100.0 * record.done_count / total if total else 0.0

    @api.depends("company_id")
    def _compute_opening_account_id(self):
        for record in self:
            record.opening_account_id = record.company_id.collection_opening_account_id

    def _inverse_opening_account_id(self):
        for record in self:
            # A choice of this import that is remembered; checked as the user's own.
            record.opening_account_id.check_access("read")
            record.company_id.sudo().collection_opening_account_id = (
                record.opening_account_id
            )

    def write(self, vals):
        if vals.keys() & self._get_choice_fields():
            self._check_editable()
            vals = {**vals, "state": "draft"}
        if "file" in vals or "company_id" in vals:
            # Columns and codes are those of the former file.
            self.column_ids.unlink()
            self.code_ids.unlink()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_imported(self):
        if self.env["collection.import.line"].search_count(
            [("import_id", "in", self.ids), ("move_id", "!=", False)], limit=1
        ):
            raise UserError(
                self.env._(
                    "An import is kept as long as its invoices are there, so that the "
                    "same file is not imported twice. Undo it first."
                )
            )

    def action_check(self):
        """Check the file; nothing is written to the ledger."""
        self.ensure_one()
        self._check_editable()
        self._check_file()

    def action_import(self):
        """Check once more, then start; the scheduled job does the rest."""
        self.ensure_one()
        self._check_editable()
        self._check_file()
        self._start()
        self._trigger_job()

    def action_resume(self):
        self.ensure_one()
        if self.state != "stopped":
            raise UserError(self.env._("Only an import that stopped can be resumed."))
        self.write(
            {
                "state": "running",
                "message": False,
                "user_id": self.env.uid,
                "total_count": self._count_lines("todo", "done"),
                "done_count": self._count_lines("done"),
            }
        )
        self._trigger_job()

    def action_stop(self):
        self.ensure_one()
        if self.state == "running":
            self.state = "stopped"

    @api.model
    def _get_choice_fields(self):
        """What the user chooses; a change asks for another check."""
        return {
            "file",
            "company_id",
            "column_ids",
            "code_ids",
            "date_order",
            "decimal_sign",
            "activate_currencies",
        }

    def _check_editable(self):
        if any(record.state not in EDITABLE_STATES for record in self):
            raise UserError(
                self.env._("This file is imported already; upload it anew instead.")
            )

    def _count_lines(self, *states):
        return self.env["collection.import.line"].search_count(
            [("import_id", "=", self.id), ("state", "in", states)]
        )

    def _trigger_job(self):
        # The job belongs to everybody who may import; triggering it is no more.
        self.env.ref("b2b_collections.ir_cron_collection_import").sudo()._trigger()

    @api.model
    def _import_file(self, name, content, company, options=None):
        """Check and import a whole file in the caller's transaction.

        :param bytes content: the file
        :param company: all company codes go there, unless `options` says otherwise
        :param dict options: `mapping` {header: field}, `company_codes` {code: company},
            and the option fields of this model (good_rows_only, date_order ...)
        :return: the import, done
        :raises UserError: with the problems, when any row is bad; nothing is written
        """
        options = dict(options or {})
        mapping = options.pop("mapping", {})
        codes = options.pop("company_codes", {})
        record = self.create(
            {
                "name": name,
                "file": base64.b64encode(content),
                "company_id": company.id,
                **options,
            }
        )
        record._prepare_choices(mapping, codes)
        record._check_file()
        record._start()
        record._import_all()
        return record
