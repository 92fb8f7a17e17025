"""The rules of part C, which implementations get wrong: what is a trap, and why the rest is none.

A rule is a trap if a CSMS can break it, and a socket and the operator's interface can show it.
"""

NUMBERS = tuple(f"C-{number:02}" for number in range(1, 69))

LEFT_OUT = {
    "C-02": "Advice: OCPP has no rule about the case of identities, which are made by operators.",
    "C-04": "It is TC_088.",
    "C-21": "What leaves is the operator's choice; what comes of its own accord fails any case.",
    "C-22": "It is TC_032_1.",
    "C-30": "It is TC_023_1, TC_023_2 and TC_023_3; for StartTransaction, C-23.",
    "C-33": "It is TC_010, TC_011_1 and TC_012.",
    "C-34": "The charge point's rule; the CSMS's part is TC_013, TC_014, TC_018_1 and TC_031.",
    "C-42": "It is TC_086 and TC_087.",
    "C-43": "It is TC_086.",
    "C-46": "It is TC_074; another algorithm is a choice of the operator's.",
    "C-47": "It is TC_075_1, TC_075_2 and TC_076.",
    "C-48": "The charge point's rule.",
    "C-54": "It is TC_056, TC_057, TC_059 and TC_067, each field being the operator's choice.",
    "C-55": "It is TC_056, TC_057 and TC_059; the rest is the charge point's rule.",
    "C-58": "It is TC_064.",
    "C-64": "Seen in the field, and no rule: C-37 looks at it beyond the protocol.",
    "C-66": "No rule of OCPP: every case looks at it beyond the protocol.",
    "C-67": "The charge point's rule; the CSMS's part is TC_011_2.",
    "C-68": "A limit of one platform: how long a frame may be is not said by OCPP.",
}
"""By number; for each rule that is no trap, why."""
