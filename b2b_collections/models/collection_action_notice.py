from datetime import date
from typing import Any, NamedTuple

from odoo import fields, models
from odoo.fields import Command

from ..core import gate
from ..core.channels import LETTER, MAIL
from ..core.consolidate import MessagePlan
from ..core.decide import NO_REACH, Debtor, make_request


class Notice(NamedTuple):
    """What is to be told to a debtor, and about what.

    :ivar case: collection.case
    :ivar code: of the collection.notice whose words are used
    :ivar source: record that it is about; gives the values of its placeholders
    :ivar items: collection.item to be listed, all of that case
    :ivar contact: res.partner; ``None``: who reads messages by hand
    :ivar attachments: ir.attachment that goes with it
    """

    case: Any
    code: str
    source: Any
    items: Any = ()
    contact: Any = None
    attachments: Any = None


class Sent(NamedTuple):
    """What became of a notice.

    :ivar action: the new collection.action, one for each channel; empty if refused
    :ivar refusal: why the gate said no, in words
    :ivar day: when it may be tried again, if time alone stands in the way
    """

    action: Any
    refusal: str | None = None
    day: date | None = None


class CollectionAction(models.Model):
    """Notices about promises, disputes and plans: through the gate as all others."""

    _inherit = "collection.action"

    notice_id = fields.Many2one(
        "collection.notice", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    source_model = fields.Char(readonly=True)
    source_id = fields.Many2oneReference(
        model_field="source_model",
        readonly=True,
        string="About",
        help="Promise, dispute or plan that it speaks of.",
    )
    enclosure_ids = fields.Many2many(
        "ir.attachment",
        "collection_action_enclosure_rel",
        string="Enclosures",
        readonly=True,
    )

    _source_idx = models.Index("(source_model, source_id) WHERE source_id IS NOT NULL")

    def _send_notices(self, notices, asked_for=False):
        """Tell debtors about promises, disputes or plans, in writing.

        By mail; where that is impossible, by letter. Whoever calls has checked that
        the user may do so.

        :param notices: list of :class:`Notice`
        :param asked_for: the debtor waits for it: days between messages and limits do
            not stop it
        :return: list of :class:`Sent`, in the order of the notices
        """
        results = [None] * len(notices)
        by_company = {}
        for place, notice in enumerate(notices):
            by_company.setdefault(notice.case.company_id, []).append(place)
        for company, places in by_company.items():
            run = self.env["collection.run"].new(
                {"company_id": company.id, "date": self._get_today()}
            )
            post = _Post(run, [notices[place] for place in places], asked_for)
            for place, sent in zip(places, post.deliver(self), strict=True):
                results[place] = sent
        return results

    def _create_notices(self, vals_list):
        """Make what came through the gate, see :class:`_Post`, and let it leave."""
        return self.create(vals_list)._dispatch()

    def _prepare_notice_vals(self, run, notice, passage, words):
        """Values of the actions for one notice that may go, one per channel."""
        case, plan = notice.case, passage.plan
        base = {
            **self._prepare_message_vals(run, case, passage, "notice"),
            "notice_id": words.id,
            "source_model": notice.source._name,
            "source_id": notice.source.id,
            "amount": notice.source._get_notice_amount(words),
            "enclosure_ids": [
                Command.link(attachment.id) for attachment in notice.attachments or ()
            ],
        }
        lines = self._prepare_item_lines(run, plan)
        return [
            {
                **base,
                "channel": channel,
                "moment": moment,
                "address": self._get_address(passage.debtor, plan, channel),
                "line_ids": [
                    Command.create(dict(line, channel=channel)) for line in lines
                ],
            }
            for channel, moment in passage.moments.items()
        ]

    def _get_source(self):
        """The record a notice is about; empty if it is none, or gone."""
        self.ensure_one()
        nothing = self.env["collection.notice.source"]
        if self.source_model not in self.env:
            return nothing
        return self.env[self.source_model].browse(self.source_id).exists() or nothing

    def _get_notice_values(self, formatter):
        """Values of the placeholders that only this kind of notice has."""
        if not self.notice_id:
            return {}
        return self._get_source()._get_notice_values(formatter, self.notice_id)

    def _get_notice_parts(self, formatter):
        """What a notice adds to its :class:`..reports.document.Document`."""
        if not self.notice_id:
            return {}
        source = self._get_source()
        return {
            "tables": source._get_notice_tables(formatter, self.notice_id),
            "enclosures": self.enclosure_ids.mapped("name"),
            "shows_payment": self.notice_id.shows_payment,
        }

    def _lists_items(self):
        return not self.notice_id or self.notice_id.shows_items

    def _find_obsolete_notices(self):
        """Notices that no longer say the truth, as their source knows."""
        return self.filtered(
            lambda action: (
                action.notice_id and action._get_source()._is_notice_obsolete(action)
            )
        )


class _Post:
    """The notices of one company on their way through the gate."""

    def __init__(self, run, notices, asked_for):
        self.run, self.notices, self.asked_for = run, notices, asked_for
        self.env = run.env
        self.env.flush_all()
        case_ids = list({notice.case.id for notice in notices})
        self.rules = run._get_rules_of_cases(case_ids)
        self.pasts = run._load_pasts(case_ids, self.rules)
        self.contacts = [
            notice.contact or notice.case._get_suggested_contact() for notice in notices
        ]
        self.reach = run._load_reach({contact.id for contact in self.contacts})
        self.words = {
            code: self.env["collection.notice"]._get(code)
            for code in {notice.code for notice in notices}
        }

    def deliver(self, journal):
        """Create and dispatch what may go; return a list of :class:`Sent`."""
        passages = self._find_passages(journal)
        vals_list, owners = [], []
        for place, notice in enumerate(self.notices):
            if place in passages:
                vals = journal._prepare_notice_vals(
                    self.run, notice, passages[place], self.words[notice.code]
                )
                vals_list += vals
                owners += [place] * len(vals)
        actions = journal._as_journal()._create_notices(vals_list)
        found = {}
        for place, action in zip(owners, actions, strict=True):
            found[place] = found.get(place, actions.browse()) | action
        return [
            Sent(found[place].with_env(journal.env))
            if place in found
            else self._describe(place)
            for place in range(len(self.notices))
        ]

    def _find_passages(self, journal):
        """``{place: Passage}``: as configured, and where that fails by letter.

        :param journal: collection.action
        """
        passages = {}
        for choose in (self._get_channels, lambda _place: (LETTER,)):
            plans = {
                place: self._make_plan(place, choose(place))
                for place in range(len(self.notices))
                if place not in passages
            }
            triples = [
                (self.notices[place].case.id, self._get_debtor(place), plan)
                for place, plan in plans.items()
            ]
            passed = journal._pass_gate(self.run, triples, asked_for=self.asked_for)
            by_plan = {id(passage.plan): passage for passage in passed}
            passages |= {
                place: by_plan[id(plan)]
                for place, plan in plans.items()
                if id(plan) in by_plan
            }
        return passages

    def _get_channels(self, place):
        words = self.words[self.notices[place].code]
        wanted = ((MAIL, words.send_mail), (LETTER, words.send_letter))
        return tuple(channel for channel, is_wanted in wanted if is_wanted)

    def _make_plan(self, place, channels):
        notice = self.notices[place]
        items = tuple(item.id for item in notice.items)
        return MessagePlan(self.contacts[place].id, None, channels, {}, items)

    def _get_debtor(self, place):
        return Debtor(past=self.pasts[self.notices[place].case.id], reach=self.reach)

    def _describe(self, place):
        """Why the first channel of a notice is closed."""
        notice, contact = self.notices[place], self.contacts[place]
        rules = self.rules[notice.case.policy_id.id]
        reach = self.reach.get(contact.id, NO_REACH)
        channel = self._get_channels(place)[0]
        request = make_request(contact.id, None, channel, reach, rules)
        debtor = self._get_debtor(place)
        answer = gate.check(
            request._replace(asked_for=self.asked_for),
            rules.get_terms(reach),
            debtor.past,
            self.run._get_moment(),
            self.run.date,
        )
        words = notice.case._describe_refusal(answer, contact, debtor)
        return Sent(self.env["collection.action"], words, answer.day)
