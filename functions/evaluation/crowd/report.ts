/** What strangers are worth to a home of one: its explorations without them, with them as a crowd, and as one of them. */
import { compareEditions } from '#functions/evaluation/editions/judge.ts';
import type { Interaction } from '#functions/evaluation/interactions.ts';
import { type LivedEdition, live } from '#functions/evaluation/life/live.ts';
import { firstMonday, type HistoryPlay, weekSeconds } from '#functions/evaluation/life/plays.ts';
import { clustered } from '#functions/evaluation/life/report.ts';
import { meanOf } from '#functions/evaluation/metrics.ts';
import type { RowOf } from '#shared/schemas/tables.ts';

/** Whose home it is: one listener's alone, the same with a crowd, and one that everybody lives in. */
const homes = ['alone', 'with the crowd', 'popular in the crowd', 'of everybody'] as const;
type HomeKind = (typeof homes)[number];

type CrowdRow = {
  readonly home: HomeKind;
  readonly editions: number;
  /** Items of an exploration, where there is one. */
  readonly length: number;
  /** Of an exploration's items, those played in the week after: means over listeners of their weeks with any play. */
  readonly hits: number;
  readonly se: number;
};

export type CrowdReport = { readonly listeners: number; readonly weeks: number; readonly rows: readonly CrowdRow[] };

export type CrowdQuestion = {
  /** Everybody's listening; each listener's home is asked with all the others as strangers. */
  readonly background: readonly Interaction[];
  readonly plays: readonly HistoryPlay[];
  readonly listeners: number;
  readonly weeks: number;
  readonly length?: number | undefined;
  readonly say: (step: string) => void;
};

/** Weeks of everybody's listening before those that are lived through, and listens that make a taste by then. */
const weeksBefore = 8;
const listensBefore = 80;
const from = firstMonday + weeksBefore * weekSeconds;

type Worth = readonly { readonly items: number; readonly hits: number }[];
type Lived = Readonly<Record<HomeKind, Worth>> & {
  readonly userId: string;
  /** Weeks in which the listener played anything. */
  readonly weeks: number;
};

export async function reportOnCrowd(question: CrowdQuestion): Promise<CrowdReport> {
  const { background, plays, weeks, length, say } = question;
  const chosen = sampleOf(question);
  const everybody = await live({ background, plays, from, weeks, length, say: (step) => say(`everybody: ${step}`) });
  const lived: Lived[] = [];
  for (const userId of chosen) {
    const ofThem = everybody.editions.filter(({ stored }) => stored.edition.userId === userId);
    lived.push(await liveAlone(question, userId, ofThem));
    say(`${lived.length} of ${chosen.length} listeners`);
  }
  return { listeners: chosen.length, weeks, rows: homes.map((home) => rowOf(home, lived)) };
}

/** Listeners with a taste who go on listening, as far apart as their number allows. */
function sampleOf({ plays, weeks, listeners }: CrowdQuestion): string[] {
  const all = [...Map.groupBy(plays, ({ userId }) => userId)].flatMap(([userId, own]) => {
    const before = own.filter(({ at }) => at < from).length;
    const goesOn = own.some(({ at }) => at >= from + (weeks - 1) * weekSeconds);
    return before >= listensBefore && goesOn ? [userId] : [];
  });
  const step = Math.max(1, all.length / listeners);
  return Array.from({ length: Math.min(listeners, all.length) }, (_, nth) => all[Math.floor(nth * step)] as string);
}

async function liveAlone(
  { background, plays, weeks, length }: CrowdQuestion,
  userId: string,
  amongAll: readonly LivedEdition[],
): Promise<Lived> {
  const own = plays.filter((play) => play.userId === userId);
  // Of strangers with a calendar, what they played by then.
  const strangers = [...background, ...plays.filter((play) => play.userId !== userId && play.at < from)];
  const life = { background: [], plays: own, from, weeks, length, say: () => {} };
  const alone = await live(life);
  const helped = await live({ ...life, crowd: crowdRows(strangers) });
  const compared = (editions: readonly LivedEdition[]) =>
    compareEditions(editions.filter(isExploration), { background: strangers, plays: own });
  const worth = (judged: ReturnType<typeof compared>): Worth =>
    judged.map(({ items, hits }) => ({ items: items.length, hits }));
  const withCrowd = compared(helped.editions);
  const weekly = new Set(own.map(({ at }) => Math.floor((at - from) / weekSeconds)));
  return {
    userId,
    alone: worth(compared(alone.editions)),
    'with the crowd': worth(withCrowd),
    'popular in the crowd': withCrowd.map(({ items, popularity }) => {
      return { items: items.length, hits: popularity.hits ?? 0 };
    }),
    'of everybody': worth(compared(amongAll)),
    weeks: [...weekly].filter((week) => week >= 0 && week < weeks).length,
  };
}

const isExploration = ({ stored }: LivedEdition): boolean => stored.edition.patch === 'weekly-exploration';

/** Who played what, and how often: the table that `npm run crowd` fills. */
function crowdRows(strangers: readonly Interaction[]): RowOf<'crowd'>[] {
  const numbers = new Map<string, number>();
  const rows = new Map<string, { listener: number; item_id: string; plays: number }>();
  for (const { userId, itemId } of strangers) {
    const listener = numbers.get(userId) ?? numbers.size + 1;
    numbers.set(userId, listener);
    const key = `${listener} ${itemId}`;
    const row = rows.get(key) ?? { listener, item_id: itemId, plays: 0 };
    row.plays += 1;
    rows.set(key, row);
  }
  return [...rows.values()];
}

function rowOf(home: HomeKind, lived: readonly Lived[]): CrowdRow {
  const editions = lived.flatMap((each) => each[home]);
  // A week without an exploration is one without a hit.
  const hits = lived
    .filter(({ weeks }) => weeks > 0)
    .map((each) => ({
      userId: each.userId,
      hits: each[home].reduce((sum, one) => sum + one.hits, 0) / each.weeks,
    }));
  return {
    home,
    editions: editions.length,
    length: editions.length === 0 ? 0 : meanOf(editions.map(({ items }) => items)),
    hits: hits.length === 0 ? 0 : meanOf(hits.map((each) => each.hits)),
    se: clustered(hits, (each) => each.hits),
  };
}

export function crowdTable({ listeners, weeks, rows }: CrowdReport): string {
  const line = (home: string, ...cells: readonly string[]): string =>
    [home.padEnd(24), ...cells.map((cell) => cell.padStart(14))].join('');
  return [
    `${listeners} listeners one at a time, ${weeks} weeks each: the weekly exploration of a home`,
    line('', 'editions', 'items', 'hits a week', '± 1 SE'),
    ...rows.map(({ home, editions, length, hits, se }) =>
      line(home, String(editions), length.toFixed(1), hits.toFixed(3), se.toFixed(3)),
    ),
    '',
  ].join('\n');
}
