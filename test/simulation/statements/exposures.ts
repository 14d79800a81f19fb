/** Who was shown what of an experiment: the first of the day, at each place. */
import type { RowOf } from '#shared/schemas/tables.ts';
import { compare, landedWithin } from '#test/simulation/statements/messages.ts';
import type { Select } from '#test/simulation/warehouse.ts';

type Exposure = RowOf<'exposures'>;

const keyOf = ({ user_id, experiment, shown, exposed_at }: Exposure): string =>
  JSON.stringify([user_id, experiment, shown, Math.floor(exposed_at.getTime() / 86_400_000)]);

const exposures: Select = (tables, parameters) => {
  const known = new Set(tables.exposures.map(keyOf));
  const told = landedWithin(tables, parameters).flatMap(({ row, message }) => {
    if (message.type !== 'exposed') return [];
    const { userId, receivedAt, shown, variants, items } = message;
    const common = { user_id: userId, shown, exposed_at: new Date(receivedAt * 1_000), items: JSON.stringify(items) };
    return variants.map((assigned) => ({ message_id: row.message_id, row: { ...common, ...assigned } }));
  });
  told.sort(
    (a, b) => compare(a.row.exposed_at.getTime(), b.row.exposed_at.getTime()) || compare(a.message_id, b.message_id),
  );
  return told.flatMap(({ row }) => {
    if (known.has(keyOf(row))) return [];
    known.add(keyOf(row));
    return [row];
  });
};

const ofUser: Select = (tables, { user_id }) =>
  tables.exposures
    .filter((row) => row.user_id === user_id)
    .map(({ user_id: _, exposed_at, ...row }) => ({ ...row, exposed_at: exposed_at.getTime() / 1_000 }))
    .sort(
      (a, b) => compare(a.exposed_at, b.exposed_at) || compare(a.experiment, b.experiment) || compare(a.shown, b.shown),
    );

export const exposureStatements = {
  'refresh/exposures': exposures,
  'serve/exposures_of_user': ofUser,
} satisfies Record<string, Select>;
