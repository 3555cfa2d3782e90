from operator import itemgetter
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import SQL

from ..core import chain

# What an action is, and what it said about each item. Amounts are text, since floats
# have no canonical form; JSON writes dates in ISO 8601 by itself.
FACTS = """
    SELECT action.id,
           json_build_object(
               'kind', action.kind,
               'channel', action.channel,
               'state', action.state,
               'date', action.date,
               'name', action.name,
               'lang', action.lang,
               'case', action.case_id,
               'partner', action.partner_id,
               'contact', action.contact_id,
               'user', action.user_id,
               'level', action.level_id,
               'notice', action.notice_id,
               'source', action.source_model,
               'source_id', action.source_id,
               'role', action.role_id,
               'gate', action.gate,
               'gate_code', action.gate_code,
               'zone', action.zone,
               'run', action.run_id,
               'amount', trim_scale(action.amount)::text,
               'outcome', action.outcome,
               'document', action.document_digest,
               'lines', lines.found)::text,
           action.company_id, action.case_id, action.contact_id, contact.name,
           action.address, action.copies, action.subject, action.gate_reason,
           action.note
      FROM collection_action action
      LEFT JOIN res_partner contact ON contact.id = action.contact_id
      LEFT JOIN (
           SELECT line.action_id, json_agg(json_build_object(
                      'kind', line.kind,
                      'item', line.item_id,
                      'move', line.move_id,
                      'name', line.name,
                      'invoiced', line.date_invoice,
                      'due', line.date_due,
                      'days', line.days_overdue,
                      'level', line.level_id,
                      'climbs', line.climbs,
                      'cycle', line.cycle,
                      'currency', line.currency_id,
                      'amount', trim_scale(line.amount_original)::text,
                      'open', trim_scale(line.amount_residual)::text,
                      'held', trim_scale(line.amount_held)::text,
                      'interest', CASE WHEN line.amount_interest != 0
                                         OR line.amount_fixed != 0
                                         OR line.amount_fee != 0
                                       THEN concat_ws('+',
                                           trim_scale(line.amount_interest)::text,
                                           trim_scale(line.amount_fixed)::text,
                                           trim_scale(NULLIF(
                                               line.amount_fee, 0))::text)
                                  END
                  ) ORDER BY line.id) AS found
             FROM collection_action_line line
            WHERE line.action_id = ANY(%(ids)s)
            GROUP BY line.action_id) lines ON lines.action_id = action.id
     WHERE action.id = ANY(%(ids)s)
"""
# Facts about people, behind the others.
PERSONAL = ("address", "copies", "subject", "gate_reason", "note")
# What may become different after an action was made; each event states anew what it
# brought about, so that the row of an action can be compared with its entries.
RESTATED = {
    "approved": ("date",),
    "queued": ("date", "name", "document", "subject"),
    "done": ("outcome", "note"),
    "breach": ("gate", "gate_code", "gate_reason"),
}
# What it is called when a message got through, by channel; else it is "done".
REACHED = {"mail": "sent", "sms": "sent", "letter": "printed"}
# SHA-256 of what leaves, and of the copy that stays in the chatter: Odoo deletes a mail
# when it has left, while the debtor keeps his.
TEXTS = """
    SELECT action.id,
           encode(sha256(convert_to(
               COALESCE(mail.body_html, sms.body), 'UTF8')), 'hex'),
           encode(sha256(convert_to(message.body, 'UTF8')), 'hex')
      FROM collection_action action
      LEFT JOIN mail_mail mail ON mail.id = action.mail_id
      LEFT JOIN sms_sms sms ON sms.id = action.sms_id
      LEFT JOIN mail_message message ON message.id = action.mail_message_id
     WHERE action.id = ANY(%s)
"""
PAID = """
    SELECT line.action_id, array_agg(line.item_id ORDER BY line.item_id)
      FROM collection_action_line line
      JOIN collection_item item ON item.id = line.item_id
      JOIN account_move_line ledger ON ledger.id = item.move_line_id
     WHERE line.action_id = ANY(%s)
       AND line.kind = 'item'
       AND ledger.reconciled
     GROUP BY line.action_id
"""


class Facts(NamedTuple):
    """What the row of an action says.

    :ivar facts: what the journal keeps in plain, with its lines
    :ivar personal: what it keeps as digests only
    """

    id: int
    facts: dict
    company: int
    case: int
    contact: int | None
    contact_name: str | None
    personal: dict


class CollectionAction(models.Model):
    """How actions get into the journal: their making, and what becomes of them."""

    _inherit = "collection.action"

    entry_ids = fields.One2many(
        "collection.journal.entry", "action_id", string="Entries", readonly=True
    )

    @api.model_create_multi
    def create(self, vals_list):
        actions = super().create(vals_list)
        actions._record_made()
        return actions

    def _record_made(self, data_by_action=None):
        """Freeze the facts of new actions in their first entries."""
        data = data_by_action or {}
        self.env["collection.journal.entry"]._record(
            [
                self._prepare_entry(
                    "made",
                    own,
                    data=data.get(own.id),
                    facts=own.facts,
                    personal=dict(own.personal, contact=own.contact_name),
                )
                for own in self._load_facts()
            ]
        )

    def _record_former(self):
        """Freeze actions from before there were entries, as they look now.

        The entry is of today, and says since when the action is there.
        """
        for action in self.filtered("attachment_id"):
            action.document_digest = chain.digest(action.attachment_id.raw or b"")
        texts = self._digest_texts()
        self._record_made(
            {
                action.id: {"created": action.create_date, "copy": texts[action.id][1]}
                for action in self
            }
        )

    def _digest_texts(self):
        """``{action id: (digest of what leaves, digest of the kept copy)}``"""
        self.flush_model(["mail_id", "sms_id", "mail_message_id"])
        self.env["mail.mail"].flush_model(["body_html"])
        self.env["mail.message"].flush_model(["body"])
        self.env["sms.sms"].flush_model(["body"])
        rows = self.env.execute_query(SQL(TEXTS, self.ids))
        return {action_id: digests for action_id, *digests in rows}

    def _load_facts(self):
        """What the rows of these actions say: list of :class:`Facts`, by id."""
        self.flush_model()
        self.env["collection.action.line"].flush_model()
        rows = self.env.execute_query(SQL(FACTS, ids=self.ids))
        # Sorted here: PostgreSQL would write such long rows to disk for it.
        return [
            Facts(
                action_id,
                chain.read(facts),
                *others[:4],
                dict(zip(PERSONAL, others[4:], strict=True)),
            )
            for action_id, facts, *others in sorted(rows, key=itemgetter(0))
        ]

    def _prepare_entry(self, event, own, **vals):
        return {
            "event": event,
            "company_id": own.company,
            "case_id": own.case,
            "action_id": own.id,
            "contact_id": own.contact,
            **vals,
        }

    def _record_event(self, event, detail=None, data=None):
        """Write down what happened to these actions, with what it made of them.

        :param event: code of the event, see ``collection.journal.entry``
        :param detail: why, in words; not sealed, so it may name people
        :param data: dict of plain values, sealed; see ``_record``
        :return: the entries
        """
        return self._record_events(event, detail, dict.fromkeys(self.ids, data))

    def _record_reached(self, day=None):
        """The messages got through; on ``day``, if that is not the date they bear."""
        data = {"day": day} if day else None
        for channel, actions in self.grouped("channel").items():
            actions._record_event(REACHED.get(channel, "done"), data=data)

    def _record_queued(self):
        """Freeze what these mails and texts say, and what goes with them."""
        attached = self._digest_attachments()
        self._record_events(
            "queued",
            data_by_action={
                action_id: {
                    "text": text,
                    "copy": copy,
                    "attachments": attached.get(action_id, []),
                }
                for action_id, (text, copy) in self._digest_texts().items()
            },
        )

    def _digest_attachments(self):
        """``{action id: [{id, sha256}]}`` of what goes with mails."""
        digests = {
            attachment.id: chain.digest(attachment.raw or b"")
            for attachment in self.mail_id.attachment_ids
        }
        return {
            action.id: [
                {"id": number, "sha256": digests[number]}
                for number in sorted(action.mail_id.attachment_ids.ids)
            ]
            for action in self
        }

    def _find_paid(self):
        """``{action id: {"paid": [item ids]}}``: what was paid before it left."""
        self.env["account.move.line"].flush_model(["reconciled"])
        rows = self.env.execute_query(SQL(PAID, self.ids))
        return {action_id: {"paid": item_ids} for action_id, item_ids in rows}

    def _record_events(self, event, detail=None, data_by_action=None):
        """As :meth:`_record_event`, with data of its own for each action."""
        names = ("state", *RESTATED.get(event, ()))
        data = data_by_action or {}
        return self.env["collection.journal.entry"]._record(
            [
                self._prepare_entry(
                    event,
                    own,
                    detail=detail,
                    data=data.get(own.id),
                    facts=_pick(own.facts, names),
                    personal=_pick(own.personal, names),
                )
                for own in self._load_facts()
            ]
        )


def _pick(values, names):
    return {name: values[name] for name in names if values.get(name)}
