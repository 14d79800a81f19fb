/** Segue's own export: its listens come back with their ids, and with them what was wished, set and made. */
import { objectOf, quote } from '#shared/formats/history/fields.ts';
import { type HistoryListen, leaveOut, unreadable } from '#shared/formats/history/row.ts';
import type { Shape } from '#shared/formats/history/shapes/shape.ts';
import { limits } from '#shared/schemas/limits.ts';
import { ListenInput } from '#shared/schemas/listen.ts';

/** What the new home makes by itself, or gives to nobody else. */
const madeAgain = ['token', 'profile', 'candidates', 'schedule', 'playing', 'quarantined', 'exposure'];

export const segue: Shape = {
  format: 'Segue export',
  namesUsers: true,
  recordCharactersMax: limits.exportRecordCharactersMax,
  looksLike: (record) => {
    const { type, userId, edition, name } = objectOf(record) ?? {};
    if (type === 'follow') return typeof name === 'string';
    if (type === 'edition') return typeof objectOf(edition)?.userId === 'string';
    return (type === 'listen' || type === 'user') && typeof userId === 'string';
  },
  listenOf: (record) => {
    const { type, ...rest } = objectOf(record) ?? {};
    if (type === 'listen' && typeof rest.listenedAt === 'number') return { listen: sentPartOf(rest) as HistoryListen };
    if (type === 'user' && typeof rest.userId === 'string') return { held: { type, userId: rest.userId, value: rest } };
    if (type === 'follow') return { held: { type, value: rest } };
    if (type === 'edition') {
      const userId = objectOf(rest.edition)?.userId;
      if (typeof userId === 'string' && rest.inputs !== undefined) return { held: { type, userId, value: rest } };
      return leaveOut('records of type "edition" without their inputs');
    }
    if (typeof type === 'string' && madeAgain.includes(type)) return leaveOut(`records of type "${type}"`);
    return unreadable(`"type" is ${quote(type)}: give a listen with its "listenedAt"`);
  },
};

/** Of a listen that was kept, what a client sends: the keys a home derives by itself are derived again. */
function sentPartOf(kept: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(kept).filter(([key]) => Object.hasOwn(ListenInput.shape, key)));
}
