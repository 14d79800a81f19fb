/** What the watch counts of the last days. */
import type { Int64 } from '#shared/ports/warehouse.ts';
import type { Select } from '#test/simulation/warehouse.ts';

const daySeconds = 86_400;
const seconds = (instant: unknown): number => (instant as Date).getTime() / 1_000;

const days: Select = ({ listens }, { as_of, days: measured }) => {
  const ages = listens
    .map(({ listened_at }) => seconds(as_of) - seconds(listened_at))
    .filter((age) => age >= 0 && age < (measured as Int64).int64 * daySeconds);
  return [...Map.groupBy(ages, (age) => Math.floor(age / daySeconds))]
    .map(([days_ago, own]) => ({ days_ago, listens: own.length }))
    .sort((a, b) => a.days_ago - b.days_ago);
};

const lastDay: Select = ({ listens, items }, { as_of, late_seconds }) => {
  const known = new Map(items.map((item) => [item.item_id, item]));
  const lately = listens.filter(({ listened_at }) => {
    const age = seconds(as_of) - seconds(listened_at);
    return age >= 0 && age < daySeconds;
  });
  const count = (is: (listen: (typeof lately)[number]) => boolean): number => lately.filter(is).length;
  const distinct = new Set(lately.map((row) => JSON.stringify([row.user_id, row.item_id, row.listened_at])));
  return [
    {
      listens: lately.length,
      late: count((row) => seconds(row.received_at) - seconds(row.listened_at) > (late_seconds as Int64).int64),
      duplicates: lately.length - distinct.size,
      unknown: count(({ item_id }) => known.get(item_id)?.title == null),
      anonymous: count(({ artist_id }) => artist_id === null),
    },
  ];
};

export const qualityStatements = { 'checks/days': days, 'checks/last_day': lastDay } satisfies Record<string, Select>;
