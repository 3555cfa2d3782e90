from odoo import models
from odoo.tools import SQL

from .collection_action_bounce import MEDIA

TASK = "b2b_collections.mail_act_silent"
# Contacts of open cases and how many days with messages they have let pass since the
# debtor last gave a sign: an answer on the case, a conversation, a payment; or since
# somebody declared the address right.
SILENT = """
    WITH told AS (
         SELECT held.id AS case_id, held.partner_id, given.id AS action_id,
                given.contact_id, given.date, given.channel, given.address
           FROM collection_case held
           JOIN collection_action given ON given.case_id = held.id
          WHERE held.company_id = %(company)s
            AND held.state = 'open'
            AND given.state = 'done'
            AND given.is_incoming IS NOT TRUE
            AND given.channel NOT IN ('call', 'visit')
            AND given.kind IN ('level', 'manual')),
    many AS (
         SELECT case_id, partner_id, contact_id FROM told
          GROUP BY case_id, partner_id, contact_id
         HAVING COUNT(DISTINCT date) >= %(limit)s),
    signs AS (
         SELECT many.case_id, many.contact_id, message.date::date AS day
           FROM many
           JOIN mail_message message ON message.model = 'collection.case'
            AND message.res_id = many.case_id
            AND message.message_type = 'email'
          UNION ALL
         SELECT many.case_id, many.contact_id, given.date
           FROM many
           JOIN collection_action given ON given.case_id = many.case_id
            AND (given.outcome IN ('reached', 'promised', 'disputed')
                 OR given.is_incoming)
          UNION ALL
         SELECT many.case_id, many.contact_id, line.date
           FROM many
           JOIN res_partner partner ON partner.commercial_partner_id = many.partner_id
           JOIN account_move_line line ON line.partner_id = partner.id
            AND line.company_id = %(company)s
            AND line.parent_state = 'posted'
            AND line.balance < 0
           JOIN account_journal journal ON journal.id = line.journal_id
            AND journal.type IN ('bank', 'cash', 'credit')
           JOIN account_account account ON account.id = line.account_id
            AND account.account_type = 'asset_receivable'
          UNION ALL
         SELECT many.case_id, many.contact_id, problem.cleared_date
           FROM many
           JOIN collection_address_problem problem
             ON problem.partner_id IN (many.contact_id, many.partner_id)
            AND problem.kind = 'unanswered'
            AND problem.company_id = %(company)s
            AND problem.cleared_date IS NOT NULL),
    last_sign AS (
         SELECT case_id, contact_id, MAX(day) AS day FROM signs
          GROUP BY case_id, contact_id)
    SELECT told.case_id, told.contact_id, COUNT(DISTINCT told.date),
           MAX(told.date),
           (array_agg(told.channel ORDER BY told.date DESC, told.action_id))[1],
           (array_agg(told.address ORDER BY told.date DESC, told.action_id))[1],
           MAX(told.action_id)
      FROM told
      JOIN many USING (case_id, contact_id)
      LEFT JOIN last_sign USING (case_id, contact_id)
     WHERE told.date > COALESCE(last_sign.day, '-infinity')
     GROUP BY told.case_id, told.contact_id
    HAVING COUNT(DISTINCT told.date) >= %(limit)s
     ORDER BY told.case_id, told.contact_id
"""


class CollectionRun(models.Model):
    """Contacts who let every message pass: perhaps nobody reads them."""

    _inherit = "collection.run"

    def _mark_unanswered(self):
        """Mark contacts who gave no sign, and take the mark from those who did.

        The mark is that of the contact: a letter after three mails is no new silence.
        """
        wanted = {}
        limit = self.company_id.collection_unanswered_after
        if limit:
            self.env.flush_all()
            rows = self.env.execute_query(
                SQL(SILENT, company=self.company_id.id, limit=limit)
            )
            self._fetch_silent(rows)
            for row in rows:
                case, vals = self._prepare_unanswered(*row)
                wanted.setdefault(vals["partner_id"], (case, vals))
        Problem = self.env["collection.address.problem"]
        marked = Problem.search(
            [
                ("company_id", "=", self.company_id.id),
                ("kind", "=", "unanswered"),
                ("cleared_date", "=", False),
            ]
        )
        # Another address is another chance.
        current = marked & marked.partner_id._get_current_problems()
        silent = current.filtered(lambda problem: problem.partner_id.id in wanted)
        self._forgive_silence(marked - silent)
        known = marked.partner_id.ids
        fresh = [found for key, found in wanted.items() if key not in known]
        Problem.create([vals for _case, vals in fresh if vals["address"]])
        self._report_unanswered(fresh)

    def _forgive_silence(self, problems):
        """They gave a sign, or are paid: the mark goes, and the task with it."""
        problems._clear(self.date)
        self.env["collection.case"].search(
            [
                ("company_id", "=", self.company_id.id),
                (
                    "partner_id",
                    "in",
                    problems.partner_id.commercial_partner_id.ids,
                ),
            ]
        ).activity_unlink([TASK])

    def _fetch_silent(self, rows):
        """Read what is said of the contacts for all of them at a time."""
        cases = self.env["collection.case"].browse(row[0] for row in rows)
        contacts = self.env["res.partner"].browse(row[1] for row in rows)
        (contacts | cases.partner_id).fetch(
            ["name", "email_normalized", "phone", "phone_sanitized", "street"]
        )

    def _prepare_unanswered(self, case_id, contact_id, count, day, channel, *rest):
        """``(case, values of the problem)`` of one contact."""
        address, action_id = rest
        case = self.env["collection.case"].browse(case_id)
        medium = MEDIA[channel]
        contact = self.env["res.partner"].browse(contact_id)
        places = [
            (place, place._get_collection_addresses()[medium])
            for place in (contact, case.partner_id)
        ]
        used = [found for found in places if found[1] and found[1] == address]
        own = [found for found in places if found[1]]
        place, address = (used or own or places)[0]
        return case, {
            "partner_id": place.id,
            "company_id": self.company_id.id,
            "medium": medium,
            "address": address or "",
            "kind": "unanswered",
            "date": day,
            "count": count,
            "action_id": action_id,
        }

    def _report_unanswered(self, fresh):
        """A task for the collector, unless he has one to look at the contact."""
        type_id = self.env["ir.model.data"]._xmlid_to_res_id(TASK)
        cases = self.env["collection.case"].union(*(case for case, _vals in fresh))
        told = self.env["mail.activity"].search(
            [
                ("res_model", "=", "collection.case"),
                ("res_id", "in", cases.ids),
                ("activity_type_id", "=", type_id),
            ]
        )
        told_ids = set(told.mapped("res_id"))
        tasks = {}
        for case, vals in fresh:
            if case.id in told_ids:
                continue
            contact = self.env["res.partner"].browse(vals["partner_id"])
            summary = self.env._(
                "%(count)s messages to %(contact)s without any answer",
                count=vals["count"],
                contact=contact.name or contact.display_name,
            )
            tasks[case] = (summary, self.env._("Check the address, or call."))
        self.env["collection.case"]._plan_quietly(TASK, tasks, self.date)
