/** Segue's own export: its listens come back with their ids. */
import { objectOf, quote } from '#shared/formats/history/fields.ts';
import { type HistoryListen, leaveOut, unreadable } from '#shared/formats/history/row.ts';
import type { Shape } from '#shared/formats/history/shapes/shape.ts';
import { ListenInput } from '#shared/schemas/listen.ts';

const types = ['user', 'token', 'profile', 'candidates', 'edition', 'schedule', 'playing', 'quarantined', 'exposure'];

export const segue: Shape = {
  format: 'Segue export',
  namesUsers: true,
  looksLike: (record) => {
    const { type, userId } = objectOf(record) ?? {};
    return (type === 'listen' || type === 'user') && typeof userId === 'string';
  },
  listenOf: (record) => {
    const { type, ...rest } = objectOf(record) ?? {};
    if (type === 'listen' && typeof rest.listenedAt === 'number') return { listen: sentPartOf(rest) as HistoryListen };
    if (typeof type === 'string' && types.includes(type)) return leaveOut(`records of type "${type}"`);
    return unreadable(`"type" is ${quote(type)}: give a listen with its "listenedAt"`);
  },
};

/** Of a listen that was kept, what a client sends: the keys a home derives by itself are derived again. */
function sentPartOf(kept: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(kept).filter(([key]) => Object.hasOwn(ListenInput.shape, key)));
}
