"""What spoils the cases of Local Authorization List Management, and how each says so."""

from dataclasses import replace

from tests.csms_tools.certification.mutations.mutation import (
    Mutation,
    called,
    called_by,
    never_called,
    not_recorded,
    recorded,
    told,
)

LIST = "SendLocalList"
VERSION = "GetLocalListVersion"


def has_told(version: int) -> list[Mutation]:
    expects = f"told version {version}"
    return [
        never_called(VERSION),
        called(VERSION, "a member too many", "valid by the official schema", listVersion=1),
        told(VERSION, {"listVersion": 7}),
        not_recorded("local_list", expects),
        recorded("local_list", "another", expects, lambda one: replace(one, reported=3)),
    ]


def not_accepted() -> list[Mutation]:
    return [
        never_called(LIST),
        called(
            LIST, "Differential", "updateType is Full|as the operator", updateType="Differential"
        ),
        told(LIST, {"status": "Accepted"}),
        recorded(
            "local_list",
            "it is recorded all the same",
            "no list that the charge point has not accepted",
            lambda one: replace(one, version=1),
        ),
    ]


def accepted(entry: str) -> list[Mutation]:
    """`entry`: the expectation that names the entries' idTagInfo."""
    expects = "the list that the charge point has accepted"
    without = {"localAuthorizationList__0__idTagInfo": None}
    return [
        called(LIST, "no idTagInfo", entry, **without),
        told(LIST, {"status": "Failed"}),
        not_recorded("local_list", expects),
        recorded("local_list", "other tags", expects, lambda one: replace(one, id_tags={"A"})),
    ]


def of_type(update_type: str, mutation: Mutation) -> Mutation:
    """The mutation is made of lists of that type alone."""
    spoil = mutation.frames
    assert spoil
    return replace(
        mutation,
        frames=lambda named, frame: (
            spoil(named, frame)
            if frame[0] == 2 and frame[-1].get("updateType") == update_type
            else [frame]
        ),
    )


def sent_twice(action: str) -> Mutation:
    return Mutation(
        f"{action} is sent again at once",
        "one CALL is open at a time",
        frames=lambda named, frame: (
            [frame, [2, f"extra-{frame[1]}"[:36], *frame[2:]]]
            if (frame[0], named) == (2, action)
            else [frame]
        ),
    )


MUTATIONS: dict[str, list[Mutation]] = {
    "TC_042_1": has_told(-1),
    "TC_042_2": has_told(0),
    "TC_043_1": not_accepted(),
    "TC_043_3": [*not_accepted(), sent_twice(LIST)],
    "TC_043_4": [
        *accepted("every entry has idTagInfo"),
        called(LIST, "Differential", "updateType is Full", updateType="Differential"),
        called(LIST, "no list", "the id tags that the operator named", localAuthorizationList=None),
        called(LIST, "another tag", "the id tags", localAuthorizationList__0__idTag="OTHER"),
    ],
    "TC_043_5": [
        *accepted("every entry has idTagInfo"),
        never_called(VERSION),
        *(
            of_type("Differential", one)
            for one in (
                called(LIST, "Full", "updateType is Differential", updateType="Full"),
                called(LIST, "the first version", "greater than before", listVersion=1),
                called_by(
                    LIST,
                    "all of the list",
                    "only the new id tag",
                    lambda sent: (
                        sent
                        | {
                            "localAuthorizationList": [
                                *sent["localAuthorizationList"],
                                {"idTag": "A"},
                            ]
                        }
                    ),
                ),
                called(
                    LIST,
                    "no idTagInfo",
                    "the new entry has idTagInfo",
                    localAuthorizationList__0__idTagInfo=None,
                ),
            )
        ),
    ],
}
