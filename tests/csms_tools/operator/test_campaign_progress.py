from csms_tools.operator.campaign_progress import stage


def test_how_far_it_is_fits_a_line() -> None:
    progress = {"queued": 3, "inProgress": 1, "ends": {"installed": 2, "failed": 1}}
    campaign = {"status": "rolling out", "phase": 1, "phases": [{}, {}], "progress": progress}
    assert stage(campaign) == (
        "rolling out, phase 1 of 2: 3 queued, 1 in progress, 2 installed, 1 failed"
    )
