from odoo import api, fields, models

STATES = [
    ("draft", "Draft"),
    ("submitted", "To Approve"),
    ("approved", "Approved"),
    ("posted", "Posted"),
    ("reversed", "Reversed"),
    ("refused", "Refused"),
    ("cancelled", "Cancelled"),
]
# What waits for somebody: an item is in one of these at a time.
LIVE = ("submitted", "approved")


class CollectionWriteoff(models.Model):
    """What a company gives up of the debts of one case, in one currency.

    Proposed as a draft, approved by somebody else, posted by Odoo's own entry
    (collection_writeoff_post.py). What comes in later is a recovery
    (collection_writeoff_recovery.py); a mistake is undone by reversal
    (collection_writeoff_undo.py), never by a change.
    """

    _name = "collection.writeoff"
    _description = "Write-Off"
    _inherit = ["collection.own.thread", "mail.activity.mixin"]
    _order = "id desc"
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
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        help="Of all items; items in another currency need a write-off of their own.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Proposed By",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env.user,
        ondelete="restrict",
        tracking=True,
    )
    state = fields.Selection(
        STATES,
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    reason_id = fields.Many2one(
        "collection.writeoff.reason",
        required=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    evidence_hint = fields.Text(related="reason_id.evidence", string="What Is Needed")
    note = fields.Text(
        string="Explanation",
        help="Why nothing more is to be expected, and how it is known.",
    )
    attachment_ids = fields.Many2many(
        "ir.attachment",
        "collection_writeoff_attachment_rel",
        "writeoff_id",
        "attachment_id",
        string="Evidence",
        copy=False,
        bypass_search_access=True,
    )
    line_ids = fields.One2many("collection.writeoff.line", "writeoff_id", copy=False)
    date = fields.Date(
        string="Accounting Date",
        copy=False,
        tracking=True,
        help="Of the journal entry. Empty: the day on which it is posted.",
    )
    date_posted = fields.Date(readonly=True, copy=False, string="Posted On")
    move_id = fields.Many2one(
        "account.move",
        string="Journal Entry",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    reversal_id = fields.Many2one("account.move", readonly=True, copy=False)
    end_reason = fields.Char(readonly=True, copy=False, string="Ended Because")

    _live_idx = models.Index(
        "(company_id, case_id) WHERE state IN ('submitted', 'approved')"
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not vals.get("name"):
                sequence = self.env["ir.sequence"]
                vals["name"] = sequence.next_by_code("collection.writeoff")
        writeoffs = super().create(vals_list)
        writeoffs._keep_evidence()
        return writeoffs

    def write(self, vals):
        result = super().write(vals)
        if "attachment_ids" in vals:
            self._keep_evidence()
        return result

    def _keep_evidence(self):
        """Files just uploaded belong to the write-off, for all its readers."""
        for writeoff in self:
            # Their uploader alone can read them, until they belong to a record.
            loose_sudo = writeoff.attachment_ids.sudo().filtered(
                lambda file: file.res_model == self._name and not file.res_id
            )
            loose_sudo.write({"res_id": writeoff.id})
