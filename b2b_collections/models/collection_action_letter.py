from odoo import api, fields, models
from odoo.tools import SQL

from ..core.chain import digest

LETTER_REPORT = "b2b_collections.report_letter"
SEQUENCE_CODE = "collection.letter"
# A letter in these states has not been sent, and says so.
DRAFT_STATES = ("to_approve", "planned", "cancelled", "refused")


class CollectionAction(models.Model):
    """Letters: numbered, made into a PDF once, and never made again."""

    _inherit = "collection.action"

    @api.model
    def _next_numbers(self, company, count, date=None):
        """Take ``count`` letter numbers of the company, in one query.

        :param date: of the letters; numbers start again with each year
        :return: list of str
        """
        sequence = self._get_letter_sequence(company)
        day = date or fields.Date.context_today(self)
        sequence = sequence.with_context(ir_sequence_date=day)
        if sequence.implementation != "standard":
            return [sequence.next_by_id(sequence_date=day) for _i in range(count)]
        current = sequence._get_current_sequence(day)
        name = f"ir_sequence_{sequence.id:03d}"
        if current != sequence:
            name += f"_{current.id:03d}"
        rows = self.env.execute_query(
            SQL("SELECT nextval(%s) FROM generate_series(1, %s)", name, count)
        )
        dated = sequence.with_context(
            ir_sequence_date_range=current.date_from if current != sequence else day
        )
        return [dated.get_next_char(number) for (number,) in rows]

    @api.model
    def _get_letter_sequence(self, company):
        # Sequences belong to administrators; who makes a letter may take a number.
        sequences_sudo = self.env["ir.sequence"].sudo()
        found = sequences_sudo.search(
            [("code", "=", SEQUENCE_CODE), ("company_id", "in", [company.id, False])],
            order="company_id",
            limit=1,
        )
        return found or sequences_sudo.create(
            {
                "name": self.env._("Collection letters"),
                "code": SEQUENCE_CODE,
                "company_id": company.id,
                "prefix": "CL-%(range_year)s-",
                "padding": 5,
                "use_date_range": True,
            }
        )

    def _render_letter(self):
        """Make the PDF of each letter that has none, and keep it with the action."""
        letters = self.filtered(lambda action: not action.attachment_id)
        if not letters:
            return
        reports = self.env["ir.actions.report"].with_context(collection_final=True)
        streams = reports._render_qweb_pdf_prepare_streams(
            LETTER_REPORT, {}, res_ids=letters.ids
        )
        letters._freeze_documents(
            [streams[letter.id]["stream"].getvalue() for letter in letters]
        )

    def _freeze_documents(self, documents):
        """Keep the document of each action for good.

        :param documents: list of bytes (PDF), in the order of the actions
        """
        attachments = self.env["ir.attachment"].create(
            [
                action._prepare_document_vals(pdf)
                for action, pdf in zip(self, documents, strict=True)
            ]
        )
        for action, attachment, pdf in zip(self, attachments, documents, strict=True):
            action.write(
                {"attachment_id": attachment.id, "document_digest": digest(pdf)}
            )

    def _prepare_document_vals(self, pdf):
        """Values of the attachment that freezes the document of this action."""
        self.ensure_one()
        return {
            "name": f"{self._get_letter_name()}.pdf",
            "raw": pdf,
            "mimetype": "application/pdf",
            "res_model": self._name,
            "res_id": self.id,
        }

    def _get_letter_name(self):
        """Name of the file, without its ending: “SP1 - CL-2026-00012”."""
        self.ensure_one()
        what = self.level_id.short_name or dict(
            self._fields["kind"]._description_selection(self.env)
        ).get(self.kind)
        parts = (what, self.name or self.partner_id.name or "")
        return " - ".join(filter(None, parts)).replace("/", "-")[:120]

    def _is_draft(self):
        """Whether what is printed now is not, or not yet, what the debtor gets."""
        self.ensure_one()
        if self.attachment_id or self.env.context.get("collection_final"):
            return False
        return self.state in DRAFT_STATES
