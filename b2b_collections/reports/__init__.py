import logging

# WeasyPrint tells of eight steps a document, from its import on.
logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)

from . import (  # noqa: E402
    report_agreement,
    report_journal,
    report_letter,
    report_matter,
    report_statement,
    report_visit,
)
