import tempfile
from datetime import UTC
from math import ceil

from odoo import models

from ..reports.bundle import Bundle, Exhibit, Words, join
from ..reports.bundle_zip import ZipOutput, safe_name
from ..reports.handoff_accounts import (
    AccountsBook,
    account_values,
    contact_values,
    receipt_values,
    write_csv,
    write_json,
)

# Below this the PDF needs no file on disk.
IN_MEMORY = 20_000_000
# Of the contents, about.
LINES_OF_A_PAGE = 42


class CollectionPlacementFile(models.Model):
    """Last step: one PDF, the accounts as tables, and the ZIP of it all."""

    _inherit = "collection.placement.file"

    def _assemble(self):
        """Make the ZIP and keep it; until then there is nothing to be downloaded."""
        moment = self.env["collection.action"]._get_now()
        with (
            tempfile.SpooledTemporaryFile(IN_MEMORY) as pdf,
            tempfile.SpooledTemporaryFile(IN_MEMORY) as archive,
        ):
            pages = self._join(pdf, moment)
            output = ZipOutput(archive, moment)
            output.add(f"{self._get_stem()}.pdf", pdf)
            self._add_accounts(output)
            self._add_enclosed(output)
            output.close(self._prepare_manifest(pages), self._word_manifest(pages))
            archive.seek(0)
            self._keep_zip(archive.read(), pages, moment)

    def _get_stem(self):
        return safe_name(self.name)

    def _join(self, pdf, moment):
        """Write the PDF with all exhibits; return its number of pages."""
        exhibits = [
            Exhibit(
                load=one._load_bytes,
                title=one.title,
                group=one._get_group_name(),
                pages=one.page_count,
                problem=one.problem or "",
            )
            for one in self.exhibit_ids
        ]
        records = dict(enumerate(self.exhibit_ids, 1))

        def make_front(rows):
            self._note_pages(exhibits, rows)
            return self._render_front(
                [(number, records[number], page) for number, _one, page in rows]
            )

        def make_slip(number, exhibit):
            # Some are found to be damaged only when they are written.
            records[number]._enclose(exhibit.problem)
            return self._render_slip(records[number])

        bundle = Bundle(
            self.placement_id.name,
            self.env._("Hand-off file %(number)s", number=self.name),
            exhibits,
            make_front,
            make_slip,
            moment,
            self.company_id.name,
            self.lang,
            1 + ceil(len(exhibits) / LINES_OF_A_PAGE),
            self._get_words(),
        )
        return join(bundle, pdf)

    def _note_pages(self, exhibits, rows):
        for record, exhibit, (_number, _exhibit, page) in zip(
            self.exhibit_ids, exhibits, rows, strict=True
        ):
            # Nobody may write exhibits; this is the work of the job.
            record.sudo().write({"first_page": page, "page_count": exhibit.pages or 1})

    def _get_words(self):
        return Words(
            stamp=self.env._(
                "Exhibit %(exhibit)s - page %(page)s of %(pages)s",
                exhibit="{exhibit}",
                page="{page}",
                pages="{pages}",
            ),
            heading=self.env._(
                "Exhibit %(exhibit)s - %(title)s", exhibit="{exhibit}", title="{title}"
            ),
            contents=self.env._("Cover and contents"),
        )

    def _add_enclosed(self, output):
        for exhibit in self.exhibit_ids.filtered("enclosed_as"):
            output.add(exhibit.enclosed_as, exhibit._load_bytes())

    def _add_accounts(self, output):
        handoff, words = self._get_handoff(), self._get_account_words()
        stem = f"{self._get_stem()}-"
        book = AccountsBook(handoff, words)
        output.add(f"{stem}accounts.xlsx", book.write())
        for name, columns, values in (
            ("accounts", words["account_columns"], account_values(handoff)),
            ("payments", words["receipt_columns"], receipt_values(handoff)),
            ("contacts", words["contact_columns"], contact_values(handoff)),
        ):
            output.add(f"{stem}{name}.csv", write_csv(columns, values))
        output.add(f"{stem}accounts.json", write_json(handoff))

    def _get_account_words(self):
        _ = self.env._
        date = _("Date")
        return {
            "title": _("Accounts of placement %(number)s", number=self.name),
            "page": _("Page %(page)s of %(pages)s", page="&P", pages="&N"),
            "facts": [
                (_("Creditor"), self.company_id.name),
                (_("Debtor"), self.partner_id.name or ""),
                (_("Currency"), self.placement_id.currency_id.name),
            ],
            "accounts": _("Accounts"),
            "receipts": _("Payments"),
            "contacts": _("Contacts"),
            "total": _("Total"),
            "account_columns": [
                _("Document"),
                _("Reference"),
                date,
                _("Due Date"),
                _("Days Overdue"),
                _("Currency"),
                _("Original Amount"),
                _("Placed"),
                _("Settled Since"),
                _("Open"),
                _("Late Interest"),
                _("Compensation"),
                _("Claimed"),
            ],
            "receipt_columns": [
                *(_("Document"), date, _("Kind"), _("Currency"), _("Amount"))
            ],
            "contact_columns": [
                *(_("Name"), _("Function"), _("Role"), _("Phone"), _("E-mail"))
            ],
        }

    def _prepare_manifest(self, pages):
        placement = self.placement_id
        now = self.env["collection.action"]._get_now()
        return {
            "placement": placement.name,
            "version": self.version,
            "made": now.replace(tzinfo=UTC).isoformat(timespec="seconds"),
            "creditor": self.company_id.name,
            "debtor": self.partner_id.name or "",
            "agency": placement.agency_id.name,
            "pages": pages,
            "exhibits": [
                {
                    "number": one.number,
                    "title": one.title,
                    "date": one.date.isoformat() if one.date else None,
                    "first_page": one.first_page,
                    "pages": one.page_count,
                    "problem": one.problem or None,
                    "file": one.enclosed_as or None,
                }
                for one in self.exhibit_ids
            ],
        }

    def _word_manifest(self, pages):
        """The head of the manifest for people: what it is, and what is missing."""
        _ = self.env._
        lines = [
            _("Hand-off file %(number)s", number=self.name),
            _("Creditor: %(name)s", name=self.company_id.name),
            _("Debtor: %(name)s", name=self.partner_id.name or ""),
            _(
                "%(exhibits)s exhibits on %(pages)s pages",
                exhibits=len(self.exhibit_ids),
                pages=pages,
            ),
        ]
        problems = self._describe_problems()
        lines += [
            _(
                "Exhibit %(number)s, %(title)s: %(problem)s",
                number=one.number,
                title=one.title,
                problem=problems[one.id],
            )
            for one in self.exhibit_ids
            if one.problem
        ]
        if not problems:
            lines.append(_("Nothing is missing."))
        lines += ["", _("SHA-256 of the files; check them with: sha256sum -c"), ""]
        # A line end in a title would begin a line of its own.
        return [" ".join(line.split()) for line in lines]

    def _keep_zip(self, content, pages, moment):
        """Keep what was made, for good; the journal has its digest."""
        made = self.exhibit_ids.filtered("is_made").attachment_id
        # Nobody may write files, so that none can be exchanged: the work of the job.
        file_sudo = self.sudo()
        made.sudo().unlink()
        attachment = file_sudo.env["ir.attachment"].create(
            {
                "name": f"{self._get_stem()}.zip",
                "raw": content,
                "mimetype": "application/zip",
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        file_sudo.write(
            {
                "state": "ready",
                "attachment_id": attachment.id,
                "sha256": self._digest(content),
                "size": len(content),
                "page_count": pages,
                "made_on": moment,
                "done_count": self.total_count,
            }
        )
        self._record(
            "handoff_made",
            exhibits=len(self.exhibit_ids),
            problems=self.problem_count,
            pages=pages,
        )
