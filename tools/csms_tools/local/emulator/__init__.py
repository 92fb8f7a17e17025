"""AWS on a desk: DynamoDB and SQS in one process, on ministack's service modules.

Runs in the emulators' own environment, which has ministack, httptools and uvloop and nothing of
ours: nothing in this package imports anything of the rest of `csms_tools`.
"""
