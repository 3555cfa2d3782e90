from odoo import api, fields, models

from ..core import placeholders
from ..reports.document import BLANK, Document
from ..reports.formatting import Formatter, choose_language, fill_html, page_words

LEVEL_HTML = ("opening", "closing", "next_step")


class CollectionAction(models.Model):
    """What an action says, in words and figures, for mail and letter alike."""

    _inherit = "collection.action"

    document_lang = fields.Char(
        compute="_compute_document_lang",
        help="Language of the message: the one it was made for, if it is installed.",
    )

    @api.depends("lang", "partner_id.lang", "company_id.partner_id.lang")
    def _compute_document_lang(self):
        for action in self:
            action.document_lang = choose_language(
                self.env,
                action.lang,
                action.partner_id.lang,
                action.company_id.partner_id.lang,
            )

    def _get_documents(self):
        """Return ``{action id: Document}``; facts are read for all at a time."""
        self._read_document_facts()
        documents = {}
        for lang, actions in self.grouped("document_lang").items():
            formatter = Formatter(self.env, lang)
            for action in actions.with_context(lang=lang):
                documents[action.id] = action._prepare_document(formatter)
        return documents

    def _get_placeholder_values(self, lang=None):
        """Return ``{action id: {placeholder: text}}``.

        :param lang: of the values, if not that of the message: a talking guide is in
            the language of who talks
        """
        self._read_document_facts()
        values = {}
        for own_lang, actions in self.grouped("document_lang").items():
            formatter = Formatter(self.env, lang or own_lang)
            for action in actions.with_context(lang=lang or own_lang):
                sections = action._get_sections(formatter)
                values[action.id] = action._prepare_placeholders(formatter, sections)
        return values

    def _fill_text(self, field_name, lang=None):
        """Return ``{action id: text of the level}`` with its placeholders filled in.

        :param field_name: a text field of collection.level
        :param lang: see :meth:`_get_placeholder_values`
        """
        is_html = self.env["collection.level"]._fields[field_name].type == "html"
        fill = fill_html if is_html else placeholders.fill
        values = self._get_placeholder_values(lang)
        texts = {}
        for action in self:
            level = action.level_id.with_context(lang=lang or action.document_lang)
            texts[action.id] = fill(level[field_name], values[action.id])
        return texts

    def _read_document_facts(self):
        """Only what is needed: a document of the ledger has a hundred columns."""
        lines = self.line_ids
        lines.move_id.fetch(["name", "ref", "payment_reference", "access_token"])
        lines.mapped("level_id.short_name")

    def _prepare_document(self, formatter):
        self.ensure_one()
        sections = self._get_sections(formatter)
        values = self._prepare_placeholders(formatter, sections)
        words = self.level_id or self.notice_id
        texts = {name: fill_html(words[name], values) for name in LEVEL_HTML}
        if not words:
            texts["opening"] = self.note or BLANK
        company = self.company_id
        if self._says_how_to_object():
            objection = company._get_collection_objection_text()
            texts["objection"] = fill_html(objection, values)
        return Document(
            lang=formatter.lang_code,
            kind=self.kind,
            title=self._get_title(values),
            payment=fill_html(company._get_collection_payment_text(), values),
            payment_reference=self._get_payment_reference(),
            your_reference=self.line_ids.move_id.ref if len(self.line_ids) == 1 else "",
            total=values["total"],
            date=values["date"],
            page_words=page_words(self.env),
            sections=sections if self._lists_items() else [],
            banks=company._get_collection_banks(self.line_ids.currency_id),
            shows_levels=bool(self.line_ids.level_id) and not self.notice_id,
            shows_days=any(line.days_overdue for line in self.line_ids),
            **self._get_notice_parts(formatter),
            **texts,
        )

    def _get_title(self, values):
        words = self.level_id or self.notice_id
        if words:
            return placeholders.fill_line(words.subject, values)
        _ = self.env._
        titles = {
            "thanks": _("Thank you for your payment"),
            "statement": _("Statement of account as of %(date)s", date=values["date"]),
        }
        return titles.get(self.kind) or self.subject or _("Your account with us")

    def _says_how_to_object(self):
        """From the second level on; a courtesy before the due date needs it not."""
        level = self.level_id
        if not level:
            return self.kind == "statement"
        return level.tone != "courteous" or level != level.policy_id.level_ids[:1]

    def _get_payment_reference(self):
        """The invoice's own, if it is one: that is what the bank import looks for."""
        agreed = self.notice_id and self._get_source()._get_notice_reference()
        if agreed:
            return agreed
        lines = self.line_ids.filtered(lambda line: line.kind == "item")
        if len(lines) == 1:
            return lines.move_id.payment_reference or lines.name
        numbers = filter(None, (self.name, self.partner_id.ref))
        return " / ".join(numbers) or lines[:1].name or ""

    def _prepare_placeholders(self, formatter, sections):
        level, collector = self.level_id, self._get_collector()
        items = self.line_ids.filtered(lambda line: line.kind == "item")
        deadline = fields.Date.add(self.date, days=level.payment_days)
        return {
            **self.company_id._get_contact_placeholders(formatter, collector),
            "debtor": self.partner_id.name or "",
            "contact": self.contact_id.name or self.partner_id.name or "",
            "total": formatter.join(section.due for section in sections if section.due),
            "item_count": str(len(items)),
            "oldest_days": str(max(items.mapped("days_overdue"), default=0)),
            "date": formatter.long_date(self.date),
            "deadline": formatter.long_date(deadline),
            "number": self.name or "",
            "level": level.name or "",
            **self._get_notice_values(formatter),
        }

    def _get_collector(self):
        return self.case_id.user_id or self.company_id.collection_default_user_id

    def _get_sections(self, formatter):
        """One table per currency, the company's own currency first."""
        own = self.company_id.currency_id
        by_currency = self.line_ids.grouped("currency_id")
        order = sorted(by_currency, key=lambda money: (money != own, money.name))
        policy = self.level_id.policy_id or self.case_id.policy_id
        # A notice speaks of these documents alone, not of the account.
        netting = "ignore" if self.notice_id else policy.netting
        return [
            by_currency[currency]._prepare_section(formatter, currency, netting)
            for currency in order
        ]
