"""The page of the sign-in."""

from csms_tools.local.http_api import sign_in_page


def test_the_form_has_its_ticket_and_each_role_and_a_way_out() -> None:
    page = sign_in_page.drawn("a-ticket")
    assert "name=ticket value=a-ticket>" in page
    for role in ("viewer", "operator", "admin", "''"):
        assert f"<button name=role value={role}" in page
