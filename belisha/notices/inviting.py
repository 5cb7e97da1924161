from belisha.notices.actions import queue_notice
from belisha.people.models import School


def queue_invitation(school_id: int, to_id: int, key: str, link: str) -> None:
    """Put the mail with an invited person's link into the outbox, in the transaction of the invitation."""
    school = School.objects.get(pk=school_id)
    text = (
        f"{school.name} keeps its social media policy here, and has made an account for you.\n\n"
        f"Follow this link to choose a password:\n{link}\n\n"
        "The link is for you alone. If you did not expect it, leave it be: nothing happens without it."
    )
    queue_notice(
        school_id=school_id, to_id=to_id, key=key, subject=f"Your account at {school.name}", text=text
    )
