"""Says in English which place of a standard is meant: clauses are kept as the Chinese documents number them."""

from __future__ import annotations

import re

NUMERALS = {"一": "1", "二": "2", "三": "3", "四": "4", "五": "5"}
ENGLISH: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"家访服务安全管理", "home-visit safety "),
        (r"突发安全事件应急处理", "incident response "),
        (r"服务人员配置要求", "staffing requirements"),
        (r"服务目标及要求(?: ?table)?", "service objectives and requirements "),
        (r"同伴支持", "peer support"),
        (r"公开量表", "published scales"),
        (r"家访", "home visit "),
        (r"突发", "incident "),
        (r"指标", "indicators"),
        (r"附录\s*", "appendix "),
        (r"表\s*", "table "),
        (r"图\s*", "figure "),
        (r"第([\d–]+)行", r"row \1"),
        (r"[（]", " ("),
        (r"[）]", ")"),
        (r"[，、]", ", "),
        (r"；", "; "),
    )
)
"""What stands in the documents' own numbering, longer words first."""


def cited(clause: str, language: str) -> str:
    """A clause as a reader of the language writes it; the Chinese form is the one that is kept and looked up.

    >>> cited("附录A 一.1，4.2", "en")
    'appendix A 1.1, 4.2'
    """
    if language != "en":
        return clause
    for pattern, words in ENGLISH:
        clause = pattern.sub(words, clause)
    clause = re.sub(r"[一二三四五]", lambda found: NUMERALS[found[0]], clause)
    return re.sub(r"\s+([,;)]|$)", r"\1", re.sub(r" {2,}", " ", clause))
