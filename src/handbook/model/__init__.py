"""The engagement: each field declared once, with type, default, help, example and audience."""

from handbook.model.engagement import Engagement
from handbook.model.part import Audience, Part, audience_of, item_key

__all__ = ("Audience", "Engagement", "Part", "audience_of", "item_key")
