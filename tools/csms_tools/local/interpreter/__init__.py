"""Step Functions on a desk: moto's interpreter of the Amazon States Language, in one process.

Runs in the emulators' own environment; nothing in this package imports anything of the rest of
`csms_tools`. An execution lives as long as the process: what must outlive it is in DynamoDB.
"""
