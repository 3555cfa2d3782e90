from odoo import models

from ..reports.database_fetcher import DatabaseFetcher
from ..reports.formatting import Formatter, choose_language, page_words
from ..reports.weasyprint_engine import render_pdf

# Events of the journal that an agency may know of: what reached the debtor, and what
# came back. Who approved what, and why, is ours.
TOLD = (
    "sent",
    "printed",
    "delivered",
    "bounced",
    "opened",
    "replied",
    "done",
)


class CollectionPlacementFile(models.Model):
    """The documents that are made for the file, as PDF."""

    _inherit = "collection.placement.file"

    def _render_pdf(self, template, values, lang=None):
        """A template as PDF bytes, in the language of the agency unless told."""
        lang = lang or self.lang
        env = self.env(context={**self.env.context, "lang": lang})
        words = self.with_env(env)
        html = env["ir.actions.report"]._render_template(
            f"b2b_collections.{template}",
            {
                "file": words,
                "placement": words.placement_id,
                "company": words.company_id,
                "formatter": Formatter(env, lang),
                "page_words": page_words(env),
                "lang": lang,
                **values,
            },
        )
        return render_pdf(html.decode(), DatabaseFetcher(self.env), {})

    def _render_exhibit(self, exhibit):
        """An exhibit of which no document is kept, as PDF bytes."""
        if exhibit.group == "invoice":
            return self._render_invoice(exhibit.move_id)
        render = {"statement": self._render_statement, "journal": self._render_journal}
        return render[exhibit.group](exhibit)

    def _render_statement(self, exhibit):
        values = {"handoff": self._get_handoff(), "title": exhibit.title}
        return self._render_pdf("handoff_statement", values)

    def _render_invoice(self, move):
        """A copy, in the language of the invoice, where no PDF of it is kept."""
        lang = choose_language(self.env, move.partner_id.lang, self.lang)
        move = move.with_context(lang=lang)
        move.check_access("read")
        return self._render_pdf("handoff_invoice", {"move": move}, lang)

    def _render_journal(self, exhibit):
        rows = [
            row
            for row in self.case_id._get_journal_rows()
            if self._may_be_told(row["entry"])
        ]
        return self._render_pdf(
            "handoff_journal", {"rows": rows, "title": exhibit.title}
        )

    def _may_be_told(self, entry):
        """Whether the agency may know of an entry: contacts about the placed items,
        and those that were about none in particular, such as calls.
        """
        if entry.event not in TOLD:
            return False
        items = entry.action_id.line_ids.item_id
        return not items or bool(items & self._get_items())

    def _render_front(self, rows):
        """Cover and contents.

        :param rows: ``[(number, record of the exhibit, first page)]``
        """
        groups = dict(
            self.exhibit_ids._fields["group"]._description_selection(self.env)
        )
        sections = []
        for row in rows:
            heading = groups[row[1].group]
            if not sections or sections[-1][0] != heading:
                sections.append((heading, []))
            sections[-1][1].append(row)
        return self._render_pdf(
            "handoff_cover",
            {
                "handoff": self._get_handoff(),
                "sections": sections,
                "problems": self._describe_problems(),
            },
        )

    def _describe_problems(self):
        """``{exhibit id: what is wrong with it, in words}``"""
        words = dict(
            self.exhibit_ids._fields["problem"]._description_selection(self.env)
        )
        return {
            exhibit.id: exhibit._describe_problem(words)
            for exhibit in self.exhibit_ids
            if exhibit.problem
        }

    def _render_slip(self, exhibit):
        """The page that stands for an exhibit that is not shown."""
        return self._render_pdf(
            "handoff_slip",
            {
                "exhibit": exhibit,
                "problem": self._describe_problems()[exhibit.id],
            },
        )
