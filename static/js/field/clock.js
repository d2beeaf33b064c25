/** What time it is, however wrong the tablet's clock is set: the server's, as far as it was ever heard. */

export default class Clock {
  /** @param {number} offset  server minus tablet in milliseconds, as last heard */
  constructor(offset = 0, tablet = Date.now) {
    this.offset = offset;
    this.tablet = tablet;
  }

  heard(serverTime) {
    const there = Date.parse(serverTime);
    if (Number.isFinite(there)) this.offset = there - this.tablet();
    return this.offset;
  }

  now() {
    return this.tablet() + this.offset;
  }

  iso() {
    return new Date(this.now()).toISOString();
  }

  tabletIso() {
    return new Date(this.tablet()).toISOString();
  }

  /** The day and minute on the wall in a time zone, as forms compute with them: {today, now}. */
  wall(zone) {
    const parts = new Intl.DateTimeFormat("en-CA", {
      timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
    }).formatToParts(this.now());
    const part = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
    const today = `${part.year}-${part.month}-${part.day}`;
    return { today, now: `${today}T${part.hour}:${part.minute}` };
  }
}
