from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

BY_HAND = {"answer", "note", "attachment_ids"}


class CollectionChecklistLine(models.Model):
    """One question of a checklist, and what was found."""

    _name = "collection.checklist.line"
    _description = "Line of a Validation Checklist"
    _order = "kind, sequence, id"

    checklist_id = fields.Many2one(
        "collection.checklist", required=True, index=True, ondelete="cascade"
    )
    case_id = fields.Many2one(related="checklist_id.case_id", store=True, index=True)
    company_id = fields.Many2one(related="checklist_id.company_id", store=True)
    question_id = fields.Many2one(
        "collection.checklist.question",
        required=True,
        index=True,
        ondelete="restrict",
    )
    name = fields.Char(related="question_id.name")
    help_text = fields.Char(related="question_id.help_text")
    kind = fields.Selection(related="question_id.kind", store=True)
    sequence = fields.Integer(related="question_id.sequence", store=True)
    is_required = fields.Boolean(related="question_id.is_required", store=True)
    answer = fields.Selection(
        [("open", "Open"), ("yes", "Yes"), ("no", "No"), ("none", "Not applicable")],
        default="open",
        required=True,
        help="Evidence: yes, if it is at hand. Not applicable: say why.",
    )
    is_found = fields.Boolean(
        string="Found by Itself", readonly=True, help="Nobody ticked it."
    )
    note = fields.Char()
    attachment_ids = fields.Many2many(
        "ir.attachment",
        "collection_checklist_line_attachment_rel",
        string="Files",
        bypass_search_access=True,
    )
    hint = fields.Char(compute="_compute_hint", help="What ledger and journal know.")
    date_done = fields.Date(readonly=True, string="On")
    user_id = fields.Many2one("res.users", readonly=True, string="By")

    _question_once = models.UniqueIndex("(checklist_id, question_id)")

    @api.depends("checklist_id")
    @api.depends_context("lang", "collection_date")
    def _compute_hint(self):
        for case, lines in self.grouped("case_id").items():
            hints = case._get_evidence_hints() if case else {}
            for line in lines:
                line.hint = hints.get(line.question_id.code, False)

    @api.constrains("answer", "note", "kind")
    def _check_answer(self):
        for line in self:
            if line.answer == "none" and not (line.note or "").strip():
                raise ValidationError(
                    self.env._(
                        "%(question)s: say in the note why it does not apply.",
                        question=line.name,
                    )
                )
            if line.answer == "no" and line.kind == "evidence":
                raise ValidationError(
                    self.env._(
                        "%(question)s: leave it open while it is missing. A manager "
                        "may accept that.",
                        question=line.name,
                    )
                )

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        if set(vals) - BY_HAND:
            raise UserError(
                self.env._("Only answer, note and files of a question are written.")
            )
        self.case_id.check_access("write")
        before = {c: c._is_ready() for c in self.checklist_id}
        result = super().write(vals)
        if "answer" in vals:
            self._sign()
        elif "attachment_ids" in vals:
            # Who attaches a file has the evidence.
            added = self.filtered(
                lambda line: line.attachment_ids and line.answer == "open"
            )
            super(CollectionChecklistLine, added).write({"answer": "yes"})
            added._sign()
        self._own_files()
        changed = [c.id for c, was in before.items() if c._is_ready() != was]
        self.checklist_id.browse(changed)._decide_again()
        return result

    def _sign(self):
        """By whom and when a question was answered is not for people to say."""
        today = self.env["collection.action"]._get_today()
        for is_done, lines in self.grouped(lambda line: line.answer != "open").items():
            # Who may work on the case has answered; the signature follows from it.
            lines.sudo().write(
                {
                    "is_found": False,
                    "date_done": is_done and today,
                    "user_id": is_done and self.env.uid,
                }
            )

    def _own_files(self):
        """Who may read the case may read its evidence."""
        for line in self:
            # Of the user himself: he has just put them here.
            files_sudo = line.attachment_ids.sudo().filtered(
                lambda file: not file.res_id and file.create_uid == self.env.user
            )
            files_sudo.write(
                {"res_model": "collection.case", "res_id": line.case_id.id}
            )
