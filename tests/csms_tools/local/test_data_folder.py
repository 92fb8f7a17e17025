from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from csms_tools.local.data_folder import DataFolder
from csms_tools.local.exclusive import Unusable


async def test_one_that_was_named_stays_and_is_nobody_elses_until_the_end(tmp_path: Path) -> None:
    named = tmp_path / "data"
    async with AsyncExitStack() as end:
        folder = DataFolder(named, end)
        with pytest.raises(Unusable, match="another csms is using it"):
            DataFolder(named, end)
        folder.forget()
    assert named.is_dir()
    async with AsyncExitStack() as end:
        assert DataFolder(named, end).path == named


async def test_one_for_want_of_a_name_goes_at_the_end_or_at_once() -> None:
    async with AsyncExitStack() as end:
        folder, forgotten = DataFolder(None, end), DataFolder(None, end)
        (forgotten.path / "key.pem").touch()
        forgotten.forget()
        assert (folder.path.is_dir(), forgotten.path.exists()) == (True, False)
    assert not folder.path.exists()
