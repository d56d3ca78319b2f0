"""Who acts is known in one place, and each route that changes something says what it needs."""

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dpia.web import __file__ as web
from dpia.web.permitting import NOT_ALLOWED, Needs
from dpia.web.principals import Permission, local
from tests.support.browsing import Desk, desk_over, example, said
from tests.web.test_guarding import FORM, UNSAFE, address

OPEN = {"/sign-in", "/launch"}
"""Whoever asks for these is nobody yet."""
WHO = ("principal", "actor")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk_over(tmp_path_factory.mktemp("w") / "workspace.sqlite") as found:
        found.add(example("lumen-line"))
        yield found


def routes(desk: Desk) -> list[tuple[str, str, list[Permission]]]:
    """Every route that can change something, and the permissions that it names."""

    def walk(found: list[Any], prefix: str) -> Iterator[tuple[str, str, list[Permission]]]:
        for route in found:
            inner = getattr(route, "original_router", None)
            if inner is not None:
                yield from walk(inner.routes, prefix + route.include_context.prefix)
                continue
            named = [
                one.dependency.permission
                for one in getattr(route, "dependencies", ())
                if isinstance(one.dependency, Needs)
            ]
            for method in sorted(getattr(route, "methods", None) or ()):
                if method in UNSAFE:
                    yield method, prefix + route.path, named

    return list(walk(desk.client.app.router.routes, ""))


def test_each_route_that_can_change_something_names_one_permission(desk: Desk) -> None:
    found = routes(desk)
    assert len(found) >= 30
    assert [(method, path) for method, path, named in found if len(named) != 1 and path not in OPEN] == []
    assert {named[0] for _, _, named in found if named} == set(Permission)


def test_the_routes_of_a_decision_need_what_no_other_route_needs(desk: Desk) -> None:
    by = {path: named[0] for _, path, named in routes(desk) if named}
    assert {path for path, one in by.items() if one is Permission.SIGN} == {"/a/{name}/sign"}
    assert {path for path, one in by.items() if one is Permission.DECIDE} == {"/a/{name}/decision", "/a/{name}/accept"}
    assert {path for path, one in by.items() if one is Permission.DELETE} == {"/a/{name}/delete"}


def test_whoever_lacks_a_permission_is_refused_by_every_route_that_needs_it(desk: Desk) -> None:
    before, everybody = desk.histories(), desk.client.app.state.principal
    try:
        for method, path, named in routes(desk):
            if not named:
                continue
            desk.client.app.state.principal = replace(everybody, may=everybody.may - set(named))
            answer = desk.client.ask(method, address(path), headers=desk.client.ours, data=FORM)
            assert answer.status_code == 403, f"{method} {path}: {answer.status_code}"
            if not path.startswith("/api"):
                assert NOT_ALLOWED in said(answer)
    finally:
        desk.client.app.state.principal = everybody
    assert desk.histories() == before


def test_nothing_but_the_desk_knows_who_acts() -> None:
    """`app.state` holds one principal today; accounts will put one into each request, and only `desk_of` will know."""
    found = []
    for file in sorted(Path(web).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            is_state = (
                isinstance(node, ast.Attribute)
                and node.attr in WHO
                and isinstance(node.value, ast.Attribute | ast.Name)
            )
            if is_state and (getattr(node.value, "attr", "") == "state" or getattr(node.value, "id", "") == "state"):
                found.append(f"{file.name}:{'set' if isinstance(node.ctx, ast.Store) else 'read'}")
    assert found == ["app.py:set", "showing.py:read"]


def test_the_user_of_this_machine_may_everything_and_is_a_subject_beside_the_name() -> None:
    one = local("analyst", "A. Analyst")
    assert (one.subject, one.name, one.may) == ("local:analyst", "A. Analyst", frozenset(Permission))


@pytest.mark.parametrize("place", ["", "/history", "/decision", "/measures"])
def test_a_page_says_of_names_that_nobody_authenticated_them(desk: Desk, place: str) -> None:
    assert "A. Analyst (not authenticated)" in said(desk.client.get(f"/a/lumen-line{place}"))
