from odoo import api, fields, models
from odoo.exceptions import UserError

TASK = "b2b_collections.mail_act_trace"
EDITABLE = {"user_id", "line_ids"}


class CollectionTracing(models.Model):
    """The search for a contact of a debtor whom no message reaches."""

    _name = "collection.tracing"
    _description = "Tracing"
    _order = "date_opened desc, id desc"
    _check_company_auto = True

    case_id = fields.Many2one(
        "collection.case", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(
        related="case_id.partner_id", store=True, string="Debtor"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount_overdue = fields.Monetary(related="case_id.amount_overdue")
    state = fields.Selection(
        [
            ("open", "Being traced"),
            ("found", "Found"),
            ("not_found", "Not found"),
            ("dropped", "Not needed any more"),
        ],
        default="open",
        required=True,
        readonly=True,
    )
    user_id = fields.Many2one("res.users", string="Collector", index="btree_not_null")
    reason = fields.Char(readonly=True, help="Why no message reached the debtor.")
    is_manual = fields.Boolean(
        readonly=True, help="Opened by a person, and closed by one only."
    )
    date_opened = fields.Date(required=True, readonly=True, string="Opened")
    date_closed = fields.Date(readonly=True, string="Closed")
    closed_user_id = fields.Many2one("res.users", readonly=True, string="Closed By")
    result = fields.Text(readonly=True)
    contact_id = fields.Many2one(
        "res.partner", string="Contact Found", readonly=True, ondelete="set null"
    )
    line_ids = fields.One2many("collection.tracing.line", "tracing_id", copy=False)
    progress = fields.Char(compute="_compute_progress", help="Steps done.")

    _open_unique = models.UniqueIndex(
        "(case_id) WHERE state = 'open'", "This debtor is being traced already."
    )

    @api.depends("partner_id", "date_opened")
    def _compute_display_name(self):
        for tracing in self:
            tracing.display_name = self.env._(
                "Tracing of %(debtor)s", debtor=tracing.partner_id.display_name or ""
            )

    @api.depends("line_ids.is_done")
    def _compute_progress(self):
        for tracing in self:
            done = tracing.line_ids.filtered("is_done")
            tracing.progress = f"{len(done)} / {len(tracing.line_ids)}"

    def write(self, vals):
        if not self.env.su:
            if any(tracing.state != "open" for tracing in self):
                raise UserError(
                    self.env._(
                        "This tracing is closed: its results are kept as they are."
                    )
                )
            if set(vals) - EDITABLE:
                raise UserError(
                    self.env._("A tracing is closed with its result: use Finish…")
                )
        return super().write(vals)

    def action_open_collection_case(self):
        self.ensure_one()
        return self.case_id._action_open()

    def _close(self, state, result, contact=None, day=None):
        """End the search with its result; its tasks are settled with it.

        :param state: ``found``, ``not_found`` or ``dropped``
        :param day: of the end, if not today
        """
        self.case_id.check_access("write")
        # Whoever may work on the case may end its tracing; see write().
        open_sudo = self.sudo().filtered(lambda tracing: tracing.state == "open")
        open_sudo.write(
            {
                "state": state,
                "result": result,
                "contact_id": contact and contact.id,
                "date_closed": day or self.env["collection.action"]._get_today(),
                "closed_user_id": self.env.uid,
            }
        )
        open_sudo.case_id.activity_unlink([TASK])
        open_sudo._record_tracing(result)

    def _record_tracing(self, detail):
        self.env["collection.journal.entry"]._record(
            [
                {
                    "company_id": tracing.company_id.id,
                    "event": "tracing",
                    "case_id": tracing.case_id.id,
                    "contact_id": tracing.contact_id.id,
                    "detail": detail,
                    "data": {"tracing": tracing.id, "state": tracing.state},
                }
                for tracing in self
            ]
        )
