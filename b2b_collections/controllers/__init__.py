from . import ageing, letters, portal, portal_plan, unsubscribe
