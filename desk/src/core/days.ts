// Days as the API writes them, "2031-03-05", and as numbers to count with: days since 1970-01-01, whatever the reader's time zone.

/** A day as a number; NaN where it is none. */
export const toNumber = (day: string): number => Math.round(Date.parse(`${day}T00:00:00Z`) / 86_400_000);

/** A number as a day. */
export const toDay = (number: number): string => new Date(number * 86_400_000).toISOString().slice(0, 10);

/** Whether this is a day as the API takes it. */
export const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(toNumber(text));

/** The same day some months later; the last of the month where it has fewer days. */
export function monthsLater(day: string, months: number): string {
  const [year = 1970, month = 1, date = 1] = day.split("-").map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const length = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(date, length));
  return first.toISOString().slice(0, 10);
}

/** Today, where the reader is. */
export function today(): string {
  const now = new Date();
  return toDay(Math.floor((now.getTime() - now.getTimezoneOffset() * 60_000) / 86_400_000));
}

/** "5 March 2031": a day as one says it. */
export const said = (day: string): string =>
  new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
