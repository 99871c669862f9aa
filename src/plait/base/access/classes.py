"""What kind of thing a model's field or a form's field holds. A field without a class or group turns CI red."""

from enum import StrEnum


class FieldClass(StrEnum):
    """Classes of stored fields, most dangerous first."""

    LOCATION = "location"
    SOURCE = "source"
    SEALED = "sealed"
    CREDENTIAL = "credential"
    IDENTITY = "identity"
    CONTENT = "content"
    WORK = "work"
    REFERENCE = "reference"
    AUDIT = "audit"


class FieldGroup(StrEnum):
    """Groups of what is asked for and shared, so that a purpose, an agreement or a decision can speak of them."""

    IDENTITY = "identity"
    CONTACT_DETAILS = "contact_details"
    LOCATION = "location"
    FAMILY = "family"
    CONCERN = "concern"
    CHILD_VOICE = "child_voice"
    HEALTH = "health"
    POLICE = "police"
    EDUCATION = "education"
    SAFETY = "safety"
    SOURCE_IDENTITY = "source_identity"
    WORK = "work"
