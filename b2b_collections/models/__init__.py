from . import (
    account_move,
    collection_action,
    collection_action_line,
    collection_case,
    collection_item,
    collection_level,
    collection_policy,
    collection_run,
    collection_run_line,
    collection_stage,
    res_company,
    res_partner,
)
