from odoo import api, fields, models
from odoo.tools import format_amount, format_date, formatLang

from .collection_decision_result import AMOUNTS


class CollectionDecisionSheet(models.Model):
    """What a sheet says: the comparison, its formulas, reasons and limits in words."""

    _inherit = "collection.decision.sheet"

    result_html = fields.Html(
        compute="_compute_result_html", sanitize=False, string="Comparison"
    )

    @api.depends("result", "sunk")
    @api.depends_context("lang")
    def _compute_result_html(self):
        qweb = self.env["ir.qweb"]
        for sheet in self:
            sheet.result_html = sheet.result and qweb._render(
                "b2b_collections.decision_sheet_body", sheet._prepare_words()
            )

    def _prepare_words(self):
        """Values of the template: all of it in words and formatted numbers."""
        ways = dict(self._fields["recommended"]._description_selection(self.env))
        options = self.result["options"]
        formulas = self._word_formulas()
        return {
            "rows": [
                {
                    "way": ways[option["way"]],
                    "is_best": option["way"] == self.recommended,
                    "formula": formulas[option["way"]],
                    **{name: self._number(option[name]) for name in AMOUNTS},
                }
                for option in options
            ],
            "best": ways[self.recommended],
            "reasons": self._word_reasons(ways),
            "turns": self._word_turns(ways),
            "notes": self._word_notes(),
            "currency": self.company_currency_id.name,
        }

    def _number(self, amount):
        """In whole units: an expectation is not known to the cent."""
        digits = 0 if abs(amount) >= 100 else self.company_currency_id.decimal_places
        return formatLang(self.env, amount, digits=digits)

    def _money(self, amount):
        """The same in a sentence, with its currency."""
        if abs(amount) < 100:
            return format_amount(self.env, amount, self.company_currency_id)
        return f"{self.company_currency_id.name} {self._number(amount)}"

    def _word_formulas(self):
        """Each way in words and numbers."""
        going = sum(line.amount_company * line.recovery / 100 for line in self.line_ids)
        by_way = {option["way"]: option for option in self.result["options"]}
        names = {
            "open": self._money(self.amount_open),
            "interest": f"{self.interest:g}",
            "going": self._money(going),
            "later": self._money(by_way["go_on"]["present"]),
            "accept": f"{self.accept:g}",
            "discount": f"{self.discount:g}",
            "days_settle": self.days_settle,
            "win": f"{self.win:g}",
            "collect": f"{self.collect:g}",
            "days_sue": self.days_sue,
        }
        return {
            "go_on": self.env._(
                "Open amounts by age, times what was recovered of such debts before: "
                "%(going)s, discounted at %(interest)s %% a year for the days that it "
                "took.",
                **names,
            ),
            "settle": self.env._(
                "%(accept)s %% accept: %(open)s less %(discount)s %%. The others "
                "refuse and we go on: %(later)s. After %(days_settle)s days.",
                **names,
            ),
            "sue": self.env._(
                "%(open)s times %(win)s %% to win, times %(collect)s %% that is paid "
                "of a judgement. After %(days_sue)s days.",
                **names,
            ),
            "stop": self.env._("Nothing comes in, and nothing more is spent."),
        }

    def _word_reasons(self, ways):
        first, second = self.result["options"][:2]
        names = {
            "best": ways[first["way"]],
            "value": self._money(first["value"]),
            "second": ways[second["way"]],
            "other": self._money(second["value"]),
        }
        if self.recommended == "stop":
            text = self.env._("No way brings more than it still costs.")
        else:
            text = self.env._(
                "%(best)s is worth %(value)s after its costs; the next best way, "
                "%(second)s, is worth %(other)s.",
                **names,
            )
        reasons = [text]
        if self.is_close:
            reasons.append(
                self.env._(
                    "It is a close call: within the ranges %(second)s might be better.",
                    **names,
                )
            )
        return reasons

    def _word_turns(self, ways):
        """From where on the answer is another one, in words."""
        names = {
            "rate": self.env._("own recovery rate"),
            "win": self.env._("chance to win"),
            "accept": self.env._("chance that a settlement is accepted"),
        }
        texts = []
        for turn in self.result["turns"]:
            values = {
                "what": names[turn["name"]],
                "now": f"{turn['now']:g}",
                "at": f"{turn['at']:g}",
                "way": ways[turn["way"]],
            }
            texts.append(
                self.env._(
                    "%(way)s is better if the %(what)s is above %(at)s %% (assumed: "
                    "%(now)s %%).",
                    **values,
                )
                if turn["at"] >= turn["now"]
                else self.env._(
                    "%(way)s is better if the %(what)s is below %(at)s %% (assumed: "
                    "%(now)s %%).",
                    **values,
                )
            )
        return texts

    def _word_notes(self):
        """What the figures rest on, and what is not in them."""
        notes = []
        if self.partner_id.collection_insolvent_since:
            notes.append(
                self.env._(
                    "The debtor is insolvent: contact is stopped, and what remains is "
                    "to file the claim."
                )
            )
        notes += self._word_rates()
        notes += self._word_history()
        if self.sunk:
            notes.append(
                self.env._(
                    "%(sunk)s was spent on legal matters already. It is not counted: "
                    "it is spent whatever is decided.",
                    sunk=self._money(self.sunk),
                )
            )
        return notes

    def _word_rates(self):
        own = self.company_currency_id
        return [
            self.env._(
                "%(currency)s converted at %(rate)s %(own)s, the rate of %(day)s.",
                currency=currency.name,
                rate=f"{lines[0].exchange_rate:.6g}",
                own=own.name,
                day=format_date(self.env, self.date),
            )
            for currency, lines in self.line_ids.grouped("currency_id").items()
            if currency != own
        ]

    def _word_history(self):
        levels = set(self.line_ids.mapped("level"))
        notes = []
        if "none" in levels:
            notes.append(
                self.env._(
                    "There is no own history yet: the recovery rate is the assumption "
                    "of the company settings, and anything between 0 and 100 % is "
                    "possible."
                )
            )
        if levels - {"bucket_band_country", "none"}:
            notes.append(
                self.env._(
                    "Fewer than %(minimum)s debts of the same age, amount and country "
                    "were found, so that wider segments were used; see the debts.",
                    minimum=self.minimum,
                )
            )
        return notes

    def _get_sheet_name(self):
        """Name of the file, without its ending."""
        self.ensure_one()
        return self.env._("Decision sheet %(number)s", number=self.name).replace(
            "/", "-"
        )
