"""Engagement Handbook: one engagement file in, a tailored onboarding handbook out."""

__version__ = "0.1.0"
