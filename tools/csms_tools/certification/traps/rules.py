"""What implementations get wrong, C-01 to C-68: which rule is a trap, and why another is none.

A rule is a trap if a CSMS can break it, and a socket and the operator's interface can show it.
"""

from typing import NamedTuple

NUMBERS = tuple(f"C-{number:02}" for number in range(1, 69))


class LeftOut(NamedTuple):
    name: str
    why: str


LEFT_OUT = {
    "C-02": LeftOut("The case of identities", "Advice: OCPP has no rule about it."),
    "C-04": LeftOut("No subprotocol in common", "It is TC_088."),
    "C-21": LeftOut(
        "No boot is triggered once it is accepted",
        "What is sent is the operator's choice; what comes of its own accord fails any case.",
    ),
    "C-22": LeftOut("A boot ends no transaction", "It is TC_032_1."),
    "C-30": LeftOut("Invalid, Expired, Blocked", "It is TC_023_1 to TC_023_3, and C-23 at starts."),
    "C-33": LeftOut("Remote start and stop", "It is TC_010, TC_011_1 and TC_012."),
    "C-34": LeftOut(
        "What a reset and an unlock do to a transaction",
        "The charge point's rule; the CSMS's part is TC_013, TC_014, TC_018_1 and TC_031.",
    ),
    "C-42": LeftOut("Versions and suites of TLS", "It is TC_086 and TC_087."),
    "C-43": LeftOut("The server's certificate", "It is TC_086."),
    "C-46": LeftOut(
        "How certificates are signed",
        "It is TC_074; another algorithm is a choice of the operator's.",
    ),
    "C-47": LeftOut("Hash data of certificates", "It is TC_075_1, TC_075_2 and TC_076."),
    "C-48": LeftOut("A new root is signed by the old one", "The charge point's rule."),
    "C-54": LeftOut(
        "Purposes of charging profiles",
        "It is TC_056, TC_057, TC_059 and TC_067; each field is the operator's choice.",
    ),
    "C-55": LeftOut(
        "Kinds of charging schedules",
        "It is TC_056, TC_057 and TC_059; the rest is the charge point's rule.",
    ),
    "C-58": LeftOut("Data of an unknown vendor", "It is TC_064."),
    "C-64": LeftOut(
        "Passwords sent in hex", "Seen in the field, and no rule: C-37 looks at it beyond."
    ),
    "C-66": LeftOut(
        "The order of members", "No rule of OCPP: every case looks at it beyond the protocol."
    ),
    "C-67": LeftOut(
        "A remote start that comes to nothing",
        "The charge point's rule; the CSMS's part is TC_011_2.",
    ),
    "C-68": LeftOut(
        "Stops that are too large", "A limit of one platform: OCPP does not say how long one is."
    ),
}
