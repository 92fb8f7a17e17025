"""What all records of ours are asked of."""

from csms_tools.certification.operator.our_api import OurApi


class OfOurs:
    def __init__(self, api: OurApi) -> None:
        self.api = api
