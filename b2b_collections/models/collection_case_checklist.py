from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain


class CollectionCase(models.Model):
    """A case and its validation checklist."""

    _inherit = "collection.case"

    checklist_ids = fields.One2many("collection.checklist", "case_id", readonly=True)
    checklist_line_ids = fields.One2many("collection.checklist.line", "case_id")
    checklist_state = fields.Selection(
        [
            ("none", "Not started"),
            ("open", "Evidence is missing"),
            ("complete", "Complete"),
            ("accepted", "Accepted as it is"),
        ],
        compute="_compute_checklist",
        search="_search_checklist_state",
        string="Validation",
    )
    checklist_progress = fields.Integer(compute="_compute_checklist")
    checklist_missing = fields.Char(compute="_compute_checklist")
    checklist_accepted = fields.Char(compute="_compute_checklist")

    @api.depends("checklist_ids.state", "checklist_line_ids.answer")
    @api.depends_context("lang")
    def _compute_checklist(self):
        for case in self:
            checklist = case.checklist_ids
            case.checklist_state = checklist.state or "none"
            case.checklist_progress = checklist.progress
            case.checklist_missing = checklist.missing
            case.checklist_accepted = checklist.accepted_on and self.env._(
                "%(manager)s: %(reason)s",
                manager=checklist.accepted_by_id.name,
                reason=checklist.accept_reason,
            )

    def _search_checklist_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        found = Domain("checklist_ids.state", "in", [v for v in value if v != "none"])
        return found | Domain("checklist_ids", "=", False) if "none" in value else found

    def action_start_checklist(self):
        """Begin the checklist, filled in as far as ledger and journal know."""
        self.check_access("write")
        self.sudo()._start_checklists()

    def action_refresh_checklist(self):
        """Look again for files, now."""
        self.check_access("write")
        checklists_sudo = self.sudo().checklist_ids
        checklists_sudo._find_evidence()
        checklists_sudo._decide_again()

    def action_accept_checklist(self):
        return self._open_checklist_wizard("accept")

    def action_revoke_checklist(self):
        return self._open_checklist_wizard("revoke")

    def _open_checklist_wizard(self, purpose):
        self.ensure_one()
        self.checklist_ids._check_manager()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Missing Evidence"),
            "res_model": "collection.checklist.wizard",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_checklist_id": self.checklist_ids.id,
                "default_purpose": purpose,
            },
        }

    def _start_checklists(self):
        """Make the checklists of these cases that have none; return all of theirs."""
        new = self.filtered(lambda case: not case.checklist_ids)
        questions = self.env["collection.checklist.question"].search(Domain.TRUE)
        lines = [Command.create({"question_id": key}) for key in questions.ids]
        made = self.env["collection.checklist"].create(
            [{"case_id": case.id, "line_ids": lines} for case in new]
        )
        made._find_evidence()
        return self.checklist_ids

    def _check_validation(self, purpose):
        """Refuse a hard step while evidence is missing.

        For hard levels by hand, and for handing a case off.

        :param purpose: what is to be done, in words
        :raises UserError: with what is missing, and who may accept that
        """
        for case in self:
            if not case.company_id.collection_validation:
                continue
            # Whoever may take the step may have the checklist made for it.
            checklist = case.sudo()._start_checklists().with_env(self.env)
            if not checklist._is_ready():
                raise UserError(
                    self.env._(
                        "%(purpose)s: the validation checklist of %(debtor)s is not "
                        "complete. Missing: %(missing)s. Add it on the case, or ask a "
                        "collections manager to accept that it is missing.",
                        purpose=purpose,
                        debtor=case.partner_id.display_name,
                        missing=checklist.missing,
                    )
                )
