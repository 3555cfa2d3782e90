from . import (
    collection_call_wizard,
    collection_contact_wizard,
    collection_refuse_wizard,
)
