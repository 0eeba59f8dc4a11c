"""签名: one more electronic signature in a dossier, for the enterprise, the appraiser or the reviewer."""

from pathlib import Path

from gzvalue.actions.writing import write_whole
from gzvalue.errors import UserError
from gzvalue.frozen.sign import ROLES, Certificate, signed

ALIASES = {
    "企业": "enterprise",
    "评估": "appraiser",
    "评估专业人员": "appraiser",
    "评估师": "appraiser",
    "复核": "reviewer",
    "复核人": "reviewer",
}


def sign_file(pdf: Path, out: Path, role: str, certificate: Certificate) -> str:
    """Sign ``pdf`` in a role and write the result; the name in the certificate.

    Raises:
        UserError: the role is unknown; the PDF, the certificate or the place is not usable, with the reason.
    """
    known = ALIASES.get(role, role)
    if known not in ROLES:
        raise UserError(f"不认识的角色“{role}”，可选：{'、'.join(f'{key}（{name}）' for key, name in ROLES.items())}。")
    if out.suffix.lower() != ".pdf":
        raise UserError(f"签名后的文件名应以 .pdf 结尾，现为“{out.name}”。")
    data, name = signed(pdf, known, certificate)
    write_whole(out, data)
    return name
