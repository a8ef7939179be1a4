/** date: "24 Nov 2026". time: "14:02". both: "24 Nov, 14:02", with the year when it is another one than `now`'s. */
export type InstantStyle = 'date' | 'time' | 'both';

/** An RFC 3339 instant as a viewer in `timeZone` reads it. */
export function formatInstant(iso: string, style: InstantStyle, timeZone: string, now: Date): string {
  const instant = new Date(iso);
  const time = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(instant);
  if (style === 'time') return time;
  const sameYear = yearIn(timeZone, instant) === yearIn(timeZone, now);
  const year = style === 'both' && sameYear ? undefined : 'numeric';
  const date = new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'short', year }).format(instant);
  return style === 'date' ? date : `${date}, ${time}`;
}

/** Both ends of a span; the date of the second end is left out when it is the first one's. */
export function formatSpan(fromIso: string, toIso: string, timeZone: string, now: Date): [string, string] {
  const today = dayIn(timeZone, now);
  const fromDay = dayIn(timeZone, new Date(fromIso));
  const toDay = dayIn(timeZone, new Date(toIso));
  const from = formatInstant(fromIso, fromDay === today && toDay === today ? 'time' : 'both', timeZone, now);
  return [from, formatInstant(toIso, toDay === fromDay ? 'time' : 'both', timeZone, now)];
}

const yearIn = (timeZone: string, at: Date) =>
  new Intl.DateTimeFormat('en-GB', { timeZone, year: 'numeric' }).format(at);
const dayIn = (timeZone: string, at: Date) =>
  new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(at);
