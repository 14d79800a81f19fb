/** A home that nobody lives in: invented listeners whose tastes wander for as long as they are lived through. */
import { firstMonday, type HistoryPlay, weekSeconds } from '#functions/evaluation/life/plays.ts';
import { generateWorld } from '#functions/generator/world.ts';

const listensPerDay = 6;
/** Weeks of listening that are imported before the first is lived through. */
const weeksBefore = 4;

/** Plays of so many weeks and the four before, oldest first: `from` is the first Monday that is lived through. */
export function inventPlays({ listeners, weeks }: { listeners: number; weeks: number }): {
  readonly plays: HistoryPlay[];
  readonly from: number;
} {
  const spanDays = (weeksBefore + weeks) * 7;
  const world = generateWorld({
    seed: 1,
    users: listeners,
    listens: listeners * spanDays * listensPerDay,
    until: firstMonday + spanDays * 86_400,
    spanDays,
  });
  const plays = [...world.listens()].map(({ userId = '', listenedAt: at, ...listen }) => ({
    userId,
    itemId: listen.itemId ?? '',
    at,
    listen,
  }));
  return { plays: plays.sort((a, b) => a.at - b.at), from: firstMonday + weeksBefore * weekSeconds };
}
