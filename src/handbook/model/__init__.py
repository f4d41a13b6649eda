"""The engagement: each field declared once, with type, default, help, example and audience."""

from handbook.model.engagement import Engagement
from handbook.model.guide import GuideRow, field_guide
from handbook.model.part import Audience, Part, audience_of, item_key
from handbook.model.schema import firm_schema, schema

__all__ = (
    "Audience",
    "Engagement",
    "GuideRow",
    "Part",
    "audience_of",
    "field_guide",
    "firm_schema",
    "item_key",
    "schema",
)
