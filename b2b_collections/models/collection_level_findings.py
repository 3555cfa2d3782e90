from odoo import api, fields, models

from ..core import linter

# What says where a finding is; the same finding in several places is told once.
PLACES = ("level", "text", "lang")


def _merge(rows):
    """Put rows together that differ only in their places; the worst first."""
    merged = {}
    for row in rows:
        key = tuple(value for name, value in row.items() if name not in PLACES)
        places = merged.setdefault(key, (row, {name: {} for name in PLACES}))[1]
        for name in PLACES:
            places[name][row[name]] = True
    result = [
        {**row, **{name: ", ".join(places[name]) for name in PLACES}}
        for row, places in merged.values()
    ]
    return sorted(result, key=lambda row: linter.SEVERITIES.index(row["severity"]))


class CollectionLevel(models.Model):
    """What the check of the texts found, in words, on the form of the level."""

    _inherit = "collection.level"

    wording_state = fields.Selection(
        [
            ("clean", "Nothing found"),
            ("advice", "Advice"),
            ("waiting", "Waits for confirmation"),
            ("confirmed", "Confirmed"),
        ],
        compute="_compute_wording_state",
        string="Wording",
        help="What the check of the texts says, for the company you work in.",
    )
    findings_html = fields.Html(
        compute="_compute_wording_state", sanitize=False, string="Findings"
    )
    wording_note = fields.Char(
        compute="_compute_wording_state", help="Who confirmed the texts, and why."
    )

    @api.depends(
        "subject",
        "opening",
        "closing",
        "next_step",
        "sms_body",
        "call_guide",
        "days",
        "send_mail",
        "send_letter",
        "send_sms",
        "mail_template_id",
    )
    @api.depends_context("company", "lang")
    def _compute_wording_state(self):
        for level in self:
            company = level.company_id or self.env.company
            findings = level._lint(company)[level]
            worst = findings[0].severity if findings else None
            level.wording_note = False
            if worst in (linter.ERROR, linter.WARNING):
                waits = bool(level._get_waiting(company))
                level.wording_state = "waiting" if waits else "confirmed"
                level.wording_note = False if waits else level._describe_confirmation()
            else:
                level.wording_state = worst or "clean"
            level.findings_html = level._render_findings(company)

    def _describe_confirmation(self):
        last = self.env["collection.wording"].search(
            [
                ("level_id", "=", self._origin.id),
                ("company_id", "=", (self.company_id or self.env.company).id),
            ],
            limit=1,
        )
        return self.env._(
            "Confirmed by %(user)s: %(reason)s",
            user=last.user_id.name,
            reason=last.reason,
        )

    def action_confirm_wording(self):
        """Open the wizard in which a manager confirms the texts."""
        self._check_may_confirm()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "b2b_collections.collection_wording_wizard_action"
        )
        action["context"] = {"default_level_ids": self.ids}
        return action

    def _render_findings(self, company, severities=linter.SEVERITIES):
        """The findings of these levels as a table in HTML; empty if there are none."""
        found = self._lint(company)
        rows = _merge(
            level._describe_finding(finding)
            for level in self.sorted("days")
            for finding in found[level]
            if finding.severity in severities
        )
        if not rows:
            return False
        return self.env["ir.qweb"]._render(
            "b2b_collections.wording_findings",
            {"rows": rows, "shows_levels": len(self) > 1},
        )

    def _describe_finding(self, finding):
        """A finding as a row of the table."""
        word = self.env["collection.word"].browse(finding.word or ())
        what, why, remedy = self._get_finding_words(finding, word)
        return {
            "level": self.short_name,
            "severity": finding.severity,
            "text": self._get_text_label(finding.name),
            "lang": self.env["res.lang"]._get_data(code=finding.lang).name
            or finding.lang,
            "what": what,
            "excerpt": finding.excerpt,
            "why": why,
            "remedy": remedy,
        }

    def _get_text_label(self, name):
        for model in ("collection.level", "res.company"):
            field = self.env[model]._fields.get(name)
            if field:
                return field._description_string(self.env)
        _ = self.env._
        labels = {
            "body_html": _("Layout of the mail"),
            "mail": _("E-mail"),
            "letter": _("Letter"),
            "sms": _("SMS"),
        }
        return labels.get(name, name)

    def _get_finding_words(self, finding, word):
        """``(what, why, remedy)`` of a finding, in the language of the reader."""
        if finding.code == linter.WORD:
            return (
                f"“{finding.detail}”",
                word.sudo()._get_why(),
                self._get_word_remedy(word.sudo()),
            )
        shown = {"detail": finding.detail, "name": f"{{{finding.detail}}}"}
        what, why, remedy = self._get_finding_texts()[finding.code]
        return what % shown, why % shown, remedy % shown

    def _get_word_remedy(self, word):
        if word.suggestion:
            return self.env._("Better: %(words)s", words=word.suggestion)
        return self.env._("Say it another way, or have a manager confirm it.")

    @api.model
    def _get_finding_texts(self):
        _ = self.env._
        unknown = _("There is no placeholder %(name)s")
        return {
            linter.UNKNOWN: (
                unknown,
                _("It would be printed as it stands."),
                _("Choose one from the page Placeholders."),
            ),
            linter.BROKEN: (
                _("Only a part of %(name)s is formatted"),
                _("It would be printed as it stands."),
                _("Delete it and type it again, then format it as a whole."),
            ),
            linter.UNFILLED: (
                _("%(name)s in the layout"),
                _("Layouts are not filled in: it would be printed as it stands."),
                _("Move it into a text of the level."),
            ),
            linter.EMPTY: (
                _("%(name)s stays empty"),
                _("There is no value for it in this company."),
                _("Complete the company or its collector, or leave it out."),
            ),
            linter.NO_TEXT: (
                _("No text"),
                _("The SMS of this level would be empty."),
                _("Write it, or switch the channel off."),
            ),
            linter.NO_AMOUNT: (
                _("No amount"),
                _("Who is asked to pay must be told how much."),
                _("Use {total}, or a layout with the table of items."),
            ),
            linter.NO_DUE: (
                _("No due date"),
                _("Who is asked to pay must be told what is due since when."),
                _("Use {deadline}, or a layout with the table of items."),
            ),
            linter.NO_PAYMENT: (
                _("How to pay is missing"),
                _("The company has no bank account, or the layout does not show it."),
                _("Enter a bank account of the company, or the text How to Pay."),
            ),
            linter.NO_OBJECTION: (
                _("How to complain is missing"),
                _(
                    "From the second reminder on a debtor must be told how to object, "
                    "to whom, and by when an answer comes."
                ),
                _("Put mail_objection into the layout, or {complaints} into a text."),
            ),
            linter.NO_CONTACT: (
                _("No way to answer"),
                _("The debtor must be able to ask, object or agree on something."),
                _("Use {contact_us}."),
            ),
            linter.LONG_TEXT: (
                _("%(detail)s words"),
                _("Long letters are put aside unread."),
                _("Keep to one page: leave out what the table says."),
            ),
            linter.LONG_SENTENCE: (
                _("A sentence of %(detail)s words"),
                _("Long sentences are hard to understand."),
                _("Make two of it."),
            ),
            linter.LONG_SMS: (
                _("Goes out as %(detail)s messages"),
                _("Each part is paid for, and parts can arrive in disorder."),
                _(
                    "Shorten it; characters outside the alphabet of phones halve the "
                    "room."
                ),
            ),
        }
