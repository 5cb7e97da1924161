"""A small vocabulary for tests of the rules: a few words of every sort."""

from belisha.rules.vocabulary.loading import EMPTY, WordsFile, extend

SMALL = extend(
    EMPTY,
    [
        WordsFile(
            "small.toml",
            """
            [roles]
            everyone = { label = "everyone" }
            staff = { label = "staff", within = ["everyone"], names = ["employee"] }
            teacher = { label = "teacher", within = ["staff"] }
            headteacher = { label = "headteacher", within = ["staff"], office = true }
            pupil = { label = "pupil", within = ["everyone"], names = ["child", "student"] }
            parent = { label = "parent or carer", within = ["everyone"], names = ["mum", "dad"] }
            school = { label = "the school", institution = true }
            [actions]
            contact = { label = "contact" }
            befriend = { label = "befriend", within = ["contact"], mutual = true, phrases = ["make friends"] }
            post-picture = { label = "post a picture", phrases = ["share a photo"] }
            report-concern = { label = "report a concern" }
            [facts]
            immediate-family = { label = "close family", question = "Are they close family?", unusual = true }
            in-lesson = { label = "in a lesson", question = "In a lesson?", implies = ["school-hours"] }
            school-hours = { label = "in school hours", question = "In school hours?" }
            age = { label = "age", question = "How old?", kind = "number" }
            platform = { label = "platform", question = "Where?", kind = "platform" }
            [platforms]
            whatsapp = { label = "WhatsApp" }
            facebook = { label = "Facebook", names = ["fb"] }
            [parties]
            police = { label = "the police" }
            lado = { label = "the LADO", names = ["designated officer"] }
            [registers]
            permissions = { label = "permissions" }
            incidents = { label = "incidents" }
            """,
        )
    ],
)
