from odoo import models
from odoo.fields import Domain

# Its own exhibits stand for these questions of the checklist.
INVOICE = "invoice"
PDF = "application/pdf"


class CollectionPlacementFile(models.Model):
    """Which documents an agency needs, and which it must not get.

    Only what concerns the placed items: documents of other invoices stay out, and
    letters that list other items stay out unless somebody decided otherwise.
    """

    _inherit = "collection.placement.file"

    def _plan(self):
        """Make the list of exhibits; return the number of steps done, which is one."""
        notes = []
        vals_list = [
            self._prepare_exhibit("statement", self.env._("Statement of the claim")),
            *self._plan_invoices(),
            *self._plan_evidence(notes),
            *self._plan_letters(notes),
            self._prepare_exhibit("journal", self.env._("Contacts with the debtor")),
        ]
        vals_list = _drop_repeated(vals_list)
        # Nobody may write files and exhibits; this is the work of the job.
        file_sudo = self.sudo()
        file_sudo.env["collection.placement.exhibit"].create(
            [
                {**vals, "file_id": self.id, "number": number}
                for number, vals in enumerate(vals_list, 1)
            ]
        )
        file_sudo.write(
            {
                # With putting them together, and with this step.
                "total_count": len(vals_list) + 2,
                "done_count": 1,
                "note": "\n".join(notes),
            }
        )
        return 1

    def _prepare_exhibit(self, group, title, date=None, **vals):
        today = self.env["collection.action"]._get_today()
        return {"group": group, "title": title[:200], "date": date or today, **vals}

    def _get_items(self):
        return self.placement_id.line_ids.item_id

    def _get_moves(self):
        moves = self._get_items().move_id
        return moves.sorted(lambda move: (move.invoice_date or move.date, move.id))

    def _plan_invoices(self):
        moves = self._get_moves()
        kept = self._find_invoice_files(moves)
        return [
            self._prepare_exhibit(
                "invoice",
                " - ".join(filter(None, (move.name, move.ref))),
                move.invoice_date or move.date,
                move_id=move.id,
                attachment_id=kept.get(move.id),
            )
            for move in moves
        ]

    def _find_invoice_files(self, moves):
        """``{move id: id}`` of the PDFs as they were sent, else as they came in."""
        found = {
            move.id: move.message_main_attachment_id.id
            for move in moves
            if move.message_main_attachment_id.mimetype == PDF
        }
        sent = self.env["ir.attachment"].search_fetch(
            Domain("res_model", "=", "account.move")
            & Domain("res_id", "in", moves.ids)
            & Domain("res_field", "=", "invoice_pdf_report_file"),
            ["res_id"],
            order="id",
        )
        return found | {attachment.res_id: attachment.id for attachment in sent}

    def _plan_evidence(self, notes):
        placement = self.placement_id
        titles = {}
        for line in placement.case_id.checklist_line_ids:
            if line.kind == "evidence":
                titles |= dict.fromkeys(line.attachment_ids.ids, line.name)
        titles |= {
            key: titles.get(key, "") for key in placement.handoff_attachment_ids.ids
        }
        left_out = set(placement.handoff_left_out_ids.ids)
        files = self.env["ir.attachment"].browse(
            key for key in titles if key not in left_out
        )
        readable = files.exists()._filtered_access("read")
        return [
            self._prepare_evidence(attachment, titles[attachment.id], readable)
            for attachment in files
            if not self._concerns_others(attachment, readable, notes)
        ]

    def _prepare_evidence(self, attachment, question, readable):
        # The name of a file that the user may not read is not told, either.
        is_readable = attachment in readable
        name = attachment.name if is_readable else self.env._("a file")
        title = f"{question}: {name}" if question else name
        date = attachment.create_date.date() if is_readable else None
        return self._prepare_exhibit(
            "evidence", title, date, attachment_id=attachment.exists().id
        )

    def _concerns_others(self, attachment, readable, notes):
        """Whether a document belongs to an invoice that is not placed."""
        if attachment not in readable:
            return False
        if attachment.res_model == "account.move":
            is_other = attachment.res_id not in self._get_moves().ids
        elif attachment.res_model == "sale.order":
            is_other = attachment.res_id not in self._get_order_ids()
        else:
            return False
        if is_other:
            notes.append(
                self.env._(
                    "%(file)s: belongs to an invoice that is not placed.",
                    file=attachment.name,
                )
            )
        return is_other

    def _get_order_ids(self):
        """Sales orders behind the placed invoices, where there is a sales app."""
        lines = self._get_moves().invoice_line_ids
        if "sale_line_ids" not in lines._fields:
            return []
        # Orders belong to salespeople; only their ids are read.
        return lines.sudo().sale_line_ids.order_id.ids

    def _plan_letters(self, notes):
        items = self._get_items()
        letters = self.env["collection.action"].search(
            Domain("case_id", "=", self.case_id.id)
            & Domain("state", "=", "done")
            & Domain("attachment_id", "!=", False)
            & Domain("line_ids.item_id", "in", items.ids),
            order="date, id",
        )
        vals_list = []
        for letter in letters:
            name = letter._get_letter_name()
            others = letter.line_ids.item_id - items
            if others and not self.placement_id.handoff_all_letters:
                notes.append(
                    self.env._(
                        "%(letter)s: lists items that are not placed.", letter=name
                    )
                )
                continue
            vals_list.append(
                self._prepare_exhibit(
                    "letter", name, letter.date, attachment_id=letter.attachment_id.id
                )
            )
        return vals_list


def _drop_repeated(vals_list):
    """A document is one exhibit, whatever it is evidence of."""
    seen, kept = set(), []
    for vals in vals_list:
        key = vals.get("attachment_id")
        if not key or key not in seen:
            kept.append(vals)
        seen.add(key)
    return kept
