from . import (
    base_partner_merge,
    collection_ageing_wizard,
    collection_approval_refuse_wizard,
    collection_call_wizard,
    collection_contact_wizard,
    collection_hold_change_wizard,
    collection_hold_wizard,
    collection_journal_export,
    collection_person_export,
    collection_refuse_wizard,
    collection_tracing_wizard,
    collection_wording_wizard,
)
