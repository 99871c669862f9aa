"""Addresses of step downs."""

from django.urls import path

from plait.stepdown.views import holding, looking, stepping

urlpatterns = [
    path("referrals/<uuid:referral_id>/step-down/", stepping.step_down_page, name="step-down"),
    path("step-down/", holding.register, name="stepdowns"),
    path("step-down/<uuid:stepdown_id>/", holding.stepdown_page, name="stepdown"),
    path("step-down/<uuid:stepdown_id>/answer/", holding.answer, name="stepdown-answer"),
    path("step-down/<uuid:stepdown_id>/add/", stepping.add, name="stepdown-add"),
    path("step-down/<uuid:stepdown_id>/weigh/", stepping.weigh, name="stepdown-weigh"),
    path("step-down/<uuid:stepdown_id>/another/", stepping.another, name="stepdown-another"),
    path("step-down/<uuid:stepdown_id>/look/<str:promise>/", looking.look, name="stepdown-look"),
    path("step-down/<uuid:stepdown_id>/again/", looking.again, name="stepdown-again"),
    path("step-down/<uuid:stepdown_id>/up/", looking.up, name="stepdown-up"),
    path("step-down/<uuid:stepdown_id>/end/", looking.end, name="stepdown-end"),
]
