from django.urls import path

from attendance.views import managing, registering
from attendance.views.staff import area, cancelling, people, roster, seats, sessions, walk_ins

STAFF_SESSION = "staff/<slug:programme>/sessions/<int:pk>/"
STAFF_PERSON = f"{STAFF_SESSION}people/<int:participant>/"

urlpatterns = [
    path("register/", registering.PickView.as_view(), name="register"),
    path("register/done/", registering.registered, name="registered"),
    path("register/webinar/<int:pk>/", registering.WebinarView.as_view(), name="register_webinar"),
    path("my-page/calendar.ics", managing.my_calendar, name="my_calendar"),
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
    path(STAFF_PERSON, people.person, name="staff_person"),
    path(f"{STAFF_PERSON}evidence/<int:evidence>/", people.take_evidence_back, name="staff_take_back"),
    path(f"{STAFF_PERSON}waiver/", people.waive_activity, name="staff_waive"),
]
