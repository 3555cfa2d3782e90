from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from ..core import word_list


class CollectionWord(models.Model):
    """A word that does not belong into a message to a debtor."""

    _name = "collection.word"
    _description = "Word That Needs Confirmation"
    _order = "lang, kind, pattern"
    _rec_name = "pattern"

    active = fields.Boolean(default=True)
    lang = fields.Selection(
        selection="_get_languages",
        string="Language",
        required=True,
        index=True,
        help="Looked for in texts of this language, in all countries.",
    )
    pattern = fields.Char(
        string="Word or Phrase",
        required=True,
        help="Found as a whole word, whatever its capitals and accents. * at an end of "
        "a word stands for any letters: arrest* is found in arrested.",
    )
    kind = fields.Selection(
        [
            ("threat", "Threat"),
            ("insult", "Insult"),
            ("shaming", "Shaming"),
            ("third_party", "Contact with others about the debt"),
            ("authority", "Pretending to be court or police"),
            ("urgency", "False urgency"),
        ],
        string="What It Is",
        required=True,
        default="threat",
    )
    severity = fields.Selection(
        [
            ("warning", "Warning"),
            ("advice", "Advice"),
        ],
        required=True,
        default="warning",
        help="A text with a warning is not sent until a manager confirms it; advice is "
        "only shown.",
    )
    why = fields.Char(
        translate=True, help="Empty: what is said of all words of this kind."
    )
    suggestion = fields.Char(
        string="Better", help="Words to use instead, in the same language."
    )

    _once = models.UniqueIndex(
        "(lang, lower(pattern))", "This word is on the list of the language already."
    )

    @api.model
    def _get_languages(self):
        """Languages by their code of two or three letters, installed or not."""
        found = {}
        langs = self.env["res.lang"].sudo()
        # The shortest code is that of the language itself: es before es_419.
        for lang in langs.search([("active", "in", [True, False])]).sorted(
            lambda lang: (len(lang.code), lang.code)
        ):
            name = lang.name.split(" / ")[0].split(" (")[0]
            found.setdefault(lang.code.split("_")[0], name)
        return sorted(found.items(), key=lambda entry: entry[1])

    @api.constrains("pattern")
    def _check_pattern(self):
        for word in self:
            problem = word_list.problem(word.pattern)
            if problem:
                raise ValidationError(word._describe_problem(problem))

    def _describe_problem(self, problem):
        words = {
            "empty": self.env._("Type the word or phrase to look for."),
            "short": self.env._(
                "“%(word)s” would be found almost everywhere. Use at least "
                "%(count)s letters, and letters beside each *.",
                word=self.pattern,
                count=word_list.MIN_LETTERS,
            ),
            "star": self.env._(
                "“%(word)s”: * may stand only at the beginning or the end of a word.",
                word=self.pattern,
            ),
        }
        return words[problem]

    @api.model_create_multi
    def create(self, vals_list):
        words = super().create(vals_list)
        self.env.registry.clear_cache()
        return words

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    @api.model
    @tools.ormcache()
    def _get_lists(self):
        """``{language: tuple of core words}`` of the words in use."""
        # Whoever sends a text has it checked, whether or not he may read the list.
        words_sudo = self.sudo().search([("active", "=", True)], order="id")
        return {
            lang: tuple(
                word_list.Word(word.id, word.pattern, word.severity) for word in words
            )
            for lang, words in words_sudo.grouped("lang").items()
        }

    @api.model
    def _get_list(self, lang):
        """Words to look for in a text of a language, such as ``de_AT``."""
        return self._get_lists().get(lang.split("_")[0], ())

    def _get_why(self):
        """Why the word needs a manager's eye, in the language of the reader."""
        self.ensure_one()
        return self.why or self._get_kind_reasons()[self.kind]

    @api.model
    def _get_kind_reasons(self):
        _ = self.env._
        return {
            "threat": _(
                "Reads as a threat. Say only what you may and will do, and when."
            ),
            "insult": _("Insults the debtor. Keep to documents, amounts and dates."),
            "shaming": _(
                "Threatens to make the debt public. It concerns nobody but the debtor."
            ),
            "third_party": _(
                "Brings others into it. The debt is spoken about with the debtor only."
            ),
            "authority": _(
                "Reads as if it came from a court or the police, or with their power."
            ),
            "urgency": _(
                "Presses with an urgency that the contract does not know. Name the "
                "date instead."
            ),
        }
