"""A strict charge point: it shares no code with the CSMS, nor with the simulator.

A judge must not make the defendant's mistakes.
"""
