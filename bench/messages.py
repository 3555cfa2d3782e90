"""What one reminder costs, by mail and on paper."""

from statistics import mean

from .clock import Clock
from .engine import new_run
from .figure import Figure

# As many debtors as a run takes at a time. The fastest batch counts: what else the
# machine does can only make it slower.
BATCH, BATCHES = 200, 4
LETTERS, LETTER_BATCHES = 10, 4
# A letter with more lines goes on on a second page.
LINES_OF_A_PAGE = 6
OCA_MAIL = "OCA, with its letter: 1,100 ms"
BODY = """
<div style="font-size: 14px; color: #1f2733;">
    <p>Dear <t t-out="object.name"/>,</p>
    <p>the invoices below are due and still open in our books. We should be grateful
    for your payment within seven days.</p>
    <p>Is a document missing, or is there a question? Please let us know: <a
    href="mailto:accounts@bench.example">accounts@bench.example</a>.</p>
    <p>Yours sincerely,<br/><t t-out="object.company_id.name or user.name"/></p>
</div>
"""


def measure_mail(env):
    run = new_run(env)
    run._start()
    cases = find_cases(env, BATCH * (BATCHES + 1))
    # The first one fills the caches of templates and views.
    times, lines = [], []
    for first in range(0, len(cases), BATCH):
        with Clock(env) as clock:
            mails = make_messages(run, cases[first : first + BATCH], "mail")
            mails._dispatch()
        times.append((clock.seconds / len(mails), clock.cpu_seconds / len(mails)))
        lines.append(len(mails.line_ids) / len(mails))
    best, cpu = min(times)
    peer = f"Odoo's send_mail_batch: {_time_peer(env) * 1000:.1f} ms; {OCA_MAIL}"
    name = f"one reminder mail, journalled ({mean(lines):.1f} items)"
    yield Figure(name, best * 1000, "ms", 8, peer)
    yield Figure("  processor time", cpu * 1000, "ms")


def measure_letter(env):
    """Processor time, because the bound is one for a core."""
    run = new_run(env)
    run._start()
    letters = make_messages(run, find_cases(env, 4 * BATCH), "letter")
    short = letters.filtered(lambda letter: len(letter.line_ids) <= LINES_OF_A_PAGE)
    # Fonts and stylesheets are read by the first ones.
    (letters - short)[:3]._produce_letters()
    yield _measure_letters("one letter of one page", short, 80)
    yield _measure_letters("  letters of all sizes", letters, None)


def _measure_letters(name, letters, bound):
    fresh = letters.filtered(lambda letter: not letter.attachment_id)
    chosen = fresh[: LETTERS * LETTER_BATCHES]
    times = []
    for first in range(0, len(chosen), LETTERS):
        batch = chosen[first : first + LETTERS]
        with Clock(batch.env) as clock:
            batch._produce_letters()
        times.append(clock.cpu_seconds / len(batch) * 1000)
    lines = mean(len(letter.line_ids) for letter in chosen)
    value = min(times) if bound else mean(times)
    return Figure(f"{name} ({lines:.1f} lines)", value, "ms", bound)


def find_cases(env, limit):
    """Cases with a message due whose debtor has an e-mail address."""
    return env["collection.case"].search(
        [
            ("item_ids.verdict", "=", "chase"),
            ("partner_id.email_normalized", "!=", False),
        ],
        order="id",
        limit=limit,
    )


def make_messages(run, cases, channel):
    """Actions for what is due, over that channel."""
    plans = [
        (case_id, debtor, plan._replace(channels=(channel,)))
        for case_id, debtor, plan in run._plan_messages(cases.ids)
    ]
    return run.env["collection.action"]._create_messages(run, plans)


def _time_peer(env):
    """Seconds a mail of Odoo's own batch sending, with a letter's text and no table."""
    template = env["mail.template"].create(
        {
            "name": "Peer",
            "model_id": env.ref("base.model_res_partner").id,
            "subject": "Reminder {{ object.name }}",
            "email_from": "accounts@bench.example",
            "email_to": "{{ object.email }}",
            "body_html": BODY,
        }
    )
    partners = env["res.partner"].search(
        [("email", "!=", False)], limit=BATCH * (BATCHES + 1)
    )
    times = []
    for first in range(0, len(partners), BATCH):
        batch = partners[first : first + BATCH]
        with Clock(env) as clock:
            template.send_mail_batch(batch.ids)
        times.append(clock.seconds / len(batch))
    return min(times)
