"""The demo from the empty database to the printed table."""

import logging
import subprocess

from tools.odoo_env import odoo_env, recreate_db
from tools.smtp_sink import SmtpSink

from . import checks, outputs
from .books import Books
from .company import Seller, install_chart
from .generator import make_ledger
from .ledger_file import LedgerFile
from .ledger_import import RATES_FROM, complete_partners, import_file
from .options import OUTPUTS, DemoError
from .play import Play
from .progress import Progress
from .report import count_by, format_report

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
        file = LedgerFile(options.ledger) if options.ledger else None
        chart = self._make_database()
        logging.getLogger(NOISY).setLevel(logging.CRITICAL)
        with (
            SmtpSink(options.outbox) as sink,
            odoo_env(options.db, options.config, "error") as env,
        ):
            # A crash may cost the demo its last second, and makes it twice as fast.
            env.cr.execute("SET synchronous_commit TO off")
            with self.progress.phase("company"):
                seller = Seller(env, file.currency if file else "IDR")
                seller.set_up(chart, sink.port)
            enter = self._import_ledger if file else self._make_up_ledger
            play = enter(seller, sink, file)
            env.cr.commit()
            self._play(play)
            self._write_results(seller, sink, play)
        print(f"\n{format_report(self.figures, self.checks)}\n")
        print(f"  results in {options.out}, {self.progress.total:.0f} s in all")
        print("  ./dev serve shows it in the browser")
        return all(check.holds for check in self.checks)

    def _make_database(self):
        options = self.options
        with self.progress.phase("database") as phase:
            try:
                recreate_db(options.db, options.template)
            except subprocess.CalledProcessError:
                raise DemoError(
                    f"the database {options.db} could not be made",
                    "stop what uses the database server (./dev stop), then try again",
                ) from None
            with odoo_env(options.db, options.config, "error") as env:
                chart = install_chart(env)
            phase.note = f"{options.db}, chart of accounts: {chart}"
        return chart

    def _make_up_ledger(self, seller, sink, _file):
        options = self.options
        ledger = make_ledger(options.start, options.end)
        books = Books(seller, ledger)
        with self.progress.phase("debtors") as phase:
            first_day = min(document.date for document in ledger.documents)
            seller.add_rates(("USD", "EUR"), first_day, options.end)
            books.enter_debtors()
            phase.note = f"{len(ledger.debtors)} debtors"
        with self.progress.phase("invoices") as phase:
            books.enter_documents()
            credit_notes = sum(document.is_credit for document in ledger.documents)
            invoices = len(ledger.documents) - credit_notes
            phase.note = f"{invoices} invoices, {credit_notes} credit notes"
        play = Play(seller, books)
        with self.progress.phase("payments") as phase:
            books.enter_payments()
            play.play_past(options.start)
            phase.note = f"{len(books.payment_lines)} payments"
        sink.bounce(ledger.bouncing)
        self._compare_documents(seller, ledger.totals())
        return play

    def _import_ledger(self, seller, sink, file):
        rates = seller.fixed_rates(file.other_currencies)
        with self.progress.phase("import") as phase:
            seller.add_fixed_rates(rates, RATES_FROM)
            imported = import_file(seller, file)
            phase.note = f"{imported.done_count:,} rows of {file.path.name}"
        with self.progress.phase("debtors") as phase:
            bouncing = complete_partners(imported.line_ids)
            sink.bounce(bouncing)
            phase.note = f"{len(imported.line_ids.partner_id)} debtors"
        self.figures["rates"] = {
            code: f"1 {code} = {rate} {file.currency}" for code, rate in rates.items()
        }
        self._compare_documents(seller, file.totals)
        return Play(seller)

    def _compare_documents(self, seller, expected):
        seller.env.flush_all()
        found = outputs.sum_documents(seller.env, seller.company)
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
