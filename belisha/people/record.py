"""What the record tells of people, roles, accounts, devices and the settings of a school."""

from belisha.audit.verbs import Verb


class PeopleEvent(Verb):
    """What was done here."""

    CHANGED_SETTINGS = "changed-settings", "changed the school’s settings"
    ENDED_ACCESS_TOKEN = "ended-access-token", "ended an access token"
    MADE_ACCESS_TOKEN = "made-access-token", "made an access token"
    ADDED_TERM = "added-term", "added a term"
    ADDED_WAY_TO_SIGN_IN = "added-way-to-sign-in", "added a way to sign in"
    BROUGHT_SOMEBODY_BACK = "brought-somebody-back", "brought somebody back"
    CHANGED_PERSON = "changed-person", "changed a person"
    CHANGED_ROLE = "changed-role", "changed a role"
    CHANGED_TERM = "changed-term", "changed a term"
    CHANGED_THEIR_PASSWORD = "changed-their-password", "changed their password"
    CHANGED_WHO_HOLDS_RIGHT = "changed-who-holds-right", "changed who holds a right"
    CHOSE_NEW_PASSWORD_BY_LINK = "chose-new-password-by-link", "chose a new password by a link"
    CHOSE_PASSWORD = "chose-password", "chose a password"
    COULD_NOT_SIGN_IN = "could-not-sign-in", "could not sign in"
    ENDED_BODY_OVER_SCHOOL = "ended-body-over-school", "ended a body over the school"
    ENDED_SESSIONS = "ended-sessions", "signed people out everywhere"
    ENDED_ROLE_FOR_ANOTHER = "ended-role-for-another", "ended a role for another"
    ENDED_ROLE_ON_LEAVING = "ended-role-on-leaving", "ended a role on leaving"
    ENTERED_ABSENCE = "entered-absence", "entered an absence"
    GAVE_ROLE = "gave-role", "gave a role"
    GAVE_ROLE_ITS_LAST_DAY_ON_LEAVING = (
        "gave-role-its-last-day-on-leaving",
        "gave a role its last day on leaving",
    )
    INVITED_SOMEBODY = "invited-somebody", "invited somebody"
    JOINED_BY_INVITATION = "joined-by-invitation", "joined by invitation"
    MADE_CARD = "made-card", "made a card"
    MADE_LINK_TO_NEW_PASSWORD = "made-link-to-new-password", "made a link to a new password"
    MADE_NEW_RECOVERY_CODES = "made-new-recovery-codes", "made new recovery codes"
    NAMED_BODY_OVER_SCHOOL = "named-body-over-school", "named a body over the school"
    NAMED_SHARED_DEVICE = "named-shared-device", "named a shared device"
    OPENED_SHARED_DEVICE = "opened-shared-device", "opened a shared device"
    REMOVED_ABSENCE = "removed-absence", "removed an absence"
    REMOVED_TERM = "removed-term", "removed a term"
    REMOVED_WAY_TO_SIGN_IN = "removed-way-to-sign-in", "removed a way to sign in"
    RESET_SECOND_FACTOR = "reset-second-factor", "reset a second factor"
    SIGNED_IN = "signed-in", "signed in"
    SIGNED_IN_BY_CARD = "signed-in-by-card", "signed in by card"
    SIGNED_IN_WITH_PROVIDER = "signed-in-with-provider", "signed in with a provider"
    TOOK_BACK_ROLE_GIVEN_BY_MISTAKE = "took-back-role-given-by-mistake", "took back a role given by mistake"
    TOOK_CARD_AWAY = "took-card-away", "took a card away"
    TOOK_SHARED_DEVICE_AWAY = "took-shared-device-away", "took a shared device away"
    WITHDREW_INVITATION = "withdrew-invitation", "withdrew an invitation"
