"""The kernel that every function shares: OCPP's vocabulary, the two directions, the store."""

import gc
import os

__version__ = "0.1.0"

if "AWS_LAMBDA_FUNCTION_NAME" in os.environ:
    # What a start makes stays: to look through it for garbage, some 25 times, takes 20 ms of CPU.
    gc.set_threshold(100_000, 10, 10)
