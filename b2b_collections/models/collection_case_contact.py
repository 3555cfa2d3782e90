from urllib.parse import quote

from odoo import models
from odoo.exceptions import UserError

from ..core import gate, reasons
from ..core.consolidate import MessagePlan, name_credits, name_held
from ..core.decide import Debtor, ItemFacts, make_request


class CollectionCase(models.Model):
    """What a person does on a case; the way to the debtor is that of the run."""

    _inherit = "collection.case"

    def _get_whatsapp_url(self, action):
        """Click-to-chat link with the words of the level, ready to be sent.

        The link is opened by a person; nothing is sent from here.
        """
        number = action.contact_id._phone_format(number=action.address) or ""
        digits = "".join(filter(str.isdigit, number or action.address or ""))
        text = action._fill_text("sms_body")[action.id]
        return f"https://wa.me/{digits}?text={quote(text)}"

    def action_whatsapp(self):
        """Open a chat with the debtor, through the gate and into the journal."""
        self.ensure_one()
        return self._open_whatsapp(self._contact("whatsapp", self._get_default_level()))

    def _open_whatsapp(self, action):
        return {
            "type": "ir.actions.act_url",
            "url": self._get_whatsapp_url(action),
            "target": "new",
        }

    def _get_default_level(self):
        """The highest level that is due by the ladder, else the next to come."""
        self.ensure_one()
        open_items = self.item_ids.filtered(lambda item: item.state == "open")
        decisions = self._ask_ladder(open_items).values()
        due = {d.level_id for d in decisions if d.verdict == "chase"}
        if due:
            return self.env["collection.level"].browse(due).sorted("days")[-1]
        ahead = [d for d in decisions if d.verdict == "wait"]
        if ahead:
            coming = min(ahead, key=lambda decision: decision.until)
            return self.env["collection.level"].browse(coming.level_id)
        return self.level_id or self.policy_id.level_ids[:1]

    def _get_climbing(self, items, level):
        """``{item id: level id}`` of the items that a message by hand takes to a level.

        It may come before its day, but neither skips a level nor the days that must
        lie between two.
        """
        ladder = self.policy_id._get_ladder()
        today = self.env["collection.action"]._get_today()
        decisions = self._ask_ladder(items)
        standings = items._get_standings()
        return {
            item.id: level.id
            for item in items
            if decisions[item.id].level_id == level.id
            and decisions[item.id].verdict != "none"
            and (ladder.rests_until(standings[item.id]) or today) <= today
        }

    def _ask_ladder(self, items):
        """``{item id: Decision}`` of the bare ladder, today."""
        self.ensure_one()
        ladder = self.policy_id._get_ladder()
        today = self.env["collection.action"]._get_today()
        return {
            item_id: ladder.decide(standing, today)
            for item_id, standing in items._get_standings().items()
        }

    def _contact(self, channel, level, contact=None, override=None):
        """Contact the debtor at a person's wish, through the gate.

        Outside the debtor's hours a message is scheduled for the next ones; a chat,
        which cannot be scheduled, is refused.

        :param channel: see field ``channel`` of collection.action
        :param level: collection.level whose words are used
        :param contact: recipient; default: whom the level addresses
        :param override: a manager's reason for setting a soft contact rule aside
        :return: the new collection.action
        :raises UserError: the gate says no, and why
        """
        self.ensure_one()
        self.check_access("write")
        if self.state != "open":
            raise UserError(self.env._("The case is closed: nothing is open."))
        level._check_wording(self.company_id)
        if level.needs_validation:
            self._check_validation(level.name)
        items = self._get_contact_items(contact)
        contact = contact or self._get_recipient(level, items[:1].contact_id)
        run = self._new_hand_run()
        if override:
            self.env["collection.action"]._check_override(override)
        answer, debtor = self._ask_gate(
            run, channel, level, contact, override=bool(override)
        )
        self._check_answer(answer, contact, debtor, channel)
        climbing = self._get_climbing(items, level)
        plan = MessagePlan(contact.id, level.id, (channel,), climbing, tuple(items.ids))
        plan = self._name_credits(run, self._add_copies(plan, debtor), debtor)
        actions = (
            self.env["collection.action"]
            ._as_journal()
            ._create_messages(
                run, [(self.id, debtor, plan)], kind="manual", override=override
            )
        )
        return actions._dispatch()

    def _ask_gate(self, run, channel, level, contact, without=(), **wishes):
        """What the gate says of a contact now, and the facts it rests on.

        :param without: ids of actions that do not count
        :param wishes: see :class:`..core.gate.Request`
        :return: ``(Answer, Debtor)``
        """
        rules = self._get_contact_rules(run)
        debtor = self._get_debtor_facts(run, contact, rules, without)
        reach = debtor.reach[contact.id]
        request = make_request(contact.id, level.id, channel, reach, rules)
        terms = rules.get_terms(reach)
        return (
            gate.check(
                request._replace(**wishes),
                terms,
                debtor.past,
                run._get_moment(),
                run.date,
            ),
            debtor,
        )

    def _get_contact_rules(self, run):
        return run._get_rules_of_cases(self.ids)[self.policy_id.id]

    def _name_credits(self, run, plan, debtor):
        """Credits, what they settle and what is held, as in a message of the run."""
        rows = run._load_items(self.ids, run._get_pending_online_moves())
        items = [ItemFacts._make(row[1 : len(ItemFacts._fields) + 1]) for row in rows]
        rules = self._get_contact_rules(run)
        return name_held(name_credits([plan], items, debtor, rules)[0], items)

    def _get_contact_items(self, contact):
        """What a message by hand lists: overdue, not held, of that contact if any."""
        open_items = self.item_ids.filtered(lambda item: item.state == "open")
        # A hold may have begun or ended since the last run.
        whole = {key for key, held in open_items._get_held().items() if held.whole}
        items = open_items.filtered(
            lambda item: (
                item.id not in whole
                and (item.verdict != "hold" or item.reason_code == "on_hold")
                and not item.pending_action_id
            )
        ).sorted(lambda item: (item.date_due, item.id))
        today = self.env["collection.action"]._get_today()
        due = items.filtered(lambda item: item.date_due < today) or items
        if not due:
            raise UserError(
                self.env._(
                    "There is nothing to remind of: every open item is held, or a "
                    "message about it is on its way."
                )
            )
        return due.filtered(lambda item: item.contact_id == contact) or due

    def _new_hand_run(self, day=None):
        """The facts of today, or of another day, for what is done by hand."""
        return self.env["collection.run"].new(
            {
                "company_id": self.company_id.id,
                "date": day or self.env["collection.action"]._get_today(),
            }
        )

    def _get_debtor_facts(self, run, contact, rules, without):
        self.env.flush_all()
        reach, contacts = self._load_addresses(run, contact)
        past = run._load_pasts(self.ids, {0: rules}, without)[self.id]
        credits_of_case = run._load_credits(self.ids)[self.id]
        return Debtor(credits_of_case, past, reach, contacts)

    def action_statement(self):
        """Send the statement of account: by mail, or as a letter to be printed.

        The debtor asked for it, so the days between messages do not matter.

        :raises UserError: the debtor can be reached neither way, and why
        """
        self.ensure_one()
        self.check_access("write")
        contact = self._get_statement_contact()
        run = self._new_hand_run()
        no_level = self.env["collection.level"]
        for channel in ("mail", "letter"):
            answer, debtor = self._ask_gate(
                run, channel, no_level, contact, asked_for=True
            )
            if answer.moment:
                break
        self._check_answer(answer, contact, debtor, channel)
        items = self.item_ids.filtered(lambda item: item.state == "open")
        everything = frozenset(debtor.credits)
        plan = MessagePlan(
            contact.id, None, (channel,), {}, tuple(items.ids), everything
        )
        action = (
            self.env["collection.action"]
            ._as_journal()
            ._create_messages(
                run, [(self.id, debtor, plan)], kind="statement", asked_for=True
            )
        )
        action._attach_statement()
        action._dispatch()
        return self._notify_contacted(action)

    def _check_answer(self, answer, contact, debtor, channel):
        """Raise where the gate says no, or not now and it cannot be scheduled."""
        if not answer.allowed and not self._can_schedule(answer, channel):
            raise UserError(self._describe_refusal(answer, contact, debtor))

    def _can_schedule(self, answer, channel):
        """Whether it only has to wait for the debtor's hours, and can.

        A chat cannot: the person who asked for it opens and sends it now.
        """
        return bool(
            answer.moment
            and not answer.allowed
            and channel != "whatsapp"
            and (not answer.waits_days or answer.code == reasons.HOURS)
        )

    def _describe_refusal(self, answer, contact, debtor):
        reach = debtor.reach[contact.id]
        reason = self.env["collection.item"]._describe_reason(
            answer.code,
            until=answer.day,
            contact=contact,
            detail=reach.email,
            last_message=self.last_message_date,
        )
        if answer.moment and answer.code in (reasons.HOURS, reasons.LAW_HOURS):
            zone = self._get_contact_zone(reach)
            reason = self.env._(
                "%(reason)s; possible from %(moment)s",
                reason=reason,
                moment=self.env["collection.action"]._format_moment(
                    answer.moment, zone
                ),
            )
        return self.env._(
            "%(debtor)s cannot be contacted this way now: %(reason)s.",
            debtor=self.partner_id.name,
            reason=reason,
        )

    def _get_contact_zone(self, reach):
        """Name of the time zone by which somebody is contacted."""
        rules = self._get_contact_rules(self._new_hand_run())
        clocks = rules.get_terms(reach).all_clocks
        return str(clocks[0].zone) if clocks else "UTC"
