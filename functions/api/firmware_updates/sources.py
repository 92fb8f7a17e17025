"""Where a charge point fetches its firmware: a location as it is, or an image of ours."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, model_validator

from api.http.models import Body
from api.http.problems import Problem
from csms import files


class Source(Body):
    """Either a `location`, or the id of a firmware `image`."""

    location: str | None = None
    image: Annotated[str, Field(min_length=1, max_length=36)] | None = None

    @model_validator(mode="after")
    def _is_one_of_both(self) -> "Source":
        if (self.location is None) == (self.image is None):
            raise ValueError("either a location or an image")
        return self

    def address(self, until: datetime) -> str:
        """What a charge point is told, which holds until then at least. Raises Problem."""
        if self.image is None:
            return str(self.location)
        try:
            return files.location_of_image(self.image, until)
        except (files.NoImage, files.NoPlace) as error:
            raise Problem(409, str(error)) from None
