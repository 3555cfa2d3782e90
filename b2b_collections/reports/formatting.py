"""Dates and amounts as the reader of a document writes them."""

from decimal import Decimal

from babel.dates import format_date
from markupsafe import Markup

from odoo.tools.i18n import format_list
from odoo.tools.misc import babel_locale_parse, get_lang

from ..core import placeholders


def choose_language(env, *codes):
    """Return the first of these languages that is installed here.

    ``de_AT`` is served by ``de_DE`` rather than by English.
    """
    installed = [code for code, _name in env["res.lang"].get_installed()]
    for code in filter(None, codes):
        if code in installed:
            return code
        relatives = [known for known in installed if known[:2] == code[:2]]
        if relatives:
            return relatives[0]
    return "en_US" if "en_US" in installed else installed[0]


def page_words(env):
    """What stands before, between and after the numbers in “Page 1 of 2”."""
    gap = "\n"
    return tuple(env._("Page %(page)s of %(pages)s", page=gap, pages=gap).split(gap))


def total(amounts, currency):
    """Add up amounts of one currency, as a Decimal of its precision.

    Exact also where a float is not: large amounts are in rupiah.
    """
    unit = Decimal(1).scaleb(-currency.decimal_places)
    return sum((Decimal(str(amount)).quantize(unit) for amount in amounts), Decimal(0))


def fill_html(html, values):
    """Put values into the text of an HTML field, which was sanitized on saving."""
    return Markup(placeholders.fill_html(html, values))  # noqa: S704


def style_paragraphs(html):
    """Give paragraphs the same gap in every mail program."""
    styled = str(html).replace("<p>", '<p style="margin: 0 0 10px 0;">')
    return Markup(styled)  # noqa: S704


class Formatter:
    """Formats for one language. Dates are remembered: documents repeat them."""

    def __init__(self, env, lang_code):
        self.env = env
        self.lang_code = lang_code
        self._lang = env["res.lang"].browse(get_lang(env, lang_code).id)
        self._locale = babel_locale_parse(lang_code)
        self._dates = {}
        # Python itself groups by threes, ten times as fast as the language does.
        self._separators = None
        if self._lang.grouping == "[3,0]":
            self._separators = str.maketrans(
                {",": self._lang.thousands_sep or "", ".": self._lang.decimal_point}
            )

    def date(self, day, style="medium"):
        """A date with the month in letters: 3/4/2026 is two different days."""
        if not day:
            return ""
        if (day, style) not in self._dates:
            self._dates[day, style] = format_date(day, style, self._locale)
        return self._dates[day, style]

    def long_date(self, day):
        return self.date(day, "long")

    def number(self, amount, currency):
        """An amount without its currency, to stand in a column that names it.

        :param amount: as a field holds it, or what :func:`total` returns
        """
        places = currency.decimal_places
        exact = total([amount], currency)
        if self._separators:
            text = f"{abs(exact):,.{places}f}".translate(self._separators)
        else:
            text = self._lang.format(f"%.{places}f", abs(exact), grouping=True)
        # A true minus sign, which neither breaks off nor looks like a dash.
        return f"\N{MINUS SIGN}{text}" if exact < 0 else text

    def money(self, amount, currency):
        """An amount with the code of its currency: $ is many countries' sign."""
        return f"{currency.name}\N{NO-BREAK SPACE}{self.number(amount, currency)}"

    def percent(self, rate):
        """A rate in percent, with as many decimals as it has, at most three."""
        text = self._lang.format("%.3f", rate, grouping=True).rstrip("0")
        return text.rstrip(self._lang.decimal_point) + "\N{NO-BREAK SPACE}%"

    @staticmethod
    def unbroken(text):
        """A phone number that no line end cuts in two."""
        return (text or "").replace(" ", "\N{NO-BREAK SPACE}")

    def join(self, words, style="standard"):
        """“A, B and C”, or with style ``or`` “A, B or C”."""
        return format_list(self.env, list(words), style, lang_code=self.lang_code)
