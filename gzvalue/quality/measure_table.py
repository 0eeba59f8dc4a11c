"""Measure data where it lies: a table in a database, or what a cluster reads."""

from gzvalue.quality.engines.server import Ask, Server
from gzvalue.quality.engines.spark import Spark
from gzvalue.quality.measure import Meter, Options, measured
from gzvalue.quality.measurement import Measurement
from gzvalue.quality.sources.address import address_of
from gzvalue.quality.sources.cluster import load_cluster, set_aside_views
from gzvalue.quality.sources.database import chosen_table, loaded_table, session_at, set_aside_tables
from gzvalue.tables.sheet import Progress


def measure_table(text: str, ask: Ask | None = None, options: Options | None = None, progress: Progress | None = None) -> Measurement:
    """Measure a database table; the database counts, in one read-only session.

    Args:
        text: the address, e.g. ``postgresql://user@host/database?table=schema.name``.
        ask: asks a person for the password where the server wants one; without it a missing password is refused.
        options: ``sheet`` may name the table; ``source`` of references names tables of the same database.
        progress: told (done, total, words); may raise `gzvalue.errors.Cancelled`.

    Raises:
        UserError: no connection, no rights, no such table; never repeats a password.
        Cancelled: stopped.
    """
    options = options or Options()
    address = address_of(text)
    session = session_at(address, ask)
    meter = Meter(progress)
    try:
        facts = session.facts(chosen_table(session, address, options.sheet))
        server = Server(session, facts, meter.beat)
    except BaseException:
        session.close()
        raise
    try:
        set_aside_tables(server, options.rules.references)
        return measured(server, loaded_table(server, address), options, meter)
    finally:
        server.close()


def measure_cluster(source: str, master: str, options: Options | None = None, progress: Progress | None = None) -> Measurement:
    """Measure on an existing Spark cluster.

    Args:
        source: a path or address that every node reads, or ``table:database.name``.
        master: as Spark names it, e.g. ``spark://host:7077``.
        options: see `Options`.
        progress: told (done, total, words); may raise `gzvalue.errors.Cancelled`.

    Raises:
        UserError: no cluster, or the source cannot be read there.
        Cancelled: stopped.
    """
    options = options or Options()
    meter = Meter(progress)
    engine = Spark(master, meter.beat)
    try:
        set_aside_views(engine, options.rules.references, meter.beat)
        loaded = load_cluster(engine, source, meter.beat, header=options.header)
        try:
            return measured(engine, loaded, options, meter)
        finally:
            loaded.fingerprint.stop()
    finally:
        engine.close()


def tables_at(text: str, ask: Ask | None = None) -> list[str]:
    """The tables at an address that the user may see.

    Raises:
        UserError: no connection.
    """
    session = session_at(address_of(text), ask)
    try:
        return session.tables()
    finally:
        session.close()
