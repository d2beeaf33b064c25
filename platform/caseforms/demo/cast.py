"""The invented people of the demonstration: who works in the two institutions, and in which roles."""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "Chunhui2026"  # noqa: S105 (shown on the sign-in page of the demonstration, and worth nothing elsewhere)
TEAMS = {"north": "城北组", "south": "城南组"}


@dataclass(frozen=True, slots=True)
class Colleague:
    """One user of an institution. `teams` are keys of TEAMS."""

    username: str
    name: str
    roles: tuple[str, ...]
    teams: tuple[str, ...] = ("north", "south")
    language: str = "zh"


@dataclass(frozen=True, slots=True)
class Institution:
    """One institution, its people, and who does what when a story does not say."""

    code: str
    name_zh: str
    name_en: str
    people: tuple[Colleague, ...]
    supervisor: str
    volunteer: str
    archivist: str
    medical: str
    assistant: str
    duty: str


CHUNHUI = Institution(
    "chunhui",
    "春晖社区社会工作服务中心",
    "Chunhui Community Social Work Centre",
    (
        Colleague("lin.xiaoyan", "林晓燕", ("social_worker",), ("north",)),
        Colleague("zhao.kai", "赵凯", ("social_worker",), ("north",)),
        Colleague("su.jing", "苏静", ("social_worker",), ("south",)),
        Colleague("he.wenbo", "何文博", ("social_worker",), ("south",)),
        Colleague("wang.zhiming", "王志明", ("supervisor",)),
        Colleague("chen.meihua", "陈美华", ("volunteer",)),
        Colleague("wu.yisheng", "吴医生", ("medical",)),
        Colleague("deng.fang", "邓芳", ("assistant",)),
        Colleague("archivist", "方静怡", ("archivist",), ()),
        Colleague("quality", "钱慧", ("quality",), ()),
        Colleague("head", "孙国栋", ("head",), ()),
        Colleague("coordinator", "周雅琴", ("coordinator",), ()),
        Colleague("thirdparty", "郑评估", ("third_party",), ()),
        Colleague("admin", "系统管理员", ("administrator",), ()),
    ),
    supervisor="wang.zhiming",
    volunteer="chen.meihua",
    archivist="archivist",
    medical="wu.yisheng",
    assistant="deng.fang",
    duty="wang.zhiming",
)
BINHE = Institution(
    "binhe",
    "滨河街道社会工作服务站",
    "Binhe Street Social Work Station",
    (
        Colleague("gao.yuan", "高远 Gao Yuan", ("social_worker",), language="en"),
        Colleague("ma.lili", "马丽丽 Lily Ma", ("social_worker",), language="en"),
        Colleague("xu.hong", "徐虹 Xu Hong", ("supervisor",), language="en"),
        Colleague("binhe.volunteer", "李想 Li Xiang", ("volunteer",), language="en"),
        Colleague("binhe.doctor", "范医生 Dr Fan", ("medical",), language="en"),
        Colleague("binhe.assistant", "田甜 Tian Tian", ("assistant",), language="en"),
        Colleague("binhe.archivist", "罗成 Luo Cheng", ("archivist",), (), "en"),
        Colleague("binhe.admin", "Binhe administrator", ("administrator",), (), "en"),
    ),
    supervisor="xu.hong",
    volunteer="binhe.volunteer",
    archivist="binhe.archivist",
    medical="binhe.doctor",
    assistant="binhe.assistant",
    duty="xu.hong",
)
INSTITUTIONS = (CHUNHUI, BINHE)
