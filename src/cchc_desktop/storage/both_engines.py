"""What SQLite and PostgreSQL say in different words, as one construct for each.

The statements are written once; each engine is told here how to read them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Boolean, ColumnElement, FromClause, Text, func, literal, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class _Unindexed(FunctionElement[str]):
    inherit_cache = True
    type = Text()
    name = "unindexed"


class _Numbers(FunctionElement[str]):
    inherit_cache = True
    type = Text()
    name = "json_numbers"


class _Pairs(FunctionElement[str]):
    inherit_cache = True
    type = Text()
    name = "json_pairs"


class _Length(FunctionElement[int]):
    inherit_cache = True
    type = BigInteger()
    name = "json_length"


class _OneOf(FunctionElement[bool]):
    inherit_cache = True
    type = Boolean()
    name = "one_of"

    def self_group(self, against: Any = None) -> Any:
        """Stand as it is: "… IN (…) = 1", which SQLAlchemy makes of it for SQLite, keeps the index from being used."""
        return self


def unindexed(column: ColumnElement[str]) -> ColumnElement[str]:
    """Return a column by whose index SQLite does not search; PostgreSQL knows better by its statistics."""
    return _Unindexed(column)


def json_numbers(column: Any) -> ColumnElement[str]:
    """Return the numbers of a column in all rows as one JSON list."""
    return _Numbers(column)


def json_pairs(key: Any, value: Any) -> ColumnElement[str]:
    """Return keys and values in all rows as one JSON object, "{}" when there is no row."""
    return _Pairs(key, value)


def json_length(column: Any) -> ColumnElement[int]:
    """Return how long the JSON list in a column of texts is."""
    return _Length(column)


class Rows(NamedTuple):
    """Numbers of rows as the engine gathers and takes them, with no Python in between: how many, and a JSON list."""

    number: int
    listed: str


def gathered(session: Session, rows: FromClause) -> Rows:
    """Return the numbers that the column `seq` of a subquery has."""
    number, listed = session.execute(select(func.count(), json_numbers(rows.c.seq)).select_from(rows)).one()
    return Rows(number, listed)


def chosen_rows(column: Any, rows: Rows | Sequence[str] | Sequence[int]) -> ColumnElement[bool]:
    """Return the condition that a column is one of many values, in one parameter however many they are."""
    listed = rows.listed if isinstance(rows, Rows) else json.dumps(list(rows))
    return _OneOf(column, literal(listed, Text()))


def is_shared(session: Session) -> bool:
    """Tell whether a session works on PostgreSQL."""
    return session.get_bind().dialect.name == "postgresql"


@compiles(_Unindexed)
def _plain(element: _Unindexed, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(element.clauses, **options)


@compiles(_Unindexed, "sqlite")
def _plus(element: _Unindexed, compiler: SQLCompiler, **options: Any) -> str:
    return f"+{compiler.process(element.clauses, **options)}"


@compiles(_Numbers, "sqlite")
def _group_array(element: _Numbers, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_group_array({compiler.process(element.clauses, **options)})"


@compiles(_Numbers, "postgresql")
def _json_agg(element: _Numbers, compiler: SQLCompiler, **options: Any) -> str:
    return f"coalesce(json_agg({compiler.process(element.clauses, **options)})::text, '[]')"


@compiles(_Pairs, "sqlite")
def _group_object(element: _Pairs, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_group_object({compiler.process(element.clauses, **options)})"


@compiles(_Pairs, "postgresql")
def _object_agg(element: _Pairs, compiler: SQLCompiler, **options: Any) -> str:
    return f"coalesce(json_object_agg({compiler.process(element.clauses, **options)})::text, '{{}}')"


@compiles(_Length, "sqlite")
def _array_length(element: _Length, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_array_length({compiler.process(element.clauses, **options)})"


@compiles(_Length, "postgresql")
def _cast_length(element: _Length, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_array_length(({compiler.process(element.clauses, **options)})::json)"


@compiles(_OneOf, "sqlite")
def _json_each(element: _OneOf, compiler: SQLCompiler, **options: Any) -> str:
    column, listed = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({listed}))"


@compiles(_OneOf, "postgresql")
def _array_elements(element: _OneOf, compiler: SQLCompiler, **options: Any) -> str:
    column, listed = (compiler.process(part, **options) for part in element.clauses)
    kind = "bigint" if element.clauses.clauses[0].type.python_type is int else "text"
    return f"{column} = ANY (ARRAY(SELECT value::{kind} FROM json_array_elements_text(({listed})::json)))"
