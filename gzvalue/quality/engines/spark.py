"""Apache Spark: the plan on a cluster that is there already, named by its master."""

import contextlib
import os
from collections.abc import Callable, Sequence
from typing import Any

from gzvalue.errors import Cancelled, UserError
from gzvalue.quality import plan
from gzvalue.quality.engines.dialect import written
from gzvalue.quality.engines.engine import Rows
from gzvalue.quality.engines.server import missing_extra, plain
from gzvalue.quality.engines.waiting import Waiting

_QUIET = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.ansi.enabled": "false",
    "spark.sql.legacy.javaCharsets": "true",  # GB18030 is no charset of Spark's short list
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.adaptive.enabled": "true",
    "spark.sql.debug.maxToStringFields": "100",
}


class Spark:
    """The plan on Spark; see `gzvalue.quality.engines.engine.Engine`. Nothing but SQL runs on the executors.

    Args:
        master: as Spark names it: ``spark://host:7077``, ``yarn``, ``local[4]`` …
        beat: told words about what is under way.

    Raises:
        UserError: the extra or Java is missing, or the cluster does not answer.
    """

    name = "spark"
    chunk_cells = 10**13

    def __init__(self, master: str, beat: Callable[[str], None]) -> None:
        try:
            from pyspark.sql import SparkSession
        except ImportError:
            raise missing_extra("pyspark", "spark", "需要 Spark 引擎，") from None
        beat("连接 Spark")
        settings = dict(_QUIET)
        if master.startswith("local"):
            settings |= {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1", "spark.sql.shuffle.partitions": "4"}
        builder = SparkSession.builder.master(master).appName("gzvalue measure")
        for key, value in settings.items():
            builder = builder.config(key, value)
        try:
            with _silent():
                self.session: Any = builder.getOrCreate()
                self.session.sparkContext.setLogLevel("OFF")
        except Exception as wrong:  # the library raises whatever its Java side met
            raise UserError(
                f"连不上 Spark（{type(wrong).__name__}）；请核对 --master、集群是否运行，以及本机是否装有 Java 17 以上（JAVA_HOME）。"
            ) from None
        self.version = str(self.session.version)
        self._waiting = Waiting(beat, self.session.sparkContext.cancelAllJobs)
        self._kept: dict[str, Any] = {}

    def run(self, call: Callable[[], Any], words: str = "") -> Any:
        """Something that Spark does, stoppable.

        Raises:
            UserError: Spark could not do it.
            Cancelled: stopped.
        """
        try:
            return self._waiting.run(call, words)
        except (Cancelled, UserError):
            raise
        except Exception as wrong:  # errors of the Java side come as several unrelated classes
            raise UserError(
                f"Spark 没能完成计算（{type(wrong).__name__}）；请核对各节点都能读到数据、内存与磁盘是否够用，再看集群日志。"
            ) from wrong

    def ask(self, sql: str, words: str = "") -> Rows:
        """See `Engine.ask`."""
        text = written(sql, "spark")
        return plain(self.run(lambda: [tuple(row) for row in self.session.sql(text).collect()], words))

    def source(self, frame: Any, width: int) -> None:
        """Take a data frame of text columns ``c0``, ``c1`` … as the source."""
        self._frame = frame
        frame.createOrReplaceTempView("gz_source")
        self._width = width

    def relation(self, columns: Sequence[int]) -> str:
        """See `Engine.relation`; rows of a cluster have no order, so none has a number."""
        return f"(SELECT CAST(NULL AS BIGINT) AS r{''.join(f', c{k}' for k in columns)} FROM gz_source) AS data"

    def counted(self, columns: Sequence[int]) -> str:
        """See `Engine.counted`: one pass over the source, each cell a row."""
        view = f"gz_cells_{columns[0]}_{columns[-1]}"
        pairs = ", ".join(f"{k}, c{k}" for k in columns)
        self._frame.selectExpr(f"stack({len(columns)}, {pairs}) AS (k, x)").createOrReplaceTempView(view)
        return f"SELECT k, x, count(*) AS n FROM {view} GROUP BY k, x"

    def tops(self, v: str) -> str:
        """See `Engine.tops`."""
        return plan.tops(v)

    def keep(self, sql: str, name: str, words: str = "") -> str:
        """See `Engine.keep`: in the executors' memory, or on their disks."""

        def kept() -> str:
            if name in self._kept:
                self._kept.pop(name).unpersist()
            frame = self.session.sql(written(sql, "spark")).persist()
            frame.createOrReplaceTempView(f"gz_{name}")
            self._kept[name] = frame
            return f"gz_{name}"

        return str(self.run(kept, words))

    def digest(self, columns: Sequence[int]) -> str | None:
        """See `Engine.digest`."""
        return f"xxhash64({', '.join(f'c{k}' for k in columns)})"

    def whole(self, columns: Sequence[int]) -> str:
        """See `Engine.whole`."""
        return ", ".join(f"c{k}" for k in columns)

    def reference(self, n: int) -> str:
        """See `Engine.reference`; `gzvalue.quality.sources.cluster` made the view."""
        return f"ref{n}"

    def close(self) -> None:
        """See `Engine.close`; the session is ours, the cluster is not."""
        self._waiting.close()
        with contextlib.suppress(Exception), _silent():
            self.session.stop()


@contextlib.contextmanager
def _silent() -> Any:
    """Spark's start-up writes to the error channel of the process itself; people wait for one sentence there."""
    kept, nothing = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nothing, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nothing)
