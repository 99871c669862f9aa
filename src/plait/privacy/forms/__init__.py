"""Forms of the reviewer’s desk."""

from plait.privacy.forms.because import BecauseForm
from plait.privacy.forms.complaints import AnswerComplaintForm, ComplaintForm
from plait.privacy.forms.keeping import ClassForm, HoldForm, ProposeForm
from plait.privacy.forms.looking import (
    ExplainForm,
    FlagForm,
    FoundForm,
    LookedAtForm,
    OwnPeopleForm,
    SettleLookupForm,
    SheetForm,
)
from plait.privacy.forms.requests import (
    AnswerRequestForm,
    CheckRequestForm,
    ExtendForm,
    LineForm,
    RequestForm,
    SettleLineForm,
)

__all__ = [
    "AnswerComplaintForm",
    "AnswerRequestForm",
    "BecauseForm",
    "CheckRequestForm",
    "ClassForm",
    "ComplaintForm",
    "ExplainForm",
    "ExtendForm",
    "FlagForm",
    "FoundForm",
    "HoldForm",
    "LineForm",
    "LookedAtForm",
    "OwnPeopleForm",
    "ProposeForm",
    "RequestForm",
    "SettleLineForm",
    "SettleLookupForm",
    "SheetForm",
]
