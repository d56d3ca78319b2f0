"""Requests that change one assessment wait for each other, as they did before; those on another assessment go on."""

from __future__ import annotations

from asyncio import Lock
from collections.abc import AsyncIterator
from weakref import WeakValueDictionary

from fastapi import Request

Turns = WeakValueDictionary[str, Lock]
"""A lock for each assessment that somebody is changing; the one of the empty name is for requests that make new ones."""


async def in_turn(request: Request) -> AsyncIterator[None]:
    """Waits until nobody else changes this assessment. A request that waits takes no thread.

    Two people who save through different processes still meet in the database, which refuses what is stale.
    """
    if request.method in ("GET", "HEAD"):
        yield
        return
    await request.body()  # whoever sends slowly keeps nobody waiting
    turns: Turns = request.app.state.turns
    lock = turns.setdefault(str(request.path_params.get("name", "")), Lock())
    async with lock:
        yield
