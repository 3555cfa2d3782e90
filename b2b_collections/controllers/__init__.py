from . import (
    ageing,
    allowance,
    letters,
    portal,
    portal_placement,
    portal_plan,
    unsubscribe,
)
