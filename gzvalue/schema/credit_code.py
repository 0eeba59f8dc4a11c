"""统一社会信用代码: check characters of GB 32100-2015 and of the organisation code inside (GB 11714).

Weights as transcribed in public texts; to be compared with the official text before being cited.
"""

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def fault(code: str) -> str | None:
    """What is wrong with a credit code, in words that name the right character; ``None`` if nothing is."""
    if len(code) != 18:
        return f"统一社会信用代码应为 18 位，现有 {len(code)} 位"
    wrong = [c for c in code.upper() if c not in _ALPHABET]
    if wrong:
        return f"统一社会信用代码中不应有“{wrong[0]}”（不使用 I、O、Z、S、V 和其他符号）"
    right = check_character(code[:17])
    if code.upper()[17] != right:
        return f"统一社会信用代码校验码应为 {right}，现为 {code[17]}；请核对营业执照"
    inner = organisation_check(code[8:16])
    if code.upper()[16] != inner:
        return f"其中第 9–17 位组织机构代码的校验码应为 {inner}，现为 {code[16]}；请核对营业执照"
    return None


def check_character(first: str) -> str:
    """The 18th character for the first 17."""
    total = sum(_ALPHABET.index(c) * w for c, w in zip(first.upper(), _WEIGHTS, strict=True))
    return _ALPHABET[(31 - total % 31) % 31]


def organisation_check(first: str) -> str:
    """The 9th character of an organisation code for its first eight."""
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    total = sum(digits.index(c) * w for c, w in zip(first.upper(), _ORGANISATION_WEIGHTS, strict=True))
    rest = 11 - total % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))
