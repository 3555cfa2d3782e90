import json
from base64 import b64encode
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from odoo import models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import html2plaintext

# What is told of each kind of record, in this order.
COLUMNS = {
    "res.partner": (
        *("name", "parent_id", "function", "email", "phone", "street", "street2"),
        *("zip", "city", "country_id", "lang", "tz", "collection_role_ids"),
        *("collection_do_not_contact", "collection_do_not_contact_reason"),
    ),
    "collection.consent": ("date", "channel", "state", "source", "note", "user_id"),
    "collection.address.problem": (
        *("date", "medium", "address", "kind", "count", "detail", "cleared_date"),
    ),
    "collection.case": (
        *("company_id", "partner_id", "state", "stage_id", "user_id", "closed_date"),
    ),
    "collection.action": (
        *("name", "date", "company_id", "partner_id", "channel", "kind", "level_id"),
        *("role_id", "address", "copies", "subject", "state", "state_detail"),
        *("outcome", "note", "message_body", "document_digest"),
    ),
    "collection.action.line": (
        *("action_id", "name", "date_due", "currency_id", "amount_original"),
        "amount_residual",
    ),
    "collection.tracing": (
        *("partner_id", "date_opened", "date_closed", "state", "reason", "result"),
    ),
    "mail.message": ("date", "email_from", "subject", "body"),
    "collection.journal.entry": ("number", "moment", "company_id", "event", "detail"),
    "ir.attachment": ("name", "mimetype", "file_size", "checksum", "create_date"),
}


class ResPartner(models.Model):
    """All that collections holds about one person, for that person."""

    _inherit = "res.partner"

    def action_export_collection_data(self):
        """Make the file, write it into the journal, and offer it for download."""
        self.ensure_one()
        self._check_may_export()
        content, counts = self._export_collection_data()
        export = self.env["collection.person.export"].create(
            {
                "partner_id": self.id,
                "file": content,
                "file_name": f"collections-contact-{self.id}.zip",
                "summary": ", ".join(
                    f"{self.env[model]._description}: {count}"
                    for model, count in counts.items()
                ),
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Personal Data in Collections"),
            "res_model": export._name,
            "res_id": export.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _check_may_export(self):
        if not self.env.su and not self.env.user.has_group(
            "b2b_collections.group_collections_manager"
        ):
            raise AccessError(
                self.env._("Only a collections manager may export personal data.")
            )
        self.check_access("read")

    def _export_collection_data(self):
        """``(ZIP as base64, {model: number of records})``; journalled as exported."""
        sections = self._get_export_sections()
        counts = {section["model"]: len(section["rows"]) for section in sections}
        self.env["collection.journal.entry"]._record(
            [
                {
                    "company_id": company.id,
                    "event": "exported",
                    "contact_id": self.id,
                    "data": {"records": counts},
                }
                for company in self.env.companies
            ]
        )
        return _zip(
            {
                "personal-data.json": json.dumps(
                    {s["model"]: s["rows"] for s in sections},
                    ensure_ascii=False,
                    indent=2,
                ),
                "personal-data.html": self._render_export(sections),
            }
        ), counts

    def _render_export(self, sections):
        return str(
            self.env["ir.qweb"]._render(
                "b2b_collections.person_export",
                {
                    "person": self,
                    "sections": sections,
                    "companies": self.env.companies,
                    "today": self.env["collection.action"]._get_today(),
                },
            )
        )

    def _get_export_sections(self):
        """``[{"model", "title", "columns": [labels], "rows": [{label: text}]}]``"""
        sections = []
        for model, records in self._find_collection_records().items():
            names = COLUMNS[model]
            labels = [
                records._fields[name]._description_string(self.env) for name in names
            ]
            sections.append(
                {
                    "model": model,
                    "title": records._description,
                    "columns": labels,
                    "rows": [
                        {
                            label: _as_text(record, name)
                            for label, name in zip(labels, names, strict=True)
                        }
                        for record in records
                    ],
                }
            )
        return sections

    def _find_collection_records(self):
        """``{model: records}`` about this person, in the companies of the user.

        Chatter and files have rights of their own, which follow documents and not
        persons; who may export has been checked.
        """
        own_sudo = self.sudo()
        env = own_sudo.env
        companies = Domain("company_id", "in", self.env.companies.ids)
        mine = Domain("contact_id", "=", self.id)
        if self.email_normalized:
            mine |= Domain("copies", "ilike", self.email_normalized)
        actions = env["collection.action"].search(companies & mine)
        authored = Domain("author_id", "=", self.id)
        cases = actions.case_id | env["collection.case"].search(
            companies & Domain("message_ids", "any", authored)
        )
        messages = env["mail.message"].search(
            authored
            & Domain("model", "=", "collection.case")
            & Domain("res_id", "in", cases.ids)
        )
        person = Domain("partner_id", "=", self.id)
        return {
            "res.partner": own_sudo,
            "collection.consent": env["collection.consent"].search(person),
            "collection.address.problem": env["collection.address.problem"].search(
                person & Domain("company_id", "in", [False, *self.env.companies.ids])
            ),
            "collection.case": cases,
            "collection.action": actions,
            "collection.action.line": actions.line_ids,
            "collection.tracing": env["collection.tracing"].search(
                companies & Domain("contact_id", "=", self.id)
            ),
            "mail.message": messages,
            "collection.journal.entry": env["collection.journal.entry"].search(
                companies & Domain("contact_id", "=", self.id)
            ),
            "ir.attachment": actions.attachment_id | messages.attachment_ids,
        }


def _as_text(record, name):
    """The value of a field as a person reads it."""
    field, value = record._fields[name], record[name]
    if field.type == "html":
        return html2plaintext(value or "").strip()
    if field.type == "selection":
        labels = dict(field._description_selection(record.env))
        return labels.get(value, value or "")
    if field.relational:
        return ", ".join(value.mapped("display_name"))
    if field.type == "boolean":
        return record.env._("Yes") if value else record.env._("No")
    return "" if value is False else str(value)


def _zip(files):
    """A ZIP of ``{name: text}``, as base64."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return b64encode(buffer.getvalue())
