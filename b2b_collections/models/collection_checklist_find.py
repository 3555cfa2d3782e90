from collections import defaultdict
from typing import Any, NamedTuple

from odoo import models
from odoo.tools import SQL

from ..core.evidence import find_uncovered, names_it, read_keywords

OVERDUE_MOVES = """
    SELECT DISTINCT case_id, move_id FROM collection_item
     WHERE case_id = ANY(%s) AND state = 'open' AND date_due < %s
"""
# Files of invoices, of debtors and of cases. ``NULL``: they stand for all invoices.
FILES = """
    SELECT file.res_id, NULL::int, file.id, file.name, FALSE
      FROM ir_attachment file
     WHERE file.res_model = 'collection.case' AND file.res_id = ANY(%(cases)s)
     UNION ALL
    SELECT held.id, NULL, file.id, file.name, FALSE
      FROM collection_case held
      JOIN ir_attachment file
        ON file.res_model = 'res.partner' AND file.res_id = held.partner_id
     WHERE held.id = ANY(%(cases)s) AND file.res_field IS NULL
     UNION ALL
    SELECT NULL, file.res_id, file.id, file.name,
           file.res_field IS NOT DISTINCT FROM 'invoice_pdf_report_file'
      FROM ir_attachment file
     WHERE file.res_model = 'account.move' AND file.res_id = ANY(%(moves)s)
"""
ORDER_FILES = """
    SELECT NULL, line.move_id, file.id, file.name, FALSE
      FROM account_move_line line
      JOIN sale_order_line_invoice_rel link ON link.invoice_line_id = line.id
      JOIN sale_order_line sold ON sold.id = link.order_line_id
      JOIN ir_attachment file
        ON file.res_model = 'sale.order' AND file.res_id = sold.order_id
     WHERE line.move_id = ANY(%(moves)s) AND file.res_field IS NULL
"""
WRITTEN_TO = """
    SELECT case_id FROM collection_action
     WHERE case_id = ANY(%s) AND state = 'done' AND channel IN ('mail', 'letter')
     GROUP BY case_id
"""
# By these codes collections knows what it can answer without the name of a file.
INVOICE, CORRESPONDENCE = "invoice", "correspondence"


class File(NamedTuple):
    """A file that may be evidence.

    :ivar is_invoice: the PDF that Odoo made of the invoice
    """

    id: int
    name: str | None
    is_invoice: bool = False


class Evidence(NamedTuple):
    """What is at hand for one case.

    :ivar moves: ids of its overdue invoices
    :ivar general: files that stand for all of them
    :ivar by_move: ``{move id: [File]}``
    :ivar has_written: whether the journal has messages that reached the debtor
    """

    moves: tuple = ()
    general: tuple = ()
    by_move: Any = None
    has_written: bool = False


class CollectionChecklist(models.Model):
    """Evidence that is there already is found, and nobody has to tick it."""

    _inherit = "collection.checklist"

    def _find_evidence(self):
        """Answer what files and journal prove, for all these checklists in sets.

        What a person has answered stays; what was found and is gone is open again.
        """
        if not self:
            return
        found = self._load_evidence()
        by_hand = self.line_ids.filtered(
            lambda line: line.answer != "open" and not line.is_found
        )
        lines = self.line_ids.filtered(lambda line: line.kind == "evidence") - by_hand
        answers = defaultdict(self.env["collection.checklist.line"].browse)
        attached = []
        for line in lines:
            files = _find_files(line.question_id, found[line.case_id.id])
            answer = "open" if files is None else "yes"
            if answer != line.answer:
                answers[answer] |= line
            attached += [(line.id, file_id) for file_id in files or ()]
        self._attach(attached)
        today = self.env["collection.action"]._get_today()
        for answer, changed in answers.items():
            is_found = answer == "yes"
            changed.write(
                {
                    "answer": answer,
                    "is_found": is_found,
                    "date_done": is_found and today,
                }
            )

    def _attach(self, pairs):
        """Put files to lines, in one statement: ``[(line id, file id)]``."""
        if not pairs:
            return
        self.env.cr.execute_values(
            """
            INSERT INTO collection_checklist_line_attachment_rel
                        (collection_checklist_line_id, ir_attachment_id)
                 VALUES %s ON CONFLICT DO NOTHING
            """,
            pairs,
            page_size=len(pairs),
        )
        self.line_ids.invalidate_recordset(["attachment_ids"], flush=False)

    def _load_evidence(self):
        """``{case id: Evidence}``, in a fixed number of queries."""
        case_ids = self.case_id.ids
        today = self.env["collection.action"]._get_today()
        self.env.flush_all()
        moves = defaultdict(list)
        for case_id, move_id in self.env.execute_query(
            SQL(OVERDUE_MOVES, case_ids, today)
        ):
            moves[case_id].append(move_id)
        general, by_move = self._load_files(case_ids, moves)
        written = {row[0] for row in self.env.execute_query(SQL(WRITTEN_TO, case_ids))}
        return {
            case_id: Evidence(
                tuple(moves[case_id]),
                tuple(general[case_id]),
                by_move,
                case_id in written,
            )
            for case_id in case_ids
        }

    def _has_orders(self):
        """Orders stand behind invoices only where the sales app is installed."""
        return "sale_line_ids" in self.env["account.move.line"]._fields

    def _load_files(self, case_ids, moves):
        parts = [FILES, ORDER_FILES] if self._has_orders() else [FILES]
        move_ids = [move_id for found in moves.values() for move_id in found]
        rows = self.env.execute_query(
            SQL(" UNION ALL ".join(parts), cases=case_ids, moves=move_ids)
        )
        general, by_move = defaultdict(list), defaultdict(list)
        for case_id, move_id, *file in rows:
            (by_move[move_id] if move_id else general[case_id]).append(File(*file))
        return general, by_move


def _find_files(question, evidence):
    """Ids of the files that answer a question; ``None`` if it stays open."""
    keywords = read_keywords(question.keywords)

    def fits(file):
        is_pdf = question.code == INVOICE and file.is_invoice
        return is_pdf or names_it(file.name, keywords)

    general = [file.id for file in evidence.general if fits(file)]
    own = {
        move_id: [file.id for file in evidence.by_move[move_id] if fits(file)]
        for move_id in evidence.moves
    }
    files = general + [file_id for found in own.values() for file_id in found]
    if question.code == CORRESPONDENCE and evidence.has_written:
        return files
    if question.is_per_invoice:
        is_covered = evidence.moves and not find_uncovered(evidence.moves, own)
        return files if is_covered else None
    return files or None
