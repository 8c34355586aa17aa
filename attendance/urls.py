from django.urls import path

from attendance.views import calendars, managing, records, registering
from attendance.views.staff import (
    area,
    cancelling,
    deciding,
    objections,
    people,
    reports,
    roster,
    seats,
    sessions,
    taking_reports,
    walk_ins,
)

STAFF_SESSION = "staff/<slug:programme>/sessions/<int:pk>/"
STAFF_REPORT = f"{STAFF_SESSION}reports/<int:report>/"
STAFF_PERSON = f"{STAFF_SESSION}people/<int:participant>/"

urlpatterns = [
    path("register/", registering.PickView.as_view(), name="register"),
    path("register/done/", registering.registered, name="registered"),
    path("register/webinar/<int:pk>/", registering.WebinarView.as_view(), name="register_webinar"),
    path("my-page/calendar.ics", calendars.my_calendar, name="my_calendar"),
    path("my-page/calendar/", calendars.my_calendar_address, name="my_calendar_address"),
    path("my-page/calendar/give/", calendars.give, name="give_calendar_address"),
    path("my-page/calendar/renew/", calendars.renew, name="renew_calendar_address"),
    path("my-page/calendar/revoke/", calendars.revoke, name="revoke_calendar_address"),
    path("calendar/own/<slug:key>.ics", calendars.own_calendar, name="own_calendar"),
    path("my-page/attendance/", records.my_records, name="my_records"),
    path("my-page/attendance/<int:pk>/", records.object_to_record, name="object_to_record"),
    path("register/withdraw/<int:pk>/", managing.withdraw, name="withdraw"),
    path("manage/<str:token>/", managing.manage, name="manage"),
    path("manage/<str:token>/withdraw/<int:pk>/", managing.manage_withdraw, name="manage_withdraw"),
    path("staff/", area.home, name="staff_home"),
    path("staff/<slug:programme>/", sessions.sessions, name="staff_sessions"),
    path(STAFF_SESSION, roster.roster, name="staff_roster"),
    path(f"{STAFF_SESSION}paper/", roster.paper_list, name="staff_paper_list"),
    path(f"{STAFF_SESSION}roster.csv", roster.export, {"kind": "csv"}, name="staff_roster_csv"),
    path(f"{STAFF_SESSION}roster.xlsx", roster.export, {"kind": "xlsx"}, name="staff_roster_xlsx"),
    path(f"{STAFF_SESSION}add/", walk_ins.add, name="staff_add"),
    path(f"{STAFF_SESSION}cancel/", cancelling.cancel, name="staff_cancel"),
    path(f"{STAFF_SESSION}registrations/", seats.seats, name="staff_seats"),
    path(f"{STAFF_SESSION}registrations/<int:registration>/", seats.decide, name="staff_decide"),
    path(f"{STAFF_SESSION}everybody/", roster.everybody, name="staff_everybody"),
    path(f"{STAFF_SESSION}undo/", roster.undo_save, name="staff_undo_save"),
    path("staff/<slug:programme>/objections/", objections.objections, name="staff_objections"),
    path("staff/<slug:programme>/objections/<int:objection>/", objections.answer, name="staff_answer"),
    path(f"{STAFF_SESSION}reports/", taking_reports.reports, name="staff_reports"),
    path(STAFF_REPORT, reports.report, name="staff_report"),
    path(f"{STAFF_REPORT}save/", reports.apply, name="staff_report_apply"),
    path(f"{STAFF_REPORT}undo/", reports.undo, name="staff_report_undo"),
    path(f"{STAFF_REPORT}discard/", reports.discard, name="staff_report_discard"),
    path(f"{STAFF_REPORT}people/<int:entry>/", deciding.person, name="staff_report_person"),
    path("staff/<slug:programme>/remembered/", deciding.remembered, name="staff_remembered"),
    path("staff/<slug:programme>/remembered/<int:choice>/", deciding.forget_choice, name="staff_forget"),
    path(
        "staff/<slug:programme>/remembered/columns/<int:mapping>/",
        deciding.forget_mapping,
        name="staff_forget_columns",
    ),
    path(STAFF_PERSON, people.person, name="staff_person"),
    path(f"{STAFF_PERSON}evidence/<int:evidence>/", people.take_evidence_back, name="staff_take_back"),
    path(f"{STAFF_PERSON}excused/", people.excuse_person, name="staff_excuse"),
    path(f"{STAFF_PERSON}waiver/", people.waive_activity, name="staff_waive"),
]
