from collections import defaultdict
from datetime import datetime, time, timedelta

from odoo import models
from odoo.tools import SQL

from ..core import reasons
from ..core.channels import Place
from ..core.gate import Contact, Past

# States of an action that is, or is about to be, a contact.
COUNTED = ("queued", "planned", "to_print", "done")


class CollectionRun(models.Model):
    """What the gate has to know of the debtors, in sets."""

    _inherit = "collection.run"

    def _get_moment(self):
        """The moment for which the run decides, naive UTC.

        A run for another day than today sees that day from its beginning.
        """
        Action = self.env["collection.action"]
        if self.date == Action._get_today():
            return Action._get_now()
        return datetime.combine(self.date, time.min)

    def _load_places(self, contact_ids):
        """``{contact id: {"bar": reason code or None, "place": Place}}``."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT contact.id,
                       CASE WHEN debtor.collection_insolvent_since <= %(date)s
                            THEN %(insolvent)s
                            WHEN contact.collection_do_not_contact
                              OR debtor.collection_do_not_contact
                            THEN %(do_not_contact)s
                       END,
                       COALESCE(country.code, ''), COALESCE(state.code, ''),
                       COALESCE(contact.tz, debtor.tz, '')
                  FROM res_partner contact
                  JOIN res_partner debtor ON debtor.id = contact.commercial_partner_id
                  LEFT JOIN res_country country ON country.id = COALESCE(
                            contact.country_id, debtor.country_id)
                  LEFT JOIN res_country_state state
                         ON state.id = COALESCE(contact.state_id, debtor.state_id)
                        AND state.country_id = country.id
                 WHERE contact.id = ANY(%(ids)s)
                """,
                ids=list(contact_ids),
                date=self.date,
                insolvent=reasons.INSOLVENT,
                do_not_contact=reasons.DO_NOT_CONTACT,
            )
        )
        return {
            contact_id: {"bar": bar, "place": Place(*place)}
            for contact_id, bar, *place in rows
        }

    def _load_pasts(self, case_ids, rules, without=()):
        """``{case id: Past}`` of the debtors of these cases, in this company.

        :param rules: ``{policy id: Rules}``; they say how far back to look
        :param without: ids of actions that are being asked about, and do not count
        """
        book = next(iter(rules.values())).book if rules else None
        back = _LookBack(book)
        contacts = self._load_recent_contacts(case_ids, back.caps, without)
        events = defaultdict(list)
        for name, rows in (
            ("message", self._load_last_messages(case_ids)),
            ("payment", self._load_payments(case_ids, back.gaps["payment"])),
            ("promise", self._load_promises(case_ids, back.gaps["promise"])),
            ("reply", self._load_replies(case_ids, back.gaps["reply"])),
        ):
            for case_id, day in rows:
                events[case_id].append((name, day))
        nothing = Past()
        found = defaultdict(lambda: nothing)
        for case_id in {*contacts, *events}:
            found[case_id] = Past(tuple(contacts[case_id]), tuple(events[case_id]))
        return found

    def _load_recent_contacts(self, case_ids, days, without):
        contacts = defaultdict(list)
        if not days:
            return contacts
        rows = self.env.execute_query(
            SQL(
                """
                SELECT held.id, action.moment, action.contact_id, action.channel
                  FROM collection_case held
                  JOIN collection_action action
                    ON action.partner_id = held.partner_id
                   AND action.company_id = held.company_id
                 WHERE held.id = ANY(%s)
                   AND action.moment > %s
                   AND action.state = ANY(%s)
                   AND action.is_incoming IS NOT TRUE
                   AND action.id != ALL(%s)
                """,
                list(case_ids),
                self._get_moment() - timedelta(days=days),
                list(COUNTED),
                list(without),
            )
        )
        for case_id, moment, person, channel in rows:
            contacts[case_id].append(Contact(moment, person, channel))
        return contacts

    def _load_last_messages(self, case_ids):
        return self.env.execute_query(
            SQL(
                """
                SELECT id, last_message_date FROM collection_case
                 WHERE id = ANY(%s) AND last_message_date IS NOT NULL
                """,
                list(case_ids),
            )
        )

    def _load_payments(self, case_ids, days):
        """Day of the first payment since the last message.

        Not of the last payment: a debtor who pays something every day would never
        be reminded of the rest.
        """
        if not days:
            return ()
        return self.env.execute_query(
            SQL(
                """
                SELECT held.id, MIN(line.date)
                  FROM collection_case held
                  JOIN res_partner partner
                    ON partner.commercial_partner_id = held.partner_id
                  JOIN account_move_line line ON line.partner_id = partner.id
                  JOIN account_move move ON move.id = line.move_id
                  JOIN account_account account ON account.id = line.account_id
                 WHERE held.id = ANY(%s)
                   AND line.company_id = held.company_id
                   AND line.date >= held.last_message_date
                   AND line.date <= %s
                   AND line.balance < 0
                   AND line.parent_state = 'posted'
                   AND move.move_type = 'entry'
                   AND account.account_type = 'asset_receivable'
                 GROUP BY held.id
                """,
                list(case_ids),
                self.date,
            )
        )

    def _load_promises(self, case_ids, days):
        if not days:
            return ()
        return self.env.execute_query(
            SQL(
                """
                SELECT case_id, MAX(date) FROM collection_action
                 WHERE case_id = ANY(%s) AND outcome = 'promised'
                   AND state = 'done' AND date > %s
                 GROUP BY case_id
                """,
                list(case_ids),
                self.date - timedelta(days=days),
            )
        )

    def _load_replies(self, case_ids, days):
        if not days:
            return ()
        return self.env.execute_query(
            SQL(
                """
                SELECT case_id, MAX(moment)::date FROM collection_journal_entry
                 WHERE case_id = ANY(%s) AND event = 'replied' AND moment > %s
                 GROUP BY case_id
                """,
                list(case_ids),
                self.date - timedelta(days=days + 1),
            )
        )


class _LookBack:
    """How many days back the rules look at most, so that no more is read."""

    def __init__(self, book):
        rules = list(book.rules.values()) if book else []
        caps = [cap.days for rule in rules for cap in rule.caps]
        self.caps = max(caps, default=0)
        self.gaps = defaultdict(int)
        for rule in rules:
            for name, days in rule.gaps:
                self.gaps[name] = max(self.gaps[name], days)
