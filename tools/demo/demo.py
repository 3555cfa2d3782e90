"""The demo from the empty database to the printed table."""

import logging
from contextlib import contextmanager

from tools.odoo_env import odoo_env
from tools.smtp_sink import SmtpSink

from . import checks, outputs, prepared
from .company import Seller, install_chart
from .options import OUTPUTS
from .play import Play
from .progress import Progress
from .report import count_by, format_report
from .sources import MadeUpLedger, OwnLedger

# A bounce is part of the demo; Odoo would log a traceback for it.
NOISY = "odoo.addons.mail.models.mail_mail"


class Demo:
    def __init__(self, options):
        self.options = options
        self.progress = Progress()
        self.checks = []
        self.figures = {
            "ledger": options.ledger.name if options.ledger else "made up",
            "from": str(options.start),
            "as_of": str(options.end),
        }

    def run(self):
        """Play everything; return whether all checks hold."""
        options = self.options
        if options.ledger:
            source = OwnLedger(options.ledger)
        else:
            source = MadeUpLedger(options.start, options.end)
        self._prepare_database(source)
        logging.getLogger(NOISY).setLevel(logging.CRITICAL)
        with SmtpSink(options.outbox) as sink, self._open(source) as seller:
            seller.send_mail_to(sink.port)
            sink.bounce(source.get_bouncing(seller.env))
            play = Play(seller, source.load_books(seller))
            self._compare_documents(seller, source)
            self._play(play)
            self._write_results(seller, sink, play)
        print(f"\n{format_report(self.figures, self.checks)}\n")
        print(f"  results in {options.out}, {self.progress.total:.0f} s in all")
        print("  ./dev serve shows it in the browser")
        return all(check.holds for check in self.checks)

    @contextmanager
    def _open(self, source):
        options = self.options
        with odoo_env(options.db, options.config, "error") as env:
            # A crash may cost the demo its last second, and makes it twice as fast.
            env.cr.execute("SET synchronous_commit TO off")
            yield Seller(env, source.currency)

    def _prepare_database(self, source):
        """The company with its ledger, entered now or for an earlier demo."""
        options = self.options
        name = prepared.prepared_name(options.template, source.key)
        if prepared.exists(name):
            with self.progress.phase("database") as phase:
                prepared.copy(name, options.db)
                phase.note = f"{options.db}, with the ledger entered earlier"
            return
        with self.progress.phase("database") as phase:
            prepared.copy(options.template, options.db)
            with odoo_env(options.db, options.config, "error") as env:
                chart = install_chart(env)
            phase.note = f"{options.db}, chart of accounts: {chart}"
        with self._open(source) as seller:
            with self.progress.phase("company"):
                seller.set_up(chart)
            source.enter(seller, self.progress)
        with self.progress.phase("copy for the next demo"):
            prepared.copy(options.db, name)
            prepared.drop_outdated()

    def _compare_documents(self, seller, source):
        expected = source.totals
        found = outputs.sum_documents(seller.env, seller.company)
        self.figures["rates"] = {
            code: f"1 {code} = {rate} {source.currency}"
            for code, rate in source.get_rates(seller).items()
        }
        self.figures["ledger_totals"] = {
            code: {"ledger": f"{expected.get(code, 0):.2f}", "posted": f"{amount:.2f}"}
            for code, amount in found.items()
        }
        name = "posted documents equal the ledger, per currency"
        self.checks.append(checks.check_totals(name, expected, found))

    def _play(self, play):
        options = self.options
        with self.progress.phase("preview"):
            play.go_live(options.start)
            play.env.cr.commit()
        with self.progress.phase("daily runs") as phase:
            days = play.play_days(options.start, options.end, phase)
            phase.note = f"{days} days, " + ", ".join(
                f"{name} {seconds:.1f} s" for name, seconds in play.seconds.items()
            )

    def _write_results(self, seller, sink, play):
        env, company, options = seller.env, seller.company, self.options
        with self.progress.phase("ageing.xlsx"):
            outputs.write_ageing(env, company, options.end, options.out / "ageing.xlsx")
        with self.progress.phase("letters.pdf") as phase:
            path = options.out / "letters.pdf"
            letters, pages = outputs.write_letters(env, company, path)
            phase.note = f"{letters} letters, {pages} pages"
        with self.progress.phase("figures"):
            self._collect_figures(env, company)
            self._check_results(env, company, sink)
        self.figures["letters"] = {"letters": letters, "pages": pages}
        self.figures["outbox"] = {"received": sink.received, "refused": sink.refused}
        self.figures["seconds"] = {
            **self.progress.seconds,
            "daily runs by part": {k: round(v, 2) for k, v in play.seconds.items()},
            "total": round(self.progress.total, 2),
        }
        self.checks.append(self._write_json())

    def _collect_figures(self, env, company):
        actions = outputs.count_actions(env, company)
        decisions = outputs.count_decisions(env, company)
        self.figures.update(
            currency=company.currency_id.name,
            decisions=decisions,
            items_by_decision=count_by(decisions, "decision", "items"),
            items_by_reason=count_by(decisions, "reason", "items"),
            actions=actions,
            actions_by_level=count_by(actions, "level"),
            actions_by_channel=count_by(actions, "channel"),
            actions_by_state=count_by(actions, "state"),
            ageing=outputs.sum_ageing(env, company, self.options.end),
            receivables=outputs.sum_receivables(env, company, self.options.end),
        )

    def _check_results(self, env, company, sink):
        ageing = {code: row["total"] for code, row in self.figures["ageing"].items()}
        self.checks.append(
            checks.check_totals(
                "ageing equals the receivable accounts, per currency",
                self.figures["receivables"],
                ageing,
            )
        )
        sent = outputs.count_sent_mails(env, company)
        self.checks += checks.check_outbox(self.options.outbox, sent)

    def _write_json(self):
        """Last, because it holds all the rest; its own check is made after it."""
        path = self.options.out / "run.json"
        self.figures["checks"] = [check._asdict() for check in self.checks]
        outputs.write_json(path, self.figures)
        return checks.check_files([self.options.out / name for name in OUTPUTS])
