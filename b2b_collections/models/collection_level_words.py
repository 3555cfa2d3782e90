import json
from hashlib import sha256

from odoo import models
from odoo.exceptions import UserError

from ..core import linter
from .collection_level_texts import TEXTS
from .translated_texts import SOURCE_LANG, read_translations

ROLES = {
    "subject": linter.LINE,
    "sms_body": linter.SMS,
    "call_guide": linter.GUIDE,
    "body_html": linter.LAYOUT,
}
# What a message over each channel is made of.
MESSAGES = {
    "mail": ("subject", "opening", "closing", "next_step"),
    "letter": ("subject", "opening", "closing", "next_step"),
    "sms": ("sms_body",),
}
COMPANY_TEXTS = ("collection_objection_text", "collection_payment_text")
# Pieces of a mail, and the parts of a message that they show.
PIECES = {
    "object.mail_items": (linter.AMOUNT, linter.DUE),
    "object.mail_payment": (linter.PAYMENT,),
    "object.mail_objection": (linter.OBJECTION,),
}


def as_texts(translations):
    """Turn ``{field: {language: text}}`` into core texts."""
    return [
        linter.Text(name, lang, body, ROLES.get(name, linter.LETTER))
        for name, bodies in translations.items()
        for lang, body in sorted(bodies.items())
    ]


def choose(texts, names, lang):
    """The texts that a reader of ``lang`` gets: English where he has none."""
    by_key = {(text.name, text.lang): text for text in texts}
    chosen = (by_key.get((n, lang)) or by_key.get((n, SOURCE_LANG)) for n in names)
    return [text for text in chosen if text]


class CollectionLevel(models.Model):
    """The words of a level, as a company sends them, are looked at before they go."""

    _inherit = "collection.level"

    def _get_wording(self, company):
        """``{level: [core texts]}`` in every language in which they are written.

        Those of the level, and those of the company and of the mail layout that
        stand in the same messages. A language without a text of its own reads the
        English one, which is checked as English.
        """
        own = read_translations(self._origin, TEXTS)
        of_company = read_translations(company, COMPANY_TEXTS)[company.id]
        layouts = {level: level._get_mail_layout() for level in self}
        templates = self.env["mail.template"].union(*layouts.values())
        bodies = read_translations(templates, ("body_html",))
        wording = {}
        for level in self:
            translations = level._overlay(own.get(level._origin.id, {}))
            if level._get_kind() == linter.LATER:
                translations |= of_company
            if level.send_mail:
                translations |= bodies.get(layouts[level].id, {})
            wording[level] = as_texts(translations)
        return wording

    def _overlay(self, translations):
        """Put what a form holds, and the database does not know yet, over the rest."""
        self.ensure_one()
        if self == self._origin:
            return translations
        lang = self.env.lang or SOURCE_LANG
        return {
            name: {**translations.get(name, {}), lang: str(self[name] or "")}
            for name in TEXTS
        }

    def _get_mail_layout(self):
        self.ensure_one()
        return self.mail_template_id or self.env["mail.template"].browse(
            self.env["ir.model.data"]._xmlid_to_res_id(
                "b2b_collections.mail_template_level"
            )
        )

    def _get_kind(self):
        """Which of the kinds of :mod:`..core.linter` the level is."""
        self.ensure_one()
        others = self.policy_id.level_ids.filtered("active")
        return linter.kind_of(self.days, others.mapped("days"))

    def _lint(self, company):
        """Return ``{level: [finding]}``, the worst first; see :mod:`..core.linter`."""
        empty, lengths = company._get_sample_placeholders()
        parts = company._get_message_parts()
        return self._lint_wording(self._get_wording(company), parts, empty, lengths)

    def _lint_wording(self, wording, parts=linter.PARTS, empty=frozenset(), lengths=()):
        """:param wording: what :meth:`_get_wording` returns
        :param parts: parts of a message that this company can give
        :param empty, lengths: see :func:`..core.linter.lint_text`; without them only
            advice is missing
        """
        lists = self.env["collection.word"]
        found = {}
        for level, texts in wording.items():
            # Only letters have a number.
            missing = empty if level.send_letter else empty | {"number"}
            findings = [
                finding
                for text in texts
                for finding in linter.lint_text(
                    text, lists._get_list(text.lang), missing, lengths
                )
            ]
            findings += level._lint_messages(texts, parts)
            findings.sort(key=lambda f: linter.SEVERITIES.index(f.severity))
            found[level] = list(dict.fromkeys(findings))
        return found

    def _lint_messages(self, texts, parts):
        """What the messages of the level lack as a whole, per channel and language."""
        self.ensure_one()
        kind = self._get_kind()
        found = []
        for channel in self._get_channels():
            names = MESSAGES.get(channel, ())
            own = [text for text in texts if text.name in names]
            provided = parts & self._get_layout_parts(channel, texts)
            for lang in sorted({text.lang for text in own}):
                message = choose(own, names, lang)
                found += linter.lint_message(message, channel, lang, kind, provided)
        return found

    def _get_layout_parts(self, channel, texts):
        """Parts of a message that its layout shows, whatever the texts say."""
        if channel == "letter":
            return linter.PARTS
        bodies = [text.body for text in texts if text.role == linter.LAYOUT]
        if channel != "mail" or not bodies:
            return frozenset()
        return frozenset(
            part
            for piece, parts in PIECES.items()
            if all(piece in body for body in bodies)
            for part in parts
        )

    def _get_waiting(self, company):
        """The levels whose texts a manager has yet to confirm for a company."""
        return self.browse(
            level.id
            for level, digest in self._get_open_digests(company).items()
            if digest
        )

    def _get_open_digests(self, company):
        """``{level: digest of what waits for confirmation, or None}``."""
        wording = self._get_wording(company)
        found = self._lint_wording(wording)
        digests = {}
        for level, findings in found.items():
            warnings = [f for f in findings if f.severity == linter.WARNING]
            digests[level] = (
                level._get_digest(company, wording[level], warnings)
                if warnings
                else None
            )
        confirmed = (
            self._get_confirmed_digests(company) if any(digests.values()) else ()
        )
        return {
            level: None if digest in confirmed else digest
            for level, digest in digests.items()
        }

    def _get_digest(self, company, texts, warnings):
        """Digest of all that a confirmation is about: the texts and the warnings.

        A text that changes makes it void, and so does a new word on the list.
        """
        self.ensure_one()
        content = [
            self._origin.id,
            company.id,
            [[text.name, text.lang, text.words] for text in texts],
            sorted([f.code, f.name, f.lang, f.detail, f.word or 0] for f in warnings),
        ]
        return sha256(json.dumps(content).encode()).hexdigest()

    def _get_confirmed_digests(self, company):
        rows = self.env["collection.wording"].search_fetch(
            [("level_id", "in", self._origin.ids), ("company_id", "=", company.id)],
            ["digest"],
        )
        return set(rows.mapped("digest"))

    def _check_wording(self, company):
        """Raise if a message of these levels may not leave in these words."""
        waiting = self._get_waiting(company)
        if waiting:
            raise UserError(
                self.env._(
                    "The texts of %(levels)s wait for a manager's confirmation. The "
                    "page Wording of the level says why, and has the button.",
                    levels=", ".join(waiting.mapped("display_name")),
                )
            )
