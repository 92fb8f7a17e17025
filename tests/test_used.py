"""What the layer offers is used by what is shipped: what only tests call is theirs."""

import ast
from collections.abc import Iterator

from tests.support import ROOT

Named = tuple[str, str]  # a module, and a name in it

TREES = {
    ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__"): (
        path.name == "__init__.py",
        ast.parse(path.read_text()),
    )
    for root in (ROOT / "layers" / "csms", ROOT / "functions", ROOT / "tools", ROOT)
    for path in (root.glob("benchmarks/**/*.py") if root == ROOT else root.rglob("*.py"))
}


def imported(tree: ast.Module) -> dict[str, Named]:
    """By the name that it has here."""
    return {
        one.asname or one.name: (statement.module, one.name)
        for statement in ast.walk(tree)
        if isinstance(statement, ast.ImportFrom) and statement.module
        for one in statement.names
    }


def used_in(module: str, tree: ast.Module) -> Iterator[Named]:
    names = imported(tree)
    for node in ast.walk(tree):
        match node:
            case ast.Name(name, ast.Load()):
                yield names.get(name, (module, name))
            case ast.Attribute(ast.Name(owner), name) if owner in names:
                yield ".".join(names[owner]), name


def passed_on(named: Named) -> Named:
    """A name of a package is that of the module which it comes from."""
    is_package, tree = TREES.get(named[0], (False, ast.Module([], [])))
    return imported(tree).get(named[1], named) if is_package else named


def test_whatever_the_layer_offers_is_used_outside_of_the_tests() -> None:
    used = {
        passed_on(named) for module, (_, tree) in TREES.items() for named in used_in(module, tree)
    }
    offered = {
        (module, node.name)
        for module, (_, tree) in TREES.items()
        if module.partition(".")[0] == "csms"
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    }
    assert len(offered) > 300
    assert offered - used == set()
