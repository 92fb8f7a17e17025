"""What functions may do, judged where AWS judges it: at the service, by whose key signed.

It is imported by the emulators too, which have an environment of their own: it needs nothing.
"""
