/** When a listener listens: sessions in the mornings and, mostly, evenings of their own time zone. */
import type { TimeSpan } from '#functions/generator/catalogue.ts';
import type { Dice } from '#functions/generator/dice.ts';
import type { Listener } from '#functions/generator/listeners.ts';

export type Session = {
  /** Unix seconds of the first listen. */
  readonly startsAt: number;
  readonly part: 'morning' | 'evening';
  readonly listens: number;
};

const day = 86_400;
const hour = 3_600;
/** Two sessions a day never meet: a morning begins by 8:30, an evening from 17:30 on, and none outlasts six hours. */
const begins = { morning: [6.5, 8.5], evening: [17.5, 21] } as const;
const eveningWeight = 3;
const listensPerSession = 11;

/** Sessions in order of time, all within the span, holding the listener's listens together. */
export function planSessions(listener: Listener, span: TimeSpan, dice: Dice): Session[] {
  if (listener.listens === 0) return [];
  const { utcOffset, joins, listens } = listener;
  const firstDay = Math.ceil((span.start + joins * (span.until - span.start) + utcOffset) / day);
  const lastDay = Math.floor((span.until - 3 * hour + utcOffset) / day) - 1;
  const slots = chooseSlots(2 * (lastDay - firstDay + 1), Math.ceil(listens / listensPerSession), dice);
  const sizes = slots.map(() => dice.between(0.5, 1.5));
  const sum = sizes.reduce((total, size) => total + size, 0);
  let given = 0;
  let wanted = 0;
  return slots.map((slot, index) => {
    const part = slot % 2 === 0 ? 'morning' : 'evening';
    const [earliest, latest] = begins[part];
    const localHour = dice.between(earliest, latest);
    wanted += ((sizes[index] as number) / sum) * listens;
    const count = Math.round(wanted) - given;
    given += count;
    const startsAt = Math.floor((firstDay + Math.floor(slot / 2)) * day + localHour * hour - utcOffset);
    return { startsAt, part, listens: count };
  });
}

/**
 * Chooses slots without repetition, evenings preferred: the smallest of exponentially distributed keys (Efraimidis and
 * Spirakis, "Weighted random sampling with a reservoir", 2006). Even slots are mornings, odd ones evenings.
 */
function chooseSlots(slots: number, count: number, dice: Dice): number[] {
  return Array.from({ length: slots }, (_, slot) => {
    const weight = slot % 2 === 0 ? 1 : eveningWeight;
    return { slot, key: -Math.log(1 - dice.next()) / weight };
  })
    .sort((a, b) => a.key - b.key)
    .slice(0, count)
    .map(({ slot }) => slot)
    .sort((a, b) => a - b);
}
