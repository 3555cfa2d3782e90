from datetime import UTC, timedelta
from typing import NamedTuple
from zlib import crc32

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_datetime

from ..core import gate
from ..core.decide import NO_REACH, make_request
from ..core.zones import find_zone

MANAGER = "b2b_collections.group_collections_manager"


class Passage(NamedTuple):
    """A planned message that may go, and when over which of its channels.

    :ivar moments: ``{channel: naive UTC datetime}`` in order of weight
    :ivar zone: time zone of the recipient
    :ivar overridden: reason code of the rule that a manager set aside, or ``None``
    """

    case_id: int
    debtor: object
    plan: object
    moments: dict
    zone: str
    overridden: str | None = None


class CollectionAction(models.Model):
    """The one way through the gate, for whoever makes the plan."""

    _inherit = "collection.action"

    moment = fields.Datetime(
        string="Contact at",
        readonly=True,
        help="When it reaches, or is to reach, the debtor: the first moment that the "
        "contact rules allow.",
    )
    zone = fields.Char(readonly=True, help="Time zone of the recipient.")
    moment_local = fields.Char(string="Debtor's Time", compute="_compute_moment_local")
    gate = fields.Selection(
        [
            ("allowed", "Allowed"),
            ("overridden", "Rule set aside"),
            ("incoming", "Debtor contacted us"),
            ("breach", "Against a rule"),
        ],
        string="Contact Rules",
        required=True,
        readonly=True,
        help="What the contact rules said when it was made.",
    )
    gate_code = fields.Selection(
        selection=lambda self: self.env["collection.item"]._get_reason_labels(),
        string="Rule",
        readonly=True,
        help="The rule that was set aside or broken.",
    )
    gate_reason = fields.Char(readonly=True, help="Why the rule was set aside.")
    is_incoming = fields.Boolean(readonly=True, help="The debtor contacted us.")

    @api.depends("moment", "zone")
    @api.depends_context("lang")
    def _compute_moment_local(self):
        for action in self:
            action.moment_local = self._format_moment(action.moment, action.zone)

    def _get_short_moment(self):
        """The moment by the clock of the debtor, for a narrow column."""
        if not self.moment:
            return False
        zone = find_zone(self.zone) or UTC
        words = format_datetime(
            self.env, self.moment, tz=str(zone), dt_format="EEE d MMM, HH:mm"
        )
        return f"{words} {self.moment.replace(tzinfo=UTC).astimezone(zone):%Z}"

    def _format_moment(self, moment, zone):
        """A moment by the clock of the debtor, with his time zone."""
        if not moment:
            return False
        zone = zone if find_zone(zone) else "UTC"
        words = format_datetime(
            self.env, moment, tz=zone, dt_format="EEE d MMM y, HH:mm"
        )
        return f"{words} ({zone})"

    def _pass_gate(self, run, plans, asked_for=False, override=None):
        """Return a :class:`Passage` for each plan that may go.

        :param plans: list of ``(case id, Debtor, MessagePlan)``
        :param override: a manager's reason for setting soft rules aside
        """
        rules = run._get_rules_of_cases([case_id for case_id, _debtor, _plan in plans])
        pasts = {}
        passages = []
        for case_id, debtor, plan in plans:
            case = self.env["collection.case"].browse(case_id)
            case_rules = rules[case.policy_id.id]
            past = pasts.get(case_id, debtor.past)
            visit = _Visit(run, case_id, debtor, plan, case_rules, asked_for, override)
            passage, pasts[case_id] = visit.ask(past)
            if passage:
                passages.append(passage)
        return passages

    def _check_override(self, reason):
        """Only a manager with a reason may set a contact rule aside."""
        if not self.env.su and not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._("Only a collections manager may set a contact rule aside.")
            )
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the contact rule is to be set aside."))

    def _record_overrides(self):
        for action in self.filtered(lambda action: action.gate == "overridden"):
            action._record_event(
                "overridden", action.gate_reason, {"rule": action.gate_code}
            )

    def _ask_again(self):
        """Ask the gate once more about messages that are about to leave.

        What has become impossible or forbidden since is withdrawn; what would arrive
        outside the hours gets the next moment inside them.

        :return: the actions that may leave now
        """
        self.env.flush_all()
        leaving = self.browse()
        for company, actions in self.grouped("company_id").items():
            run = self.env["collection.run"].new(
                {"company_id": company.id, "date": self._get_today()}
            )
            rules = run._get_rules_of_cases(actions.case_id.ids)
            reach = run._load_reach(actions.contact_id.ids)
            for action in actions:
                if action._may_leave(reach, rules[action.case_id.policy_id.id]):
                    leaving |= action
        return leaving

    def _may_leave(self, reach, rules):
        self.ensure_one()
        known = reach.get(self.contact_id.id, NO_REACH)
        # Gaps and limits were counted when it was made; the channel, consent and the
        # hours can have changed, or the queue can have been late.
        request = make_request(
            self.contact_id.id, self.level_id.id, self.channel, known, rules
        )._replace(asked_for=True, override=self.gate == "overridden")
        terms = rules.get_terms(known)
        now = max(self._get_now(), self.moment or self._get_now())
        answer = gate.check(request, terms, gate.Past(), now)
        if answer.allowed:
            return True
        if answer.moment is None:
            self._cancel(self._describe_code(answer.code, known))
            return False
        later = gate.schedule(
            answer, terms, request, gate.Past(), _share(self.case_id.id, self.date)
        )
        self._postpone(later)
        return False

    def _note_moment(self):
        """It reaches the debtor now, if that is later than was planned."""
        now = self._get_now()
        self.filtered(lambda action: not action.moment or action.moment < now).write(
            {"moment": now}
        )

    def _describe_code(self, code, reach):
        return self.env["collection.item"]._describe_reason(
            code, contact=self.contact_id, detail=reach.email
        )

    def _postpone(self, moment):
        """Let it leave later."""
        self.ensure_one()
        self.moment = moment
        if self.mail_id:
            self.mail_id.scheduled_date = moment
            self._wake_mail_queue([moment])
        if self.sms_id:
            self.sms_id.state = "canceled"
            self.write({"sms_id": False, "state": "planned"})
            self._wake_texts([moment])
        self._record_event("scheduled", data={"moment": moment})

    def _wake_mail_queue(self, moments):
        """Have the mail queue look at those moments, not only once an hour."""
        self._wake("mail.ir_cron_mail_scheduler_action", moments)

    def _wake_texts(self, moments):
        self._wake("b2b_collections.ir_cron_texts", moments)

    def _wake(self, cron_xmlid, moments):
        # A job that wakes in the middle of a minute finds what was due at its end.
        due = sorted({m.replace(second=0) + timedelta(minutes=1) for m in moments})
        if due:
            # Nobody but the system may trigger jobs; they do what is due anyway.
            self.env.ref(cron_xmlid).sudo()._trigger(at=due)

    @api.model
    def _cron_send_texts(self):
        """Hand over to the SMS queue what may leave now."""
        waiting = self.search(
            [
                ("channel", "=", "sms"),
                ("state", "=", "planned"),
                ("moment", "<=", self._get_now()),
            ]
        )
        obsolete = waiting._find_obsolete()
        obsolete._cancel(self.env._("Paid, held or changed before it left."))
        (waiting - obsolete)._ask_again()._queue_sms()


class _Visit:
    """One plan at the gate, channel by channel."""

    def __init__(self, run, case_id, debtor, plan, rules, asked_for, override):
        self.case_id, self.debtor, self.plan = case_id, debtor, plan
        self.rules, self.asked_for, self.override = rules, asked_for, bool(override)
        self.today, self.now = run.date, run._get_moment()
        self.reach = debtor.reach.get(plan.contact, NO_REACH)
        self.terms = rules.get_terms(self.reach)
        self.share = _share(case_id, run.date)

    def ask(self, past):
        """Return ``(Passage or None, past with what was allowed)``."""
        moments, overridden = {}, None
        for channel in self.plan.channels:
            request = self._make_request(channel)
            answer = self._check(request, past)
            if not _may_go(answer):
                if not moments:
                    return None, past
                continue
            moment = gate.schedule(answer, self.terms, request, past, self.share)
            moments[channel] = moment
            overridden = overridden or self._find_overridden(request, past)
            past = past.add(moment, self.plan.contact, channel)
        clocks = self.terms.all_clocks
        zone = str(clocks[0].zone) if clocks else "UTC"
        return (
            Passage(self.case_id, self.debtor, self.plan, moments, zone, overridden),
            past,
        )

    def _make_request(self, channel):
        level_id = self.plan.level_id
        request = make_request(
            self.plan.contact, level_id, channel, self.reach, self.rules
        )
        return request._replace(asked_for=self.asked_for, override=self.override)

    def _check(self, request, past):
        return gate.check(request, self.terms, past, self.now, self.today)

    def _find_overridden(self, request, past):
        if not request.override:
            return None
        answer = self._check(request._replace(override=False), past)
        return answer.code if answer.can_be_overridden else None


def _may_go(answer):
    """Now, or at a moment that is only a matter of hours."""
    if answer.allowed:
        return True
    return answer.moment is not None and not answer.waits_days


def _share(case_id, day):
    """A place in the hours, always the same for a debtor and a day."""
    return crc32(f"{case_id}/{day}".encode()) / 2**32
