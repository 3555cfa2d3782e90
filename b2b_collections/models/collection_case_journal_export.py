from datetime import UTC

from odoo import models
from odoo.tools import SQL

from ..core import chain
from ..core.zones import find_zone, find_zones
from .collection_journal_seal import ENTRY

# What the JSON file is, for programs that read it; see docs/admin/journal.md.
FORMAT = "b2b_collections.journal/1"


class CollectionCase(models.Model):
    """The journal of a case as it is handed out: complete, and provable by itself."""

    _inherit = "collection.case"

    def _get_journal_head(self):
        """Where the chain of the company ends, as :class:`..core.chain.Head`."""
        self.ensure_one()
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

    def _prepare_journal_export(self, with_links=True):
        """The content of the JSON file.

        :param with_links: with the digests of all entries after the first of this
            case, so that the chain can be recomputed up to its end
        """
        self.ensure_one()
        head = self._get_journal_head()
        entries = [self._prepare_entry(*row) for row in self._read_entries()]
        return {
            "format": FORMAT,
            "company": {"id": self.company_id.id, "name": self.company_id.name},
            "case": {
                "id": self.id,
                "debtor": self.partner_id.display_name,
                "customer_number": self.partner_id.ref or None,
            },
            "exported": {
                "at": chain.moment_text(self.env["collection.action"]._get_now()),
                "by": self.env.user.name,
            },
            "head": {"number": head.number, "hash": head.hash},
            "entries": entries,
            "links": self._read_links(entries, head) if with_links else [],
        }

    def _read_entries(self):
        # Salts are kept from users; who exports a case proves its personal values.
        return self.env.execute_query(
            SQL(
                """
                SELECT %s, prev_hash, hash, detail, salt
                  FROM collection_journal_entry
                 WHERE case_id = %s
                 ORDER BY number NULLS LAST, id
                """,
                ENTRY,
                self.id,
            )
        )

    def _prepare_entry(self, *row):
        entry = chain.Entry(*row[:9])
        prev_hash, hash_, detail, salt = row[9:]
        return {
            **entry._asdict(),
            "moment": chain.moment_text(entry.moment),
            "prev_hash": prev_hash,
            "hash": hash_,
            "detail": detail,
            "salt": salt,
        }

    def _read_links(self, entries, head):
        """``[[number, content digest]]`` from the case's first entry to the end."""
        sealed = [entry["number"] for entry in entries if entry["number"]]
        if not sealed:
            return []
        rows = self.env.execute_query(
            SQL(
                """
                SELECT %s FROM collection_journal_entry
                 WHERE company_id = %s AND number BETWEEN %s AND %s
                 ORDER BY number
                """,
                ENTRY,
                self.company_id.id,
                sealed[0],
                head.number,
            )
        )
        return [[row[0], chain.content_digest(chain.Entry(*row))] for row in rows]

    def _get_journal_rows(self):
        """The entries for the reader of the PDF, oldest first."""
        self.ensure_one()
        events = dict(
            self.env["collection.journal.entry"]
            ._fields["event"]
            ._description_selection(self.env)
        )
        own_zone = self.company_id._get_collection_zone()
        debtor_zone = self._get_debtor_zone(own_zone)
        entries = self.entry_ids.sorted(lambda own: (own.number or 1 << 31, own.id))
        channels = dict(
            self.env["collection.action"]
            ._fields["channel"]
            ._description_selection(self.env)
        )
        return [
            {
                "entry": entry,
                "event": events.get(entry.event, entry.event),
                "channel": channels.get(entry.channel, ""),
                "company_time": self._write_moment(entry.moment, own_zone),
                "debtor_time": self._write_moment(
                    entry.moment, entry.action_id.zone or debtor_zone
                ),
                "subject": entry.action_id.subject or entry.action_id.level_id.name,
            }
            for entry in entries
        ]

    def _get_debtor_zone(self, default):
        """By whose clock the debtor lives, where no message says it."""
        partner = self.partner_id
        return find_zones(
            partner.country_id.code or "",
            partner.state_id.code or "",
            partner.tz or "",
            default,
        )[0]

    def _write_moment(self, moment, zone):
        local = moment.replace(tzinfo=UTC).astimezone(find_zone(zone))
        return f"{local:%Y-%m-%d %H:%M} {local.tzname()}"
