from io import BytesIO
from uuid import uuid4

from pypdf import PdfWriter

from odoo import fields, models


class CollectionAction(models.Model):
    """Letters leave on paper: printed in one go, and journalled as posted."""

    _inherit = "collection.action"

    print_batch = fields.Char(
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Letters that were printed together; the batch can be printed again.",
    )

    def action_print_letters(self):
        """Mark letters as posted and return the PDF of all of them.

        Letters whose items were paid or changed meanwhile are withdrawn instead; the
        next run says what is right then.

        :return: action that opens the PDF, or says that all were withdrawn
        """
        self.case_id.check_access("write")
        letters = self._as_journal().filtered(lambda action: action.attachment_id)
        fresh = letters.filtered(lambda action: action.state == "to_print")
        obsolete = fresh._find_obsolete()
        obsolete._cancel(self.env._("Paid, held or changed before it was printed."))
        fresh -= obsolete
        fresh._reach_debtor(self._get_today())
        letters -= obsolete
        if not letters:
            # Not an error: that would take the withdrawal back.
            return self._say_nothing_to_print()
        batch = uuid4().hex
        letters.print_batch = batch
        return {
            "type": "ir.actions.act_url",
            "url": f"/b2b_collections/letters/{batch}.pdf",
            "target": "new",
        }

    def _say_nothing_to_print(self):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "message": self.env._(
                    "There is no letter to print: the chosen ones were paid, held or "
                    "changed meanwhile, and were withdrawn."
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _join_letters(self):
        """The frozen letters of these actions and their copies in one PDF, as bytes."""
        writer = PdfWriter()
        for letter in self.sorted("id"):
            parts = letter.attachment_id | letter._get_printable_enclosures()
            for _copy in range(1 + letter.copy_count):
                for part in parts:
                    writer.append(BytesIO(part.raw))
        result = BytesIO()
        writer.write(result)
        return result.getvalue()

    def _get_printable_enclosures(self):
        """Enclosures that are printed behind the letter; others are added by hand."""
        return self.enclosure_ids.filtered(
            lambda attachment: attachment.mimetype == "application/pdf"
        )

    def _attach_statement(self):
        """Freeze the statement of account of the case as the document of the action."""
        self.ensure_one()
        streams = self.env["ir.actions.report"]._render_qweb_pdf_prepare_streams(
            "b2b_collections.report_statement", {}, res_ids=self.case_id.ids
        )
        self._freeze_documents([streams[self.case_id.id]["stream"].getvalue()])
