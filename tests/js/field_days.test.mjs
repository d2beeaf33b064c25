/** The lunar calendar 农历 of the date wheels, held to days that are known. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { lunarOf, monthsOf, solarOf } from "../../static/js/field/lunar.js";

for (const [solar, year, month, leap, day] of [
  ["2026-02-17", 2026, 1, false, 1], ["2025-01-29", 2025, 1, false, 1], ["2024-02-10", 2024, 1, false, 1],
  ["2023-03-22", 2023, 2, true, 1], ["2025-07-25", 2025, 6, true, 1], ["1957-01-31", 1957, 1, false, 1],
  ["1949-10-01", 1949, 8, false, 10], ["2026-09-25", 2026, 8, false, 15],
]) {
  test(`${solar} is day ${day} of ${leap ? "leap " : ""}month ${month} of ${year}`, () => {
    assert.deepEqual(lunarOf(solar), { year, month, leap, day });
    const found = monthsOf(year).find((each) => each.month === month && each.leap === leap);
    assert.equal(solarOf(found, day), solar);
  });
}

test("every lunar year has twelve or thirteen months of twenty-nine or thirty days", () => {
  for (let year = 1920; year <= 2030; year += 5) {
    const months = monthsOf(year);
    assert.ok([12, 13].includes(months.length), `${year}: ${months.length}`);
    assert.ok(months.every(({ days }) => days === 29 || days === 30), String(year));
    assert.equal(months.length === 13, months.some(({ leap }) => leap));
  }
});
