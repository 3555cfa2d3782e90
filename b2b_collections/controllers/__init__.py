from . import ageing, letters, portal, portal_placement, portal_plan, unsubscribe
from . import ageing, allowance, letters, portal, portal_plan, unsubscribe
