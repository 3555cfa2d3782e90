from io import BytesIO
from uuid import uuid4

from pypdf import PdfWriter

from odoo import fields, models
from odoo.exceptions import UserError


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

        :raises UserError: there is nothing to print
        """
        letters = self.filtered(lambda action: action.attachment_id)
        letters.case_id.check_access("write")
        fresh = letters.filtered(lambda action: action.state == "to_print")
        obsolete = fresh._find_obsolete()
        obsolete._cancel(self.env._("Paid, held or changed before it was printed."))
        fresh -= obsolete
        fresh._reach_debtor(self._get_today())
        letters -= obsolete
        if not letters:
            raise UserError(
                self.env._(
                    "There is no letter to print: the chosen ones were paid, held or "
                    "changed meanwhile, and were withdrawn."
                )
            )
        batch = uuid4().hex
        letters.sudo().print_batch = batch
        return {
            "type": "ir.actions.act_url",
            "url": f"/b2b_collections/letters/{batch}.pdf",
            "target": "new",
        }

    def _join_letters(self):
        """The frozen letters of these actions in one PDF, as bytes."""
        writer = PdfWriter()
        for attachment in self.sorted("id").attachment_id:
            writer.append(BytesIO(attachment.raw))
        result = BytesIO()
        writer.write(result)
        return result.getvalue()

    def _attach_statement(self):
        """Freeze the statement of account of the case as the document of the action."""
        self.ensure_one()
        streams = self.env["ir.actions.report"]._render_qweb_pdf_prepare_streams(
            "b2b_collections.report_statement", {}, res_ids=self.case_id.ids
        )
        # The journal is written by the system, whoever asked for it.
        self.sudo().attachment_id = (
            self.env["ir.attachment"]
            .sudo()
            .create(
                {
                    "name": f"{self._get_letter_name()}.pdf",
                    "raw": streams[self.case_id.id]["stream"].getvalue(),
                    "mimetype": "application/pdf",
                    "res_model": self._name,
                    "res_id": self.id,
                }
            )
        )
