"""The programme of the demonstration: which story happens to whom, with which worker, how many working days ago.

Long because it is one table, and reads best in one piece.
"""

from __future__ import annotations

from caseforms.demo import programme_liuhe, programme_qinghe
from caseforms.demo.clients import Client
from caseforms.demo.stories import alarms, doorstep, leaving, service, straight
from caseforms.demo.story import Story, Telling
from caseforms.demo.theme import Theme
from caseforms.demo.themes.carer import CARER
from caseforms.demo.themes.elder import ELDER
from caseforms.demo.themes.home import HOME
from caseforms.demo.themes.recovery import RECOVERY
from caseforms.demo.themes.work import WORK

LIN, ZHAO, SU, HE = "lin.xiaoyan", "zhao.kai", "su.jing", "he.wenbo"
GAO, MA = "gao.yuan", "ma.lili"
M, F = "male", "female"

Row = tuple[str, int, Telling, tuple[str, str, str, str, str, str], Theme, str]
"""Story, working days back, telling, (client, gender, birthday, address, relative, relation), theme, worker."""

CHUNHUI: tuple[Row, ...] = (
    (
        "stranger",
        1,
        straight.stranger,
        ("欧阳文静", F, "1988-11-02", "幸福里小区7号楼301室", "欧阳德", "父亲"),
        HOME,
        LIN,
    ),
    (
        "handed_over",
        5,
        straight.handed_over,
        ("刘翀", M, "1979-06-20", "铁西街12号院", "刘婧", "妹妹"),
        WORK,
        LIN,
    ),
    (
        "handed_over_late",
        8,
        straight.handed_over,
        ("买买提·艾山", M, "1985-02-14", "民族路8号楼402室", "古丽", "妻子"),
        WORK,
        ZHAO,
    ),
    (
        "urgent_application",
        1,
        alarms.urgent_application,
        ("罗思琪", F, "2003-10-18", "学府花园5号楼1204室", "罗勇", "父亲"),
        HOME,
        SU,
    ),
    (
        "waiting_for_consent",
        3,
        straight.waiting_for_consent,
        ("张馨予", F, "2001-09-09", "学府花园2号楼1103室", "张立新", "父亲"),
        HOME,
        ZHAO,
    ),
    (
        "declined",
        48,
        doorstep.declined,
        ("丁旭东", M, "1983-03-25", "矿区二村6栋2号", "丁玲", "姐姐"),
        WORK,
        HE,
    ),
    (
        "declined_out_of_reach",
        70,
        doorstep.declined_out_of_reach,
        ("贺兰", F, "1976-07-30", "站前旅馆", "贺梅", "妹妹"),
        HOME,
        SU,
    ),
    (
        "declined_with_referral",
        35,
        doorstep.declined_with_referral,
        ("田家豪", M, "2006-01-12", "锦绣园1号楼506室", "田野", "父亲"),
        HOME,
        LIN,
    ),
    (
        "brief",
        40,
        doorstep.brief,
        ("魏淑英", F, "1953-12-05", "春晖社区8号楼101室", "魏强", "儿子"),
        ELDER,
        ZHAO,
    ),
    (
        "brief_reopened",
        55,
        doorstep.brief_reopened,
        ("石磊", M, "1991-04-17", "煤机厂家属院2排7号", "石敏", "姐姐"),
        WORK,
        LIN,
    ),
    (
        "late_intake",
        14,
        doorstep.late_intake,
        ("包萨仁", F, "1982-05-06", "草原新村27号", "宝音", "丈夫"),
        CARER,
        SU,
    ),
    (
        "consent_by_fingerprint",
        6,
        doorstep.consent_by_fingerprint,
        ("梁小宝", M, "2004-08-21", "平房区一道巷15号", "梁志远", "父亲"),
        CARER,
        SU,
    ),
    (
        "oral_consent",
        7,
        doorstep.oral_consent,
        ("范玉兰", F, "1949-02-11", "春晖社区12号楼503室", "范海", "儿子"),
        ELDER,
        HE,
    ),
    (
        "assessing",
        9,
        straight.assessing,
        ("王桂芝", F, "1958-04-28", "春晖社区11号楼102室", "王磊", "儿子"),
        ELDER,
        SU,
    ),
    (
        "assessment_overdue",
        24,
        straight.assessment_overdue,
        ("赵淼", M, "1996-12-30", "煤机厂家属院5排3号", "赵福生", "父亲"),
        WORK,
        HE,
    ),
    (
        "assessed_late",
        23,
        straight.assessed_late,
        ("曹雨桐", F, "1998-03-08", "万家福小区3号楼201室", "曹军", "父亲"),
        HOME,
        ZHAO,
    ),
    (
        "plan_for_client",
        16,
        straight.plan_for_client,
        ("孙㼆", M, "1990-07-07", "春晖社区6号楼603室", "孙长河", "父亲"),
        WORK,
        LIN,
    ),
    (
        "plan_for_worker",
        18,
        straight.plan_for_worker,
        ("陈玉凤", F, "1966-01-19", "平房区三道巷9号", "陈思", "女儿"),
        ELDER,
        LIN,
    ),
    (
        "plan_for_supervisor",
        17,
        straight.plan_for_supervisor,
        ("周晓彤", F, "1999-05-23", "锦绣园4号楼902室", "周玉梅", "母亲"),
        HOME,
        ZHAO,
    ),
    (
        "plan_returned",
        22,
        straight.plan_returned,
        ("乌云其木格", F, "1975-08-15", "草原新村14号", "巴特尔", "丈夫"),
        HOME,
        SU,
    ),
    (
        "high_risk_waiting",
        20,
        service.high_risk_waiting,
        ("霍东升", M, "1984-09-27", "铁西街40号院3单元", "霍秀荣", "母亲"),
        WORK,
        HE,
    ),
    (
        "conference",
        45,
        service.conference,
        ("蒋一鸣", M, "1995-11-11", "滨江公寓B座807室", "蒋国庆", "父亲"),
        WORK,
        LIN,
    ),
    (
        "serving_first",
        25,
        straight.serving(1),
        ("佟丽娅", F, "1989-06-03", "民族路22号楼301室", "佟斌", "丈夫"),
        HOME,
        HE,
    ),
    (
        "serving_nine",
        88,
        straight.serving(9),
        ("李建军", M, "1971-10-01", "春晖社区1号楼404室", "李秀英", "姐姐"),
        WORK,
        LIN,
    ),
    (
        "visit_under_way",
        50,
        service.visit_under_way,
        ("韩冰", M, "2000-01-26", "平房区五道巷3号", "韩世忠", "父亲"),
        CARER,
        LIN,
    ),
    (
        "supplementary_plan",
        62,
        service.supplementary_plan,
        ("谭咏梅", F, "1955-03-17", "春晖社区4号楼302室", "谭杰", "儿子"),
        ELDER,
        ZHAO,
    ),
    (
        "resources",
        42,
        service.resources,
        ("阿古拉", M, "1968-12-12", "草原新村3号", "其其格", "妻子"),
        CARER,
        SU,
    ),
    (
        "recorded",
        41,
        service.recorded,
        ("邵子墨", M, "2002-07-19", "学府花园9号楼603室", "邵静", "母亲"),
        WORK,
        ZHAO,
    ),
    (
        "feedback",
        52,
        service.feedback,
        ("彭大海", M, "1964-05-30", "矿区一村11栋4号", "彭飞", "儿子"),
        WORK,
        HE,
    ),
    (
        "referral_sent",
        38,
        service.referral_sent,
        ("白露", F, "1997-09-07", "万家福小区5号楼1001室", "白桦", "哥哥"),
        HOME,
        SU,
    ),
    (
        "referral_returned",
        44,
        service.referral_returned,
        ("龚雪", F, "1986-02-20", "幸福里小区2号楼404室", "龚平", "丈夫"),
        HOME,
        LIN,
    ),
    (
        "referral_closed",
        56,
        service.referral_closed,
        ("秦汉", M, "1973-04-14", "铁西街8号院", "秦岭", "弟弟"),
        WORK,
        HE,
    ),
    (
        "crisis_raised",
        41,
        alarms.raised,
        ("夏雨荷", F, "1992-08-08", "锦绣园7号楼1302室", "夏天", "丈夫"),
        HOME,
        LIN,
    ),
    (
        "crisis_responding",
        43,
        alarms.responding,
        ("陆游川", M, "1994-10-29", "滨江公寓C座502室", "陆平", "父亲"),
        WORK,
        ZHAO,
    ),
    (
        "crisis_resolved",
        66,
        alarms.resolved,
        ("沈默", M, "1981-01-31", "春晖社区2号楼203室", "沈月", "妻子"),
        ELDER,
        SU,
    ),
    (
        "crisis_unfounded",
        36,
        alarms.unfounded,
        ("毛毛", F, "2005-05-05", "煤机厂家属院8排1号", "毛建国", "父亲"),
        CARER,
        HE,
    ),
    (
        "hospitalised",
        55,
        leaving.hospitalised,
        ("冯㛃", F, "1993-12-16", "民族路15号楼202室", "冯刚", "哥哥"),
        HOME,
        LIN,
    ),
    (
        "resumed",
        54,
        leaving.resumed,
        ("余光", M, "1970-06-26", "平房区二道巷20号", "余芳", "女儿"),
        WORK,
        ZHAO,
    ),
    (
        "lost_contact",
        62,
        leaving.lost_contact,
        ("柴进山", M, "1978-11-23", "站前路41号", "柴敏", "妹妹"),
        WORK,
        SU,
    ),
    (
        "lost_closed",
        75,
        leaving.lost_closed,
        ("万里", M, "1987-03-03", "矿区三村9栋1号", "万芳", "姐姐"),
        WORK,
        HE,
    ),
    (
        "moved",
        70,
        leaving.moved,
        ("宋雅", F, "1960-07-15", "幸福里小区9号楼502室", "宋杰", "儿子"),
        ELDER,
        LIN,
    ),
    (
        "died",
        85,
        leaving.died,
        ("孔德明", M, "1946-10-10", "春晖社区10号楼101室", "孔维", "儿子"),
        ELDER,
        ZHAO,
    ),
    (
        "client_stops",
        46,
        leaving.client_stops,
        ("杜鹃", F, "1990-04-04", "万家福小区1号楼703室", "杜明", "哥哥"),
        WORK,
        SU,
    ),
    (
        "consent_withdrawn",
        40,
        leaving.consent_withdrawn,
        ("唐果", F, "1999-12-24", "学府花园6号楼305室", "唐军", "父亲"),
        HOME,
        HE,
    ),
    (
        "transfer_offered",
        42,
        leaving.transfer_offered,
        ("牛大力", M, "1967-09-18", "矿区二村3栋6号", "牛娟", "女儿"),
        WORK,
        LIN,
    ),
    (
        "transferred",
        55,
        leaving.transferred,
        ("鲁冰花", F, "1985-05-15", "锦绣园9号楼601室", "鲁平", "父亲"),
        ELDER,
        ZHAO,
    ),
    (
        "evaluating",
        80,
        straight.evaluating,
        ("何佳怡", F, "1993-02-27", "滨江公寓A座1506室", "何志强", "哥哥"),
        HOME,
        HE,
    ),
    (
        "closing",
        90,
        straight.closing,
        ("马占山", M, "1962-03-03", "春晖社区9号楼201室", "马丽", "女儿"),
        WORK,
        LIN,
    ),
    (
        "following_up",
        115,
        straight.following_up,
        ("郭芷若", F, "1987-06-11", "万家福小区8号楼702室", "郭守义", "父亲"),
        HOME,
        SU,
    ),
    (
        "ready_for_archive",
        95,
        straight.ready_for_archive,
        ("严寒", M, "1980-12-21", "春晖社区5号楼604室", "严芳", "妻子"),
        CARER,
        LIN,
    ),
    (
        "archived",
        150,
        straight.archived,
        ("高子涵", M, "1994-03-12", "春晖社区3号楼2单元501室", "高建国", "父亲"),
        WORK,
        LIN,
    ),
    (
        "reopened",
        156,
        straight.reopened,
        ("方圆", F, "1983-08-28", "锦绣园2号楼402室", "方正", "丈夫"),
        HOME,
        ZHAO,
    ),
    ("incident", 6, alarms.incident, ("", F, "1990-01-01", "", "", ""), WORK, LIN),
)
BINHE: tuple[Row, ...] = (
    (
        "binhe_handed_over",
        4,
        straight.handed_over,
        ("Yang Rui 杨蕊", F, "1991-05-20", "Riverside Court 3-1201", "Yang Bo", "brother"),
        RECOVERY,
        GAO,
    ),
    (
        "binhe_assessing",
        8,
        straight.assessing,
        ("Hu Min 胡敏", F, "1994-09-13", "Willow Lane 8", "Hu Jun", "husband"),
        RECOVERY,
        MA,
    ),
    (
        "binhe_plan_for_supervisor",
        17,
        straight.plan_for_supervisor,
        ("Jin Ling 金铃", F, "1988-02-02", "Riverside Court 5-702", "Jin Hao", "husband"),
        RECOVERY,
        GAO,
    ),
    (
        "binhe_serving",
        48,
        straight.serving(4),
        ("Tao Yun 陶芸", F, "1990-11-30", "Station Road 16", "Tao Li", "sister"),
        RECOVERY,
        GAO,
    ),
    (
        "binhe_referral_sent",
        36,
        service.referral_sent,
        ("Shi Qing 施晴", F, "1996-07-01", "Willow Lane 21", "Shi Lei", "husband"),
        RECOVERY,
        MA,
    ),
    (
        "binhe_moved",
        60,
        leaving.moved,
        ("Luo Dan 骆丹", F, "1985-10-08", "Harbour Street 2", "Luo Wei", "husband"),
        RECOVERY,
        MA,
    ),
    (
        "binhe_archived",
        150,
        straight.archived,
        ("Qi Fang 齐芳", F, "1987-01-15", "Riverside Court 1-301", "Qi Ming", "husband"),
        RECOVERY,
        GAO,
    ),
)
GUARDED = frozenset({"consent_by_fingerprint", "ready_for_archive", "visit_under_way"})
WITHOUT_CONTACT = frozenset({"declined_out_of_reach"})


def _stories(rows: tuple[Row, ...], house: str, first: int) -> tuple[Story, ...]:
    return tuple(
        Story(name, begins, tell, _client(first + place, name, person), theme, worker, house)
        for place, (name, begins, tell, person, theme, worker) in enumerate(rows)
    )


def _client(number: int, story: str, person: tuple[str, str, str, str, str, str]) -> Client:
    name, gender, born, address, relative, relation = person
    return Client(
        number,
        name,
        gender,
        born,
        address,
        (relative, relation),
        guardian=story in GUARDED,
        with_id=number % 3 == 0,
        no_contact=story in WITHOUT_CONTACT,
    )


STORIES = (
    *_stories(CHUNHUI, "chunhui", 101),
    *_stories(BINHE, "binhe", 301),
    *programme_liuhe.STORIES,
    *programme_qinghe.STORIES,
)
