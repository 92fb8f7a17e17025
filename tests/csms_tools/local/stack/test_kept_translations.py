import os
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest

from csms_tools.local.stack import template, translation
from csms_tools.local.stack.kept_translations import MOST_KEPT, KeptTranslations
from tests.csms_tools.local import stacks
from tests.support import ROOT

REGION = "eu-west-1"


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> KeptTranslations:
    """What a start of its own would find, in an empty folder."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    kept = KeptTranslations(tmp_path / "kept")
    monkeypatch.setattr(template, "KeptTranslations", lambda: kept)
    return kept


@pytest.fixture
def translations(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that the translator has been given."""
    texts: list[str] = []
    real = translation.translation

    def counted(
        path: Path, text: str, parameters: dict[str, str], region: str
    ) -> template.Properties:
        texts.append(text)
        return real(path, text, parameters, region)

    monkeypatch.setattr(translation, "translation", counted)
    return texts


def test_what_is_kept_is_what_the_translator_says(kept: KeptTranslations) -> None:
    path = ROOT / "template.yaml"
    fresh = translation.translation(path, path.read_text(), {}, REGION)
    assert [template.translated(path, {}, REGION) for _ in range(2)] == [fresh, fresh]


def test_a_template_is_translated_anew_when_anything_has_changed(
    kept: KeptTranslations, translations: list[str], tmp_path: Path
) -> None:
    path = stacks.application(tmp_path, more="Topic: {Type: AWS::SNS::Topic}")
    for _ in range(2):
        template.translated(path, {}, REGION)
    assert len(translations) == 1
    path.write_text(path.read_text().replace("Topic:", "Subject:"))
    assert "Subject" in template.translated(path, {}, REGION)["Resources"]
    template.translated(path, {}, "us-east-1")
    assert len(translations) == 3


def test_each_value_of_a_parameter_has_its_own(
    kept: KeptTranslations, translations: list[str], tmp_path: Path
) -> None:
    path = stacks.application(tmp_path)
    path.write_text(f"Parameters: {{Name: {{Type: String, Default: a}}}}\n{path.read_text()}")
    for name in ("one", "two", "one"):
        template.translated(path, {"Name": name}, REGION)
    assert len(translations) == 2
    with pytest.raises(template.TemplateError, match="no parameter Other"):
        template.translated(path, {"Name": "one", "Other": "x"}, REGION)


def test_one_serves_every_port_of_our_own(
    kept: KeptTranslations, translations: list[str], tmp_path: Path
) -> None:
    path = stacks.application(
        tmp_path,
        more="""
        Own:
          Type: AWS::Serverless::LayerVersion
          Properties: {LayerName: !Ref Url, ContentUri: layer/}
        """,
    )
    path.write_text(f"Parameters: {{Url: {{Type: String}}}}\n{path.read_text()}")
    first, second = [
        str(template.translated(path, {"Url": f"{here}/issuer"}, REGION, here=here))
        for here in ("http://127.0.0.1:8080", "http://127.0.0.1:41234")
    ]
    assert "http://127.0.0.1:41234/issuer" in second
    assert first.replace("http://127.0.0.1:8080", "http://127.0.0.1:41234") == second
    assert len(translations) == 1


@pytest.mark.parametrize("written", ["{No: 1}", "2012-10-17"])
def test_what_json_would_change_is_not_kept(
    kept: KeptTranslations, translations: list[str], tmp_path: Path, written: str
) -> None:
    path = stacks.application(tmp_path)
    path.write_text(f"Metadata: {{Own: {written}}}\n{path.read_text()}")
    first, second = [template.translated(path, {}, REGION) for _ in range(2)]
    assert first == second
    assert len(translations) == 2


def test_what_was_translated_before_costs_no_translator(tmp_path: Path) -> None:
    path = stacks.application(tmp_path, more=f"Topic{uuid4().hex}: {{Type: AWS::SNS::Topic}}")
    program = (
        "import sys; from pathlib import Path; from csms_tools.local.stack.stack import Stack\n"
        f"Stack.load(Path({str(path)!r}))\n"
        "print('samtranslator.translator' in sys.modules, 'boto3' in sys.modules)"
    )
    environment = {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    }
    said = [
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            check=True,
            text=True,
            env=environment,
        ).stdout
        for _ in range(2)
    ]
    assert said == ["True True\n", "False False\n"]


def test_only_the_last_used_are_kept(kept: KeptTranslations) -> None:
    for number in range(MOST_KEPT):
        kept.write(str(number), {})
        os.utime(kept._file(str(number)), (number, number))
    assert kept.read("0") == {}  # and so it was used last
    kept.write("one more", {})
    found = [kept.read(key) for key in ("0", "1", "2", "one more")]
    assert found == [{}, None, {}, {}]


def test_where_nothing_may_be_written_nothing_is_kept(
    kept: KeptTranslations, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    nowhere = KeptTranslations(tmp_path / "file" / "kept")
    nowhere.write("key", {})
    assert nowhere.read("key") is None
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    kept.write("key", {})
    assert kept.read("key") is None
