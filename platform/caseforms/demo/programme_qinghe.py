"""The programme of the hospital: its cases, groups, activities, volunteers and aid (working days back)."""

from __future__ import annotations

from caseforms.demo.clients import Client
from caseforms.demo.stories import hall, hospital, leading
from caseforms.demo.story import Story, Telling

YE, TANG, BAI, TONG, QUALITY = "ye.qing", "tang.yiming", "bai.jie", "tong.xin", "qinghe.quality"
M, F = "male", "female"
HOUSE = "qinghe"

PATIENTS = (
    ("hosp_readmitted", 130, ("李明远", M, "1960-06-01", "幸福路1号", "王芬", "妻子"), YE),
    ("hosp_closed", 90, ("郝淑芬", F, "1958-02-12", "龙观路18号", "郝军", "儿子"), TANG),
    ("hosp_after_discharge", 32, ("容大海", M, "1955-09-21", "清河一村6栋", "容丽", "女儿"), YE),
    ("hosp_evaluating", 14, ("席秀英", F, "1963-11-05", "民治大道40号", "席强", "儿子"), YE),
    ("hosp_serving", 12, ("麦志刚", M, "1971-04-18", "清河二村9栋", "何燕", "妻子"), YE),
    ("hosp_planning", 5, ("佘玉兰", F, "1966-07-30", "观澜街9号", "佘凯", "儿子"), TANG),
    ("hosp_assessing", 3, ("凌志", M, "1980-01-15", "龙胜村3号", "凌云", "姐姐"), YE),
    ("hosp_enquired", 20, ("解永红", M, "1949-03-11", "和平里5号", "解红", "女儿"), TANG),
    ("hosp_admitted", 1, ("阮秋月", F, "1959-08-15", "清河三村2栋", "阮峰", "儿子"), YE),
)
HALL: tuple[tuple[str, int, str, Telling, str, str], ...] = (
    ("group_relief_whole", 60, "group", hall.group("staff_relief", "“松一松”医护减压小组", hall.STAFF, 5, 5), YE, ""),
    ("group_relief_running", 25, "group", hall.group("staff_relief", "急诊护士减压小组", hall.STAFF[:4], 5, 3), TANG, ""),
    ("group_patients", 22, "group", hall.group("lifestyle", "糖友控糖小组", hall.PATIENTS, 4, 2), YE, ""),
    ("act_talk", 50, "activity", hall.activity("health_talk", "控糖健康讲座"), TONG, ""),
    ("act_care", 40, "activity", hall.activity("patient_care", "重阳病房关爱活动"), YE, ""),
    ("act_staff", 30, "activity", hall.activity("staff_care", "护士节手作关爱"), TONG, ""),
    ("act_talk_two", 16, "activity", hall.activity("health_talk", "心脏康复健康宣讲"), YE, ""),
    ("act_approved", 4, "activity", hall.activity("patient_care", "医患沟通恳谈会", "approved"), TANG, ""),
    ("act_draft", 2, "activity", hall.activity("staff_care", "冬至医护关爱", "draft"), TONG, ""),
    ("vol_active", 80, "volunteer", hall.volunteer("active"), BAI, "江小鱼"),
    ("vol_active_two", 60, "volunteer", hall.volunteer("active"), BAI, "施文静"),
    ("vol_inactive", 70, "volunteer", hall.volunteer("inactive"), BAI, "海波"),
    ("vol_left", 90, "volunteer", hall.volunteer("left"), BAI, "岑雪"),
    ("vol_approved", 6, "volunteer", hall.volunteer("approved"), BAI, "尤嘉"),
    ("vol_applied", 2, "volunteer", hall.volunteer("applied"), BAI, "巫小敏"),
    ("aid_given", 45, "aid", hall.aid("given"), YE, "滕永福"),
    ("aid_rejected", 25, "aid", hall.aid("rejected"), TANG, "明小云"),
    ("comp_open", 1, "complaint", leading.complaint("received"), QUALITY, "刘女士"),
    ("comp_overdue", 12, "complaint", leading.complaint("received"), QUALITY, "刘女士"),
    ("comp_handled", 6, "complaint", leading.complaint("handled"), QUALITY, "刘女士"),
    ("comp_closed", 30, "complaint", leading.complaint("closed"), QUALITY, "刘女士"),
    ("ref_sent", 6, "referral", leading.referral("sent"), YE, "莫少华"),
    ("ref_closed", 40, "referral", leading.referral("closed"), TANG, "霍玉梅"),
    ("mgmt_qinghe", 100, "activity", leading.management, YE, ""),
    ("aid_verified", 3, "aid", hall.aid("verified"), YE, "段阿婆"),
)  # fmt: skip


def _patients() -> tuple[Story, ...]:
    found = []
    for place, (story, begins, person, worker) in enumerate(PATIENTS):
        name, gender, born, address, relative, relation = person
        client = Client(501 + place, name, gender, born, address, (relative, relation))
        found.append(Story(story, begins, hospital.TOLD[story], client, None, worker, HOUSE, "hospital-case"))
    return tuple(found)


def _hall() -> tuple[Story, ...]:
    found = []
    for place, (story, begins, workflow, tell, worker, name) in enumerate(HALL):
        client = Client(
            531 + place, name, F if place % 2 else M, f"19{70 + place % 25}-05-01", "清河街道", ("", "")
        )
        found.append(Story(story, begins, tell, client, None, worker, HOUSE, workflow))
    return tuple(found)


STORIES = (*_patients(), *_hall())
