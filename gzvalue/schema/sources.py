"""Where requirements of forms come from, as shown and printed beside a field."""

GUIDANCE = "中评协〔2023〕17号（以官方文本为准）"
"""《数据资产评估指导意见》; article numbers and wording are still to be compared with the official text."""
