"""Rules and questionnaire of so many data sets: the whole review of a fresh project, and again after one edit."""

import sys
import time
from datetime import date

from benchmarks.child import report
from benchmarks.projects import project


def main() -> None:
    count = int(sys.argv[1])
    from gzvalue.rights.review import review
    from gzvalue.schema import edit
    from gzvalue.schema.project import project_of
    from gzvalue.schema.rights_chain_forms import GRADINGS, QUESTIONS, SPECIALS, ComplianceAnswer, ConsentVersion, SourceLink

    bare = project(count)
    systems = max(1, count // 10)
    records = [record for rows in bare.rows.values() for record in rows.values() if record.form.name != "data_set"]
    from dataclasses import replace

    records += [
        replace(
            one, source_system=f"系统{one.id % systems}", personal_information=one.id % 2 == 0, personal_note="手机号", structure="图片"
        )
        for one in bare.data_sets
    ]
    records += [
        SourceLink(id=n + 1, scope_kind="来源系统", scope=f"系统{n}", source="自有经营产生", special=SPECIALS[n % 7 : n % 7 + 1], condition="是",
                   collector="本企业", relation="本企业", basis="自有系统产生", limits="无", ends=date(2030, 1, 1), exclusive="独占")
        for n in range(systems)
    ]  # fmt: skip
    records += [ConsentVersion(id=1, scope_kind="全部数据", version="隐私政策", starts="2015", basis="个人同意")]
    asked = [(n, key) for n in range(systems) for key in (*QUESTIONS, *GRADINGS)]
    records += [
        ComplianceAnswer(id=number, scope_kind="来源系统", scope=f"系统{n}", question=key, answer="是" if key != "Q15" else "否")
        for number, (n, key) in enumerate(asked, 1)
    ]
    whole = project_of(records, bare.last_ids)
    review(project(3))  # reads the rule tables
    started = time.perf_counter()
    found = review(whole)
    first = time.perf_counter() - started
    changed = edit.apply(whole, edit.enter(whole, "改", [edit.Entry("compliance_answer", 1, "answer", "待核")]))
    started = time.perf_counter()
    review(changed)
    again = time.perf_counter() - started
    report(
        seconds=first,
        again=again,
        findings=sum(len(one.findings) for one in found.data_sets),
        asked=sum(len(one.answers) for one in found.data_sets),
    )


if __name__ == "__main__":
    main()
