"""A file for the manufacturer does not tell who charged."""

import json

from tests.console.deciding import decided

REDACTING = "views/charge_point/messages/redacting.ts"


def test_an_id_tag_has_the_same_other_name_wherever_it_stands() -> None:
    start = '[2,"1","StartTransaction",{"connectorId":1,"idTag":"A\\"B"}]'
    answer = '[3,"1",{"idTagInfo":{"parentIdTag": "GROUP","status":"Accepted"}}]'
    stop = '[2,"2","StopTransaction",{"idTag":"A\\"B","meterStop":7}]'
    messages = [{"id": "1", "frame": start, "answer": answer}, {"id": "2", "frame": stop}]
    first, second = decided(REDACTING, "withoutIdTags", messages)
    assert json.loads(first["frame"])[3] == {"connectorId": 1, "idTag": "id-tag-1"}
    assert json.loads(first["answer"])[2]["idTagInfo"]["parentIdTag"] == "id-tag-2"
    assert second == {
        "id": "2",
        "frame": '[2,"2","StopTransaction",{"idTag":"id-tag-1","meterStop":7}]',
    }


def test_a_frame_that_was_cut_loses_its_id_tag_too() -> None:
    (cut,) = decided(REDACTING, "withoutIdTags", [{"id": "1", "frame": '[2,"1","X",{"idTag":"AB'}])
    assert "AB" not in cut["frame"]
