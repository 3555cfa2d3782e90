from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ..core.testimony import ANONYMOUS
from .collection_action_journal import PERSONAL

CASE_MESSAGES = """
    (model = 'collection.case' AND res_id = ANY(%(cases)s)
     OR model = 'collection.hold' AND res_id IN (
        SELECT id FROM collection_hold WHERE case_id = ANY(%(cases)s))
     OR model = 'collection.dispute' AND res_id IN (
        SELECT id FROM collection_dispute WHERE case_id = ANY(%(cases)s))
     OR model = 'collection.plan' AND res_id IN (
        SELECT id FROM collection_plan WHERE case_id = ANY(%(cases)s))
     OR model = 'collection.matter' AND res_id IN (
        SELECT id FROM collection_matter WHERE case_id = ANY(%(cases)s))
     OR model = 'collection.writeoff' AND res_id IN (
        SELECT id FROM collection_writeoff WHERE case_id = ANY(%(cases)s))
     OR model = 'collection.decision.sheet' AND res_id IN (
        SELECT id FROM collection_decision_sheet WHERE case_id = ANY(%(cases)s))
     OR model = 'collection.placement' AND res_id IN (
        SELECT id FROM collection_placement WHERE case_id = ANY(%(cases)s))
     OR model = 'collection.placement.receipt' AND res_id IN (
        SELECT id FROM collection_placement_receipt WHERE case_id = ANY(%(cases)s))
     OR model = 'collection.placement.complaint' AND res_id IN (
        SELECT id FROM collection_placement_complaint WHERE case_id = ANY(%(cases)s))
     OR model = 'collection.approval' AND res_id IN (
        SELECT id FROM collection_approval WHERE case_id = ANY(%(cases)s)))
"""
# Those to and from a person, and those about tasks, which name whom to call.
OWN_MESSAGES = """
    (id IN (SELECT mail_message_id FROM collection_action
             WHERE contact_id = ANY(%(persons)s) AND case_id = ANY(%(cases)s))
     OR model = 'collection.case' AND res_id = ANY(%(cases)s)
        AND (author_id = ANY(%(persons)s)
             OR message_type = 'user_notification'
             OR subtype_id = (SELECT res_id FROM ir_model_data
                               WHERE module = 'mail' AND name = 'mt_activities')))
"""
HOLD_WORDS = """
    field_id IN (SELECT id FROM ir_model_fields
                  WHERE model = 'collection.hold' AND name = 'release_reason')
    AND mail_message_id IN (
        SELECT message.id FROM mail_message message
          JOIN collection_hold hold ON hold.id = message.res_id
         WHERE message.model = 'collection.hold' AND hold.case_id = ANY(%(cases)s))
"""


class Source(NamedTuple):
    """Where collections keeps personal values, and which.

    :ivar model: name of the model
    :ivar columns: text columns that are emptied; a mark takes their place
    :ivar of_cases: SQL condition, the values that belong to ``%(cases)s``
    :ivar of_persons: the same for ``%(persons)s`` within ``%(cases)s``; ``None`` where
        the values do not say whose they are
    :ivar of_contacts: values that belong to ``%(persons)s``, whatever the case
    """

    model: str
    columns: tuple
    of_cases: str | None = None
    of_persons: str | None = None
    of_contacts: str | None = None


def _of_case(model, *columns, person=None):
    mine = f"{person} = ANY(%(persons)s) AND case_id = ANY(%(cases)s)"
    return Source(model, columns, "case_id = ANY(%(cases)s)", mine if person else None)


def _of_messages(model, *columns):
    """Values in records that hang on messages of the case."""
    condition = "mail_message_id IN (SELECT id FROM mail_message WHERE {})"
    return Source(
        model, columns, condition.format(CASE_MESSAGES), condition.format(OWN_MESSAGES)
    )


def _of_contact(model, *columns):
    return Source(model, columns, of_contacts="partner_id = ANY(%(persons)s)")


class CollectionPrivacy(models.AbstractModel):
    """What is personal in collections: one list, for counting and for forgetting.

    A part of the addon that keeps personal values of its own adds them in
    :meth:`_get_sources`. Values in the ledger and in contacts are not collections'.
    """

    _name = "collection.privacy"
    _description = "Personal Data in Collections"

    @api.model
    def _get_sources(self):
        """List of :class:`Source`, in the order in which they are forgotten."""
        incoming = "message_type = 'email' AND "
        return [
            _of_messages("sms.sms", "number", "body"),
            _of_messages("mail.mail", "email_to", "email_cc", "body_html", "headers"),
            # Who had which stage or collector stays; free words do not.
            Source(
                "mail.tracking.value",
                ("old_value_char", "new_value_char"),
                HOLD_WORDS,
            ),
            Source("mail.message", ("body", "subject"), CASE_MESSAGES, OWN_MESSAGES),
            Source(
                "mail.message",
                ("email_from", "reply_to", "incoming_email_to", "incoming_email_cc"),
                incoming + CASE_MESSAGES,
                incoming + OWN_MESSAGES,
            ),
            _of_case(
                "collection.action",
                *(*PERSONAL, "state_detail"),
                person="contact_id",
            ),
            _of_case("collection.journal.entry", "detail", person="contact_id"),
            _of_case("collection.item", "reason_detail", "wait_detail"),
            # After the items: what they lose is kept here as a former decision.
            Source(
                "collection.item.past",
                ("reason_detail",),
                """item_id IN (SELECT id FROM collection_item
                                WHERE case_id = ANY(%(cases)s))""",
            ),
            _of_case("collection.hold", "note", "release_reason"),
            _of_case("collection.checklist", "accept_reason"),
            _of_case("collection.checklist.line", "note"),
            _of_case(
                "collection.dispute",
                *("description", "answer", "end_reason", "debtor_note"),
                person="contact_id",
            ),
            _of_case("collection.promise", "note", "end_reason", person="contact_id"),
            _of_case("collection.tracing", "reason", "result", person="contact_id"),
            Source(
                "collection.tracing.line",
                ("result",),
                """tracing_id IN (SELECT id FROM collection_tracing
                                   WHERE case_id = ANY(%(cases)s))""",
            ),
            Source("collection.case", ("error",), "id = ANY(%(cases)s)"),
            _of_contact("collection.consent", "note"),
            _of_contact("collection.address.problem", "address", "detail"),
        ]

    @api.model
    def _count_values(self, scope, cases):
        """Count what would be emptied: ``{(model, column): rows}``, without zeros.

        :param scope: name of the condition, see :class:`Source`, and what stands in it
            beside the cases: ``("of_cases", {})``, ``("of_persons", {"persons": ids})``
        """
        counts = {}
        for source, condition in self._get_conditions(scope, cases):
            filled = SQL(", ").join(
                SQL("COUNT(*) FILTER (WHERE %s)", _is_filled(column))
                for column in source.columns
            )
            (row,) = self.env.execute_query(
                SQL(
                    "SELECT %s FROM %s WHERE %s",
                    filled,
                    SQL.identifier(self.env[source.model]._table),
                    condition,
                )
            )
            for column, count in zip(source.columns, row, strict=True):
                if count:
                    counts[source.model, column] = count
        return counts

    @api.model
    def _empty_values(self, scope, cases):
        """Put the mark in the place of these values; see :meth:`_count_values`.

        In SQL: the ORM refuses to write journal entries at all, and its own copies of
        what it writes (chatter, trackings) would keep what is to be forgotten.
        """
        for source, condition in self._get_conditions(scope, cases):
            columns = SQL(", ").join(
                SQL(
                    "%s = CASE WHEN %s THEN %s ELSE %s END",
                    SQL.identifier(column),
                    _is_filled(column),
                    ANONYMOUS,
                    SQL.identifier(column),
                )
                for column in source.columns
            )
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET %s WHERE (%s) AND (%s)",
                    SQL.identifier(self.env[source.model]._table),
                    columns,
                    condition,
                    SQL(" OR ").join(map(_is_filled, source.columns)),
                )
            )

    def _get_conditions(self, scope, cases):
        """``(source, SQL condition)`` of the sources that the scope knows."""
        self.env.flush_all()
        name, values = scope
        for source in self._get_sources():
            condition = getattr(source, name)
            if condition:
                yield source, SQL(condition, cases=cases.ids, **values)


def _is_filled(column):
    name = SQL.identifier(column)
    return SQL("(%s > '' AND %s != %s)", name, name, ANONYMOUS)
