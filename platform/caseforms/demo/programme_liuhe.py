"""The programme of the health centre: its chronic-disease stories, and when each begins (working days back)."""

from __future__ import annotations

from caseforms.demo.clients import Client
from caseforms.demo.condition import Condition
from caseforms.demo.stories import chronic, leading
from caseforms.demo.story import Story
from caseforms.demo.themes.chronic import BREATH, HEART, PRESSURE, SUGAR

JIANG, SHEN = "jiang.xuemei", "shen.bo"
M, F = "male", "female"
HOUSE, FIRST = "liuhe", 401

Row = tuple[str, int, object, Condition, tuple[str, str, str, str, str, str], str]
"""Story, working days back, telling, condition, (client, gender, birthday, address, relative, relation), worker."""

ROWS: tuple[Row, ...] = (
    ("cd_all_year", 205, chronic.all_year, PRESSURE, ("许桂兰", F, "1954-03-22", "柳河新村6栋302室", "许敏", "女儿"), JIANG),
    ("cd_goals_reached", 190, chronic.goals_reached, SUGAR, ("邱慧", F, "1979-08-16", "柳河花园2栋1101室", "邱航", "丈夫"), JIANG),
    ("cd_archived_heart", 175, chronic.goals_reached, HEART, ("唐志宏", M, "1961-01-09", "望江里14号401室", "唐凯", "儿子"), SHEN),
    ("cd_refers", 140, chronic.refers_at_review, BREATH, ("范长根", M, "1950-11-30", "柳河新村11栋201室", "范伟", "侄子"), SHEN),
    ("cd_stops", 110, chronic.stops, PRESSURE, ("葛大勇", M, "1968-05-05", "滨湖路3号602室", "葛琴", "妻子"), SHEN),
    ("cd_not_reached", 128, chronic.not_reached, SUGAR, ("甘文斌", M, "1972-10-19", "工业路宿舍4栋", "甘露", "妹妹"), SHEN),
    ("cd_high_risk", 60, chronic.high_risk, BREATH, ("鲍福生", M, "1949-06-14", "柳河新村3栋503室", "鲍磊", "侄子"), JIANG),
    ("cd_reading_alert", 62, chronic.alerting_reading, PRESSURE, ("蓝玉珍", F, "1957-12-01", "望江里2号102室", "蓝天", "儿子"), JIANG),
    ("cd_reviewing", 82, chronic.reviewing, HEART, ("苗秀芝", F, "1963-04-27", "柳河花园5栋703室", "苗青", "女儿"), JIANG),
    ("cd_closing", 86, chronic.closing, PRESSURE, ("卓建平", M, "1959-02-18", "滨湖路21号301室", "卓越", "儿子"), JIANG),
    ("cd_item_nine", 9, chronic.item_nine, SUGAR, ("单小芸", F, "1984-07-07", "柳河花园9栋1604室", "单勇", "丈夫"), SHEN),
    ("cd_advised", 58, chronic.advised, PRESSURE, ("闫国富", M, "1966-09-09", "望江里8号501室", "闫丽", "女儿"), JIANG),
    ("cd_referred", 47, chronic.referred, SUGAR, ("米晓东", M, "1975-03-30", "工业路宿舍7栋", "米雪", "姐姐"), SHEN),
    ("cd_declined", 44, chronic.declined, HEART, ("武凤英", F, "1955-05-25", "柳河新村1栋101室", "武强", "儿子"), JIANG),
    ("cd_plan_to_sign", 11, chronic.plan_to_sign, HEART, ("房永年", M, "1953-10-02", "望江里19号203室", "房宁", "女儿"), JIANG),
    ("cd_assessing", 7, chronic.assessing, PRESSURE, ("柏美娟", F, "1964-06-06", "滨湖路9号402室", "柏林", "儿子"), SHEN),
    ("cd_screening", 3, chronic.screening, SUGAR, ("司马琳", F, "1981-01-21", "柳河花园1栋204室", "司马健", "哥哥"), JIANG),
    ("cd_registered", 1, chronic.registered, PRESSURE, ("祁连山", M, "1956-08-08", "柳河新村8栋401室", "祁静", "女儿"), JIANG),
)  # fmt: skip


def _client(number: int, person: tuple[str, str, str, str, str, str]) -> Client:
    name, gender, born, address, relative, relation = person
    return Client(number, name, gender, born, address, (relative, relation))


LEADING = (
    Story("mgmt_liuhe", 120, leading.management, Client(440, "", F, "1990-01-01", "", ("", "")), None, JIANG, HOUSE),
    Story("table_liuhe", 150, leading.quality_table, Client(441, "", F, "1990-01-01", "", ("", "")), None, JIANG, HOUSE),
)  # fmt: skip
CHRONIC = tuple(
    Story(
        name,
        begins,
        chronic.told(tell, condition),
        _client(FIRST + place, person),
        None,
        worker,
        HOUSE,
        "chronic-disease-case",
    )
    for place, (name, begins, tell, condition, person, worker) in enumerate(ROWS)
)
STORIES = (*CHRONIC, *LEADING)
