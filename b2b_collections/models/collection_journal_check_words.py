from odoo import models
from odoo.fields import Domain
from odoo.tools import format_date, format_datetime

# Fields behind the names that facts have in the journal.
NAMES = {
    "partner": "partner_id",
    "case": "case_id",
    "contact": "contact_id",
    "level": "level_id",
    "notice": "notice_id",
    "source": "source_model",
    "role": "role_id",
    "user": "user_id",
    "run": "run_id",
    "lines": "line_ids",
    "document": "document_digest",
}


class CollectionJournalCheck(models.Model):
    """What a verification found wrong, in words that name it."""

    _inherit = "collection.journal.check"

    def _describe(self):
        """The result in one line."""
        self.ensure_one()
        if self.state == "broken":
            return self.env._(
                "%(company)s: BROKEN. %(problem)s",
                company=self.company_id.name,
                problem=self.problem_text,
            )
        return self.env._(
            "%(company)s: right. %(entries)s entries since %(since)s, %(actions)s "
            "messages and calls, %(documents)s documents, %(unsealed)s entries not "
            "sealed yet. The last hash is %(hash)s.",
            company=self.company_id.name,
            entries=self.entry_count,
            since=format_datetime(self.env, self.first_moment) or "-",
            actions=self.action_count,
            documents=self.document_count,
            unsealed=self.unsealed_count,
            hash=self.head_hash,
        )

    def _report_entry(self, number, kind):
        """End with a broken entry; of a missing one the neighbour is shown."""
        entries = self.env["collection.journal.entry"]
        own = Domain("company_id", "=", self.company_id.id)
        entry = entries.search(own & Domain("number", "=", number or 0))
        near = entry or entries.search(
            own & Domain("number", "<=", number or 0), order="number desc", limit=1
        )
        words = self._get_entry_words()[kind]
        self._report(
            kind,
            number or 0,
            words % {"number": number or self.env._("(not sealed)")}
            + self._describe_entry(entry or near, bool(entry)),
            entry=near,
        )
        return True

    def _get_entry_words(self):
        _ = self.env._
        return {
            "changed": _("Entry %(number)s was changed after it was sealed."),
            "missing": _("Entry %(number)s is missing."),
            "detached": _(
                "Entry %(number)s does not follow from the entry before: one of the "
                "two was replaced, or the order was changed."
            ),
            "rewritten": _(
                "Entry %(number)s is another one than at the last verification: the "
                "chain was written anew."
            ),
            "detail": _("The words beside entry %(number)s were changed."),
            "lost": _(
                "The message or call of entry %(number)s was deleted, or belongs to "
                "another case now."
            ),
        }

    def _describe_entry(self, entry, is_itself):
        """When, whom and what it concerns; of a missing one, what came before."""
        if not entry:
            return ""
        events = dict(entry._fields["event"]._description_selection(self.env))
        facts = {
            "number": entry.number,
            "moment": format_datetime(self.env, entry.moment),
            "event": events.get(entry.event, entry.event),
            "debtor": entry.partner_id.display_name or self.env._("no debtor"),
        }
        if is_itself:
            words = self.env._("It says: %(moment)s, %(debtor)s, %(event)s.", **facts)
        else:
            words = self.env._(
                "The last one before it is %(number)s: %(moment)s, %(debtor)s, "
                "%(event)s.",
                **facts,
            )
        return f" {words}"

    def _report_action(self, action_id, kind, names=()):
        """End with an action that is not as the journal says."""
        action = self.env["collection.action"].browse(action_id)
        made = self.env["collection.journal.entry"].search(
            [("action_id", "=", action_id)], order="id", limit=1
        )
        facts = {
            "action": action.display_name,
            "date": format_date(self.env, action.date),
            "debtor": action.partner_id.display_name,
            "number": made.number or self.env._("(not sealed)"),
            "fields": ", ".join(self._label(action, name) for name in names),
        }
        self._report(
            kind,
            made.number,
            self._get_action_words()[kind] % facts,
            entry=made,
            action=action,
        )
        return True

    def _label(self, action, name):
        field = action._fields[NAMES.get(name, name)]
        return field._description_string(self.env)

    def _get_action_words(self):
        _ = self.env._
        return {
            "row": _(
                "%(action)s of %(date)s to %(debtor)s was changed: entry %(number)s "
                "and those after it say something else of: %(fields)s."
            ),
            "unmade": _(
                "%(action)s of %(date)s to %(debtor)s has no entry of its making: "
                "either it was slipped in, or the entry was deleted."
            ),
            "document": _(
                "The document of %(action)s of %(date)s to %(debtor)s is not the one "
                "whose digest stands in entry %(number)s and those after it."
            ),
            "text": _(
                "The kept text of %(action)s of %(date)s to %(debtor)s was changed or "
                "deleted: its digest stands in the entries after %(number)s."
            ),
        }

    def _report(self, kind, number, words, entry, action=None):
        self.write(
            {
                "state": "broken",
                "phase": False,
                "problem": kind,
                "problem_number": number,
                "problem_text": words,
                "entry_id": entry.id,
                "action_id": action.id if action else False,
            }
        )
