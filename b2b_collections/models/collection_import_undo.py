from odoo import models
from odoo.exceptions import UserError

from .collection_import_post import QUIET


class CollectionImport(models.Model):
    """Taking an import back, as long as nobody has built upon it.

    Entries that Odoo lets be deleted are reset to draft and deleted. Where it does
    not, they are cancelled (audit trail) or reversed (closed period, hashed journal).
    """

    _inherit = "collection.import"

    def action_undo(self):
        """Start undoing; the scheduled job does the rest."""
        self.ensure_one()
        self._start_undo()
        self._trigger_job()

    def _start_undo(self):
        if self.state not in ("done", "stopped"):
            raise UserError(
                self.env._("Only an import that is done or stopped can be undone.")
            )
        self._check_may_import()
        self._check_undoable()
        self.write(
            {
                "state": "undoing",
                "user_id": self.env.uid,
                "message": False,
                "total_count": self._count_lines("done"),
                "done_count": 0,
            }
        )

    def _undo_all(self):
        """Undo everything in the caller's transaction, without commits."""
        self._start_undo()
        while self.state == "undoing":
            self._undo_batch()

    def _check_undoable(self):
        """Refuse when payments were matched, or debtors were told of the invoices."""
        matched = self._get_matched_moves()
        if matched:
            raise UserError(
                self.env._(
                    "%(count)s invoices of this import are matched with other entries, "
                    "for example %(names)s. Unmatch them first.",
                    count=len(matched),
                    names=", ".join(matched[:5].mapped("name")),
                )
            )
        told = self.env["collection.action.line"].search(
            [("move_id", "in", self.line_ids.move_id.ids)], limit=1
        )
        if told:
            raise UserError(
                self.env._(
                    "Debtors were contacted about invoices of this import, for example "
                    "%(name)s. Reverse such invoices one by one instead.",
                    name=told.move_id.name,
                )
            )

    def _get_matched_moves(self):
        """Invoices matched with anything but the payment of their own row."""
        own = self.line_ids.payment_move_id
        partials = self.env["account.partial.reconcile"].search(
            [
                "|",
                ("debit_move_id.move_id", "in", self.line_ids.move_id.ids),
                ("credit_move_id.move_id", "in", self.line_ids.move_id.ids),
            ]
        )
        foreign = partials.filtered(
            lambda each: not (each.debit_move_id | each.credit_move_id).move_id & own
        )
        moves = foreign.debit_move_id.move_id | foreign.credit_move_id.move_id
        return moves & self.line_ids.move_id

    def _undo_batch(self):
        """Undo the next rows; the last batch closes the undoing.

        :return: number of rows
        """
        lines = self._get_batch("done")
        for company, company_lines in lines.grouped("company_id").items():
            company_lines.with_company(company).with_context(**QUIET)._undo_entries()
        self.done_count += len(lines)
        if not self._count_lines("done"):
            self._finish_undo()
        self.env.flush_all()
        self.env.invalidate_all()
        return len(lines)

    def _finish_undo(self):
        self._delete_new_partners()
        self.state = "undone"
        self.message_post(
            body=self.env._("Undone: %(count)s rows.", count=self.done_count)
        )

    def _delete_new_partners(self):
        """Partners that the import made and nothing else uses."""
        lines = self.line_ids.filtered("is_new_partner")
        partners = lines.partner_id
        used = (
            self.env["account.move"]
            .search([("commercial_partner_id", "in", partners.ids)])
            .commercial_partner_id
        )
        for model in ("collection.case", "account.payment"):
            domain = [("partner_id", "in", partners.ids)]
            used |= self.env[model].search(domain).partner_id
        others = [("partner_id", "in", partners.ids), ("import_id", "!=", self.id)]
        used |= self.env["collection.import.line"].search(others).partner_id
        lines.partner_id = False
        (partners - used)._unlink_unless_used()
