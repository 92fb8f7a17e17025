from csms_tools.rehearsal.second_region import shared

FIRST = {
    "ViewerRequest": ("AWS::CloudFront::Function", "csms-viewer-request"),
    "FilesBucket": ("AWS::S3::Bucket", "csms-filesbucket-1"),
    "ConnectLogs": ("AWS::Logs::LogGroup", "csms-ConnectLogs"),
}


def test_a_name_of_the_whole_account_that_both_regions_have_is_told() -> None:
    second = FIRST | {"FilesBucket": ("AWS::S3::Bucket", "csms-filesbucket-2")}
    assert shared(FIRST, second) == ["ViewerRequest is csms-viewer-request in both"]


def test_what_only_the_first_has_is_not_shared() -> None:
    assert shared(FIRST, {}) == []
