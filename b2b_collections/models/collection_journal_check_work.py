from collections import defaultdict
from operator import itemgetter
from time import monotonic

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..core import chain, testimony
from .collection_journal_seal import ENTRY

# Looked at in one go: the payloads of so many are held in memory, a few KB each.
ENTRIES_AT_A_TIME = 10_000
ACTIONS_AT_A_TIME = 4_000
# What a person waits for at the screen before it becomes a job.
SECONDS_AT_THE_SCREEN = 8


class CollectionJournalCheck(models.Model):
    """How a journal is verified: in steps, so that it can go on after any of them.

    First the chain: no entry changed, missing, or out of its place. Then the actions:
    each looks as its entries say. Then, if wanted, letters and kept copies of
    messages: each has the digest that was recorded.
    """

    _inherit = "collection.journal.check"

    def _start(self):
        self.ensure_one()
        entries = self.env["collection.journal.entry"]
        entries._seal(self.company_id)
        own = Domain("company_id", "=", self.company_id.id)
        actions = self.env["collection.action"].search_count(own)
        self.write(
            {
                "state": "running",
                "phase": "chain",
                "moment": self.env["collection.action"]._get_now(),
                "user_id": self.env.uid,
                "total": entries.search_count(own)
                + actions * (2 if self.with_documents else 1),
                "unsealed_count": entries.search_count(
                    own & Domain("number", "=", False)
                ),
                "first_moment": entries.search(own, order="id", limit=1).moment,
                "head_number": 0,
                "head_hash": chain.GENESIS,
            }
        )

    def _work(self, seconds=SECONDS_AT_THE_SCREEN):
        """Take steps until it is done, or the time is over."""
        end = monotonic() + seconds
        while self.state == "running" and monotonic() < end:
            self._step()

    def _run(self):
        """Verify as a whole, in this transaction. For scripts and tests."""
        self._start()
        while self.state == "running":
            self._step()
        return self

    @api.model
    def _verify(self, companies, with_documents=False):
        """Verify these journals as a whole; return the verifications."""
        checks = self.create(
            [
                {"company_id": company.id, "with_documents": with_documents}
                for company in companies
            ]
        )
        for check in checks:
            check._run()
        return checks

    def _step(self):
        step = {
            "chain": self._check_chain,
            "actions": self._check_actions,
            "documents": self._check_documents,
        }
        step[self.phase]()

    @api.model
    def _cron_verify(self):
        """Go on with the verifications that have been started."""
        for check in self.search([("state", "=", "running")], order="id"):
            while check.state == "running":
                check._step()
                if not self.env["ir.cron"]._commit_progress(1, remaining=1):
                    return
        self.env["ir.cron"]._commit_progress(remaining=0)

    def _finish_phase(self):
        following = {"chain": "actions", "actions": "documents"}.get(self.phase)
        if following == "documents" and not self.with_documents:
            following = None
        if following:
            self.write({"phase": following, "position": 0})
        else:
            self.write({"state": "right", "phase": False})

    def _check_chain(self):
        rows = self._read_chain()
        head = chain.Head(self.head_number, self.head_hash)
        links = [(chain.Entry._make(row[:9]), row[9], row[10]) for row in rows]
        head, found = chain.follow(head, links)
        found = self._find_changed_detail(rows, found) or found
        self.write(
            {
                "entry_count": head.number,
                "head_number": head.number,
                "head_hash": head.hash,
            }
        )
        found = found or (len(rows) < ENTRIES_AT_A_TIME and self._check_head(head))
        if found:
            self._report_entry(found.number, found.kind)
        elif len(rows) < ENTRIES_AT_A_TIME:
            self._finish_phase()

    def _read_chain(self):
        return self.env.execute_query(
            SQL(
                """
                SELECT %s, prev_hash, hash, detail,
                       CASE WHEN detail IS NOT NULL THEN salt END
                  FROM collection_journal_entry
                 WHERE company_id = %s AND number > %s
                 ORDER BY number LIMIT %s
                """,
                ENTRY,
                self.company_id.id,
                self.head_number,
                ENTRIES_AT_A_TIME,
            )
        )

    def _find_changed_detail(self, rows, found):
        """The words of an entry stand beside the chain, their digest in it."""
        forgotten = self._get_anonymised()
        for row in rows:
            number, payload, detail, salt = row[0], row[8], row[11], row[12]
            if found and number >= found.number:
                break
            if not detail and '"detail":' not in payload:
                continue
            digest = chain.read(payload).get("personal", {}).get("detail")
            kept = (salt, digest) if digest else None
            if not testimony.proves(
                kept, detail, self._is_forgotten(row[5:8], forgotten)
            ):
                return chain.Break(number, "detail")
        return None

    def _get_anonymised(self):
        """``(case ids, action ids, contact ids)`` whose personal values were forgotten
        as the journal says."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT case_id, action_id, contact_id FROM collection_journal_entry
                 WHERE company_id = %s AND event = 'anonymised'
                """,
                self.company_id.id,
            )
        )
        return [set(ids) - {None} for ids in zip(*rows, strict=True)] or [set()] * 3

    def _is_forgotten(self, keys, forgotten):
        """:param keys: ids of case, action and contact, which may be missing"""
        return any(key in ids for key, ids in zip(keys, forgotten, strict=True))

    def _check_head(self, head):
        """Whether the chain ends where it should, and is the one verified before."""
        kept = self._read_head()
        if kept.number > head.number:
            return chain.Break(head.number + 1, chain.MISSING)
        if kept != head:
            return chain.Break(head.number, chain.DETACHED)
        earlier = self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "=", "right"),
                ("head_number", ">", 0),
            ],
            limit=1,
        )
        if earlier and not self._has_entry(earlier.head_number, earlier.head_hash):
            return chain.Break(earlier.head_number, "rewritten")
        return None

    def _read_head(self):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT number, hash FROM collection_journal_head
                 WHERE company_id = %s
                """,
                self.company_id.id,
            )
        )
        return chain.Head(*rows[0]) if rows else chain.Head()

    def _has_entry(self, number, hash_):
        return self.env["collection.journal.entry"].search_count(
            [
                ("company_id", "=", self.company_id.id),
                ("number", "=", number),
                ("hash", "=", hash_),
            ]
        )

    def _get_actions(self, limit):
        return self.env["collection.action"].search(
            [("company_id", "=", self.company_id.id), ("id", ">", self.position)],
            order="id",
            limit=limit,
        )

    def _check_actions(self):
        actions = self._get_actions(ACTIONS_AT_A_TIME)
        said = self._read_testimony(actions)
        forgotten = self._get_anonymised()
        for own in actions._load_facts():
            stated = said.get(own.id)
            if not stated or not stated.made:
                return self._report_action(own.id, "unmade")
            keys = (own.case, own.id, own.contact)
            gone = any(forgotten) and self._is_forgotten(keys, forgotten)
            names = testimony.differences(stated, own.facts, own.personal, gone)
            if names:
                return self._report_action(own.id, "row", names)
        self.action_count += len(actions)
        self.position = actions[-1:].id or self.position
        if len(actions) < ACTIONS_AT_A_TIME:
            return self._check_lost_actions() or self._finish_phase()
        return None

    def _read_testimony(self, actions):
        """``{action id: Said}``"""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id, action_id, event, payload, salt
                  FROM collection_journal_entry
                 WHERE action_id = ANY(%s) AND company_id = %s
                """,
                actions.ids,
                self.company_id.id,
            )
        )
        found = defaultdict(list)
        # Sorted here: PostgreSQL would write such long rows to disk for it.
        for _id, action_id, *entry in sorted(rows, key=itemgetter(0)):
            found[action_id].append(entry)
        return {
            action_id: testimony.gather(entries) for action_id, entries in found.items()
        }

    def _check_lost_actions(self):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT entry.number FROM collection_journal_entry entry
                 WHERE entry.company_id = %s
                   AND entry.action_id IS NOT NULL
                   AND NOT EXISTS (SELECT 1 FROM collection_action action
                                    WHERE action.id = entry.action_id
                                      AND action.company_id = entry.company_id
                                      AND action.case_id = entry.case_id)
                 ORDER BY entry.id LIMIT 1
                """,
                self.company_id.id,
            )
        )
        return bool(rows) and self._report_entry(rows[0][0], "lost")
