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
               'role', action.role_id,
               'gate', action.gate,
               'gate_code', action.gate_code,
               'zone', action.zone,
               'run', action.run_id,
               'amount', trim_scale(action.amount)::text,
               'outcome', action.outcome,
               'document', action.document_digest,
               'lines', lines.found),
           json_build_object(
               'address', action.address,
               'copies', action.copies,
               'subject', action.subject,
               'gate_reason', action.gate_reason,
               'note', action.note),
           action.company_id, action.case_id, action.contact_id, contact.name
      FROM collection_action action
      LEFT JOIN res_partner contact ON contact.id = action.contact_id
      LEFT JOIN LATERAL (
           SELECT json_agg(json_build_object(
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
                      'held', trim_scale(line.amount_held)::text
                  ) ORDER BY line.id) AS found
             FROM collection_action_line line
            WHERE line.action_id = action.id) lines ON TRUE
     WHERE action.id = ANY(%s)
     ORDER BY action.id
"""
# What may become different after an action was made; each event states anew what it
# brought about, so that the row of an action can be compared with its entries.
RESTATED = {
    "approved": ("date",),
    "queued": ("date", "name", "document", "subject"),
    "done": ("outcome", "note"),
    "breach": ("gate", "gate_code"),
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

    def _record_made(self):
        """Freeze the facts of new actions in their first entries."""
        self.env["collection.journal.entry"]._record(
            [self._prepare_made(*row) for row in self._load_facts()]
        )

    def _load_facts(self):
        """Rows of ``(id, facts, personal, company, case, contact, his name)``."""
        self.flush_model()
        self.env["collection.action.line"].flush_model()
        return self.env.execute_query(SQL(FACTS, self.ids))

    def _prepare_made(self, action_id, facts, personal, company, case, contact, name):
        return {
            "company_id": company,
            "event": "made",
            "action_id": action_id,
            "case_id": case,
            "contact_id": contact,
            "facts": facts,
            "personal": dict(personal, contact=name),
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
        self.flush_model(["mail_id", "sms_id", "mail_message_id"])
        self.env["mail.mail"].flush_model(["body_html"])
        self.env["mail.message"].flush_model(["body"])
        self.env["sms.sms"].flush_model(["body"])
        texts = self.env.execute_query(SQL(TEXTS, self.ids))
        attached = self._digest_attachments()
        self._record_events(
            "queued",
            data_by_action={
                action_id: {
                    "text": text,
                    "copy": copy,
                    "attachments": attached.get(action_id, []),
                }
                for action_id, text, copy in texts
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
        vals_list = []
        for row in self._load_facts():
            action_id, facts, personal, company, case, contact, _name = row
            vals_list.append(
                {
                    "company_id": company,
                    "event": event,
                    "action_id": action_id,
                    "case_id": case,
                    "contact_id": contact,
                    "detail": detail,
                    "data": (data_by_action or {}).get(action_id),
                    "facts": _pick(facts, names),
                    "personal": _pick(personal, names),
                }
            )
        return self.env["collection.journal.entry"]._record(vals_list)


def _pick(values, names):
    return {name: values[name] for name in names if values.get(name)}
