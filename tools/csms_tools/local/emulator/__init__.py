"""AWS on a desk: DynamoDB and SQS in one process, on ministack's service modules.

Runs in the emulators' own environment, which has ministack, aiohttp and uvloop: of the rest of
`csms_tools` this package imports only what needs nothing else, permissions and plain HTTP.
"""
