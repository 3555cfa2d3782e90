import base64
import json

from odoo import fields, models
from odoo.exceptions import UserError

from ..core import chain

REPORT = "b2b_collections.report_journal"


class CollectionJournalExport(models.TransientModel):
    """Hand out the journal of a case; the journal says who did, and what exactly."""

    _name = "collection.journal.export"
    _description = "Export of a Journal"

    case_id = fields.Many2one(
        "collection.case",
        required=True,
        default=lambda self: self.env.context.get("active_id"),
        ondelete="cascade",
    )
    format = fields.Selection(
        [("pdf", "PDF, to be read"), ("json", "JSON, to be verified by a program")],
        default="pdf",
        required=True,
    )
    with_links = fields.Boolean(
        string="With the Digests Between",
        default=True,
        help="Adds the digest of each entry that concerns another debtor, and nothing "
        "else of it, so that the whole chain can be recomputed.",
    )
    file = fields.Binary(readonly=True, attachment=False)
    file_name = fields.Char(readonly=True)
    digest = fields.Char(string="SHA-256 of the File", readonly=True)
    entry_id = fields.Many2one(
        "collection.journal.entry",
        string="Recorded As",
        readonly=True,
        ondelete="cascade",
    )

    def action_export(self):
        """Make the file, and write down that it was made."""
        self.ensure_one()
        case = self.case_id
        case.check_access("read")
        self.env["collection.journal.entry"]._seal(case.company_id)
        if not case.entry_ids:
            raise UserError(
                self.env._(
                    "Nothing has happened in the case of %(debtor)s yet: there is no "
                    "entry to export.",
                    debtor=case.partner_id.display_name,
                )
            )
        content = self._make_pdf() if self.format == "pdf" else self._make_json()
        digest = chain.digest(content)
        debtor = (case.partner_id.name or "").replace("/", "-")[:60]
        self.write(
            {
                "file": base64.b64encode(content),
                "file_name": self.env._(
                    "Journal %(debtor)s.%(ending)s", debtor=debtor, ending=self.format
                ),
                "digest": digest,
                "entry_id": self._record_export(digest).id,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Export Journal"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _record_export(self, digest):
        case = self.case_id
        head = case._get_journal_head()
        return self.env["collection.journal.entry"]._record(
            [
                {
                    "company_id": case.company_id.id,
                    "event": "exported",
                    "case_id": case.id,
                    "data": {
                        "format": self.format,
                        "sha256": digest,
                        "entries": len(case.entry_ids),
                        "head": {"number": head.number, "hash": head.hash},
                    },
                }
            ]
        )

    def _make_pdf(self):
        # The report refuses to be printed past this wizard.
        reports = self.env["ir.actions.report"].with_context(
            collection_journal_export=True
        )
        streams = reports._render_qweb_pdf_prepare_streams(
            REPORT, {}, res_ids=self.case_id.ids
        )
        return streams[self.case_id.id]["stream"].getvalue()

    def _make_json(self):
        content = self.case_id._prepare_journal_export(self.with_links)
        return json.dumps(content, ensure_ascii=False, indent=1).encode()
