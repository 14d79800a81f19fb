/** Where and when a scenario begins: time zones that are hard, and weeks in which clocks change. */

export const timeZones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Sao_Paulo',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Auckland',
  'Africa/Casablanca',
] as const;

const instant = (text: string): number => Date.parse(text) / 1_000;

/** Instants shortly before clocks change somewhere, before a year of 53 weeks ends, and on plain days. */
export const beginnings: readonly number[] = [
  instant('2026-03-05T11:00:00Z'),
  instant('2026-03-26T21:00:00Z'),
  instant('2026-04-02T06:00:00Z'),
  instant('2026-10-22T12:00:00Z'),
  instant('2026-10-30T23:00:00Z'),
  instant('2026-12-24T10:00:00Z'),
  instant('2026-06-17T08:00:00Z'),
];
