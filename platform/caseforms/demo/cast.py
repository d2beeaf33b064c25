"""The invented people of the demonstration: who works in the four institutions, and in which roles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

PASSWORD = "Chunhui2026"  # noqa: S105 (shown on the sign-in page of the demonstration, and worth nothing elsewhere)
TEAMS = {"north": "城北组", "south": "城南组"}


@dataclass(frozen=True, slots=True)
class Colleague:
    """One user of an institution. `teams` are keys of its teams."""

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
    head: str = ""
    quality: str = ""
    coordinator: str = ""
    nurse: str = ""
    teams: Mapping[str, str] = field(default_factory=lambda: TEAMS)


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
    head="head",
    quality="quality",
    coordinator="coordinator",
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
QINGHE = Institution(
    "qinghe",
    "清河区人民医院医务社工部",
    "Qinghe District People's Hospital, Medical Social Work",
    (
        Colleague("ye.qing", "叶青", ("social_worker",), ("medicine",)),
        Colleague("tang.yiming", "唐一鸣", ("social_worker",), ("surgery",)),
        Colleague("he.min", "贺敏", ("supervisor",), ("medicine", "surgery")),
        Colleague("zhou.yi", "周毅医生", ("medical",), ("medicine", "surgery")),
        Colleague("li.hushi", "李春燕护士长", ("medical",), ("medicine", "surgery")),
        Colleague("tong.xin", "佟欣", ("assistant",), ("medicine", "surgery")),
        Colleague("qinghe.volunteer", "江小鱼", ("volunteer",), ("medicine", "surgery")),
        Colleague("bai.jie", "白洁", ("coordinator",), ("medicine", "surgery")),
        Colleague("qinghe.archivist", "闵书文", ("archivist",), ()),
        Colleague("qinghe.quality", "程瑾", ("quality",), ()),
        Colleague("qinghe.head", "顾长青", ("head",), ()),
        Colleague("qinghe.admin", "信息科管理员", ("administrator",), ()),
    ),
    supervisor="he.min",
    volunteer="qinghe.volunteer",
    archivist="qinghe.archivist",
    medical="zhou.yi",
    assistant="tong.xin",
    duty="he.min",
    head="qinghe.head",
    quality="qinghe.quality",
    coordinator="bai.jie",
    nurse="li.hushi",
    teams={"medicine": "内科病区组", "surgery": "外科病区组"},
)
LIUHE = Institution(
    "liuhe",
    "柳河社区卫生服务中心",
    "Liuhe Community Health Centre",
    (
        Colleague("jiang.xuemei", "江雪梅", ("social_worker",), ("east",)),
        Colleague("shen.bo", "沈博", ("social_worker",), ("west",)),
        Colleague("lu.ping", "陆萍", ("supervisor",), ("east", "west")),
        Colleague("gu.yi", "顾怡医生", ("medical",), ("east", "west")),
        Colleague("luo.hushi", "罗玉洁护士", ("medical",), ("east", "west")),
        Colleague("ding.dang", "丁当", ("assistant",), ("east", "west")),
        Colleague("liuhe.volunteer", "史云霞", ("volunteer",), ("east", "west")),
        Colleague("liuhe.coordinator", "温晓东", ("coordinator",), ("east", "west")),
        Colleague("liuhe.archivist", "卢静", ("archivist",), ()),
        Colleague("liuhe.quality", "祝明", ("quality",), ()),
        Colleague("liuhe.head", "段宏伟", ("head",), ()),
        Colleague("liuhe.admin", "信息管理员", ("administrator",), ()),
    ),
    supervisor="lu.ping",
    volunteer="liuhe.volunteer",
    archivist="liuhe.archivist",
    medical="gu.yi",
    assistant="ding.dang",
    duty="lu.ping",
    head="liuhe.head",
    quality="liuhe.quality",
    coordinator="liuhe.coordinator",
    nurse="luo.hushi",
    teams={"east": "柳河东片", "west": "柳河西片"},
)
INSTITUTIONS = (CHUNHUI, BINHE, QINGHE, LIUHE)
