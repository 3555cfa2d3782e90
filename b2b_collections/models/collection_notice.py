from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core import linter
from .placeholder_check import check_placeholders
from .translated_texts import SOURCE_LANG

TEXTS = ("subject", "opening", "closing", "next_step")


class CollectionNotice(models.Model):
    """The words in which a debtor is told about a promise, dispute or plan.

    One record for each occasion, found by its code; people edit the words.
    """

    _name = "collection.notice"
    _description = "Notice to Debtors"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    code = fields.Char(
        required=True,
        copy=False,
        readonly=True,
        help="By which the occasion finds its words.",
    )
    model = fields.Char(
        required=True,
        readonly=True,
        help="Kind of record that it speaks of.",
    )
    subject = fields.Char(
        required=True,
        translate=True,
        help="Subject of the mail and title of the letter.",
    )
    opening = fields.Html(translate=True)
    closing = fields.Html(translate=True)
    next_step = fields.Html(
        translate=True, help="What happens next, and when; printed in a box."
    )
    send_mail = fields.Boolean(string="E-mail", default=True)
    send_letter = fields.Boolean(
        string="Letter as Well",
        help="Beside the mail. Who has no e-mail address gets a letter in any case.",
    )
    shows_items = fields.Boolean(
        string="List the Items", default=True, help="With what is open of each."
    )
    shows_payment = fields.Boolean(string="Say How to Pay", default=True)
    placeholder_help = fields.Html(compute="_compute_placeholder_help")

    _code_unique = models.UniqueIndex("(code)", "There is one notice for each code.")

    def _compute_placeholder_help(self):
        for notice in self:
            notice.placeholder_help = self.env["ir.qweb"]._render(
                "b2b_collections.placeholder_help",
                {"placeholders": notice._get_meanings().items()},
            )

    def _get_meanings(self):
        """``{placeholder: what it means}``: those of all texts, and of its model."""
        self.ensure_one()
        common = self.env["collection.level"]._get_placeholder_meanings()
        # A level has these; what is agreed upon has its own dates.
        meanings = {
            name: words
            for name, words in common.items()
            if name not in ("level", "deadline", "oldest_days")
        }
        source = self.env[self.model]
        return meanings | source._get_notice_placeholders()

    @api.constrains("send_mail", "send_letter")
    def _check_channels(self):
        for notice in self:
            if not (notice.send_mail or notice.send_letter):
                raise ValidationError(
                    self.env._(
                        "Notice %(notice)s has no channel. Choose e-mail, letter or "
                        "both.",
                        notice=notice.name,
                    )
                )

    @api.constrains(*TEXTS)
    def _check_texts(self):
        for notice in self:
            notice._check_some_texts(TEXTS)

    def _check_some_texts(self, names):
        """Placeholders exist, and nothing is said that threatens or shames."""
        self.ensure_one()
        check_placeholders(self, names, tuple(self._get_meanings()))
        lang = self.env.lang or SOURCE_LANG
        words = self.env["collection.word"]._get_list(lang)
        for name in names:
            role = linter.LINE if name == "subject" else linter.LETTER
            text = linter.Text(name, lang, str(self[name] or ""), role)
            for finding in linter.lint_text(text, words):
                if finding.code == linter.WORD and finding.severity != linter.ADVICE:
                    raise self._get_word_error(finding)

    def _get_word_error(self, finding):
        level = self.env["collection.level"]
        word = self.env["collection.word"].browse(finding.word)
        _what, why, remedy = level._get_finding_words(finding, word)
        return ValidationError(
            self.env._(
                "%(notice)s, %(field)s: “%(words)s”. %(why)s %(remedy)s",
                notice=self.name,
                field=self._fields[finding.name]._description_string(self.env),
                words=finding.detail,
                why=why,
                remedy=remedy,
            )
        )

    def _update_field_translations(
        self, field_name, translations, digest=None, source_lang=""
    ):
        # Constraints do not look at what the translation dialog writes.
        result = super()._update_field_translations(
            field_name, translations, digest=digest, source_lang=source_lang
        )
        if field_name in TEXTS:
            for lang in translations:
                for notice in self.with_context(lang=lang):
                    notice._check_some_texts([field_name])
        return result

    @api.model
    def _get(self, code):
        """The notice of an occasion.

        :raises ValidationError: somebody deleted it
        """
        notice = self.search([("code", "=", code)])
        if not notice:
            raise ValidationError(
                self.env._(
                    "The notice %(code)s is missing. Update the module Collections, "
                    "which brings it back.",
                    code=code,
                )
            )
        return notice
