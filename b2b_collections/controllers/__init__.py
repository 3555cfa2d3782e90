from . import ageing, letters, portal, portal_placement, portal_plan, unsubscribe
