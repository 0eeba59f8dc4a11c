"""Where formulas come from, as printed. A text that is not confirmed in the official wording says so."""

GUIDANCE = "中评协〔2023〕17号《数据资产评估指导意见》{clause}（条文待核对官方文本）"
INCOME = GUIDANCE.format(clause="收益法")
COST = GUIDANCE.format(clause="成本法")
MARKET = GUIDANCE.format(clause="市场法")
RATE = GUIDANCE.format(clause="第二十一条 四类数据风险")
TEXTBOOK = "教科书公式"
OWN = "本软件自定规则"
EXAM = "资产评估考试公开资料"
COMMON = "评估实务常用做法（未核实，不作官方依据）"
