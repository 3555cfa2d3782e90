import io

from odoo import fields, models
from odoo.tools import split_every

from ..reports.database_fetcher import DatabaseFetcher
from ..reports.weasyprint_engine import render_pdf

# Records whose values are read together; keeps the memory of a big print job flat.
BATCH = 100


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    pdf_engine = fields.Selection(
        [("wkhtmltopdf", "wkhtmltopdf"), ("weasyprint", "WeasyPrint")],
        string="PDF Engine",
        default="wkhtmltopdf",
        required=True,
        help="Program that turns the template into a PDF. WeasyPrint is for templates "
        "made for it, such as the letters of Collections: it needs no wkhtmltopdf on "
        "the server and loads nothing from outside this database.",
    )

    def _get_readable_fields(self):
        return super()._get_readable_fields() | {"pdf_engine"}

    def report_action(self, docids, data=None, config=True):
        # The web client chooses by the engine (static/src/backend/report_handler.js).
        # Odoo's document layouts are not used, so there is none to be asked for first.
        own = len(self) == 1 and self.pdf_engine == "weasyprint"
        action = super().report_action(docids, data=data, config=config and not own)
        return {**action, "pdf_engine": self.pdf_engine} if own else action

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        report_sudo = self._get_report(report_ref)
        if report_sudo.pdf_engine != "weasyprint":
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids)
        data = {"report_type": "pdf", **(data or {})}
        ids = list(dict.fromkeys(res_ids or [False]))
        streams = self._weasyprint_saved(report_sudo, ids)
        missing = [res_id for res_id in ids if not streams[res_id]["stream"]]
        for res_id, pdf in self._weasyprint_documents(report_sudo, data, missing):
            streams[res_id]["stream"] = io.BytesIO(pdf)
        if len(ids) == len(res_ids or [False]):
            return streams
        # Printed twice on purpose: one file, as Odoo does, which no record can claim.
        copies = [io.BytesIO(streams[id_]["stream"].getvalue()) for id_ in res_ids]
        return {False: {"stream": self._merge_pdfs(copies), "attachment": None}}

    def _weasyprint_saved(self, report_sudo, ids):
        """What is already attached to the records, in the order of the ids."""
        streams = {res_id: {"stream": None, "attachment": None} for res_id in ids}
        no_attachment = self.env.context.get("report_pdf_no_attachment")
        if not report_sudo.attachment or no_attachment or not all(ids):
            return streams
        records = self.env[report_sudo.model].browse(ids)
        # The search for attachments below is made as superuser.
        records.check_access("read")
        for record in records:
            attachment = report_sudo.retrieve_attachment(record)
            streams[record.id]["attachment"] = attachment or None
            if attachment and report_sudo.attachment_use:
                streams[record.id]["stream"] = io.BytesIO(attachment.raw)
        return streams

    def _weasyprint_documents(self, report_sudo, data, ids):
        """Yield (id, PDF) for each id; for ``[False]`` a document without a record."""
        fetcher, images = DatabaseFetcher(self.env), {}
        for batch in split_every(BATCH, ids):
            docids = [res_id for res_id in batch if res_id]
            values = self._get_rendering_context(report_sudo, docids, data)
            for res_id in batch:
                own = {**values, "doc_ids": [res_id] if res_id else []}
                if res_id and "docs" in values:
                    # What was read for all of them stays known.
                    own["docs"] = values["docs"].browse(res_id).with_prefetch(docids)
                html = self._render_template(report_sudo.report_name, own)
                yield res_id, render_pdf(html.decode(), fetcher, images)
