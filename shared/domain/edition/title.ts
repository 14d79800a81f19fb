/** What an edition is called, and what it says of itself in one sentence. */
import { dueDateOf, weekdayOf } from '#shared/domain/edition/calendar.ts';
import { dateInWords, dayInWords } from '#shared/domain/edition/dates-in-words.ts';
import type { Proposal } from '#shared/domain/edition/proposal.ts';
import { shortName } from '#shared/domain/edition/reason.ts';
import { namedArtist } from '#shared/domain/identity/keys.ts';
import { memoise } from '#shared/domain/memoise.ts';
import { tuning } from '#shared/domain/tuning.ts';
import { isMadeOnDemand, type Patch, type Period, type Rung } from '#shared/schemas/edition.ts';

/** "Weekly Exploration, week of 23 November 2026" or "Daily Jams, Monday 23 November 2026". */
export const titleOf: (patch: Patch, period: Period, weekStartsOn: number, side?: string) => string = memoise(
  (patch, period, weekStartsOn, side) => `${patch} ${period} ${weekStartsOn} ${side ?? ''}`,
  (patch, period, weekStartsOn, side) => {
    const { title, cadence } = tuning.patches[patch];
    if (side !== undefined) return `${shortName(side)} ${title}`;
    if (isMadeOnDemand(patch)) return title;
    const date = dueDateOf(period, weekdayOf(patch) ?? weekStartsOn);
    return cadence === 'daily' ? `${title}, ${dayInWords(date)}` : `${title}, week of ${dateInWords(date)}`;
  },
);

/** What a title adds where jams hold what others play, or `late` items of the user's own that the patch does not promise. */
export function titleAddition(patch: Patch, items: readonly Proposal[], late: number): string {
  const words = lateWords[patch];
  const additions = [
    ...(othersIn(patch, items) === 0 ? [] : ['with what others play']),
    ...(late === 0 || words === undefined ? [] : [words.title]),
  ];
  return additions.length === 0 ? '' : ` (${additions.join(', ')})`;
}

/** "New to you, led by Slowdive, Ride and Lush" */
export function descriptionOf(patch: Patch, items: readonly Proposal[], late: number): string {
  const names = leadingNames(items);
  const strangers = othersIn(patch, items);
  const words = lateWords[patch];
  if (strangers === items.length || (names.length === 0 && patch === 'weekly-exploration')) return unknown[patch];
  const led = names.length <= 1 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  return [
    led === undefined ? plain[patch] : `${known[patch]} ${led}`,
    ...(late === 0 || words === undefined ? [] : [`${late} of ${items.length} ${words.description}`]),
    ...(strangers === 0 ? [] : [`${strangers} of ${items.length} are what others play, until more is yours`]),
  ].join('; ');
}

/** Items of jams that are neither the user's own nor of a show they follow. */
function othersIn(patch: Patch, items: readonly Proposal[]): number {
  if (tuning.patches[patch].heard === 'never' || patch === 'mix') return 0;
  return items.filter(({ evidence: { rung } }) => rung !== 'loved' && rung !== 'followed').length;
}

/** The same without a name in it. */
export const plainDescriptionOf = (patch: Patch): string => plain[patch];

const plain = {
  'weekly-exploration': 'New to you',
  'weekly-jams': 'Yours, and not heard for a while',
  'daily-jams': 'What you are into now',
  'new-releases': 'Out lately, by whom you play and others near them',
  'on-repeat': 'What you keep playing',
  rewind: 'What you could not get enough of once',
  mix: 'A side of your taste',
} as const satisfies Record<Patch, string>;

/** Of the user's own that is there because there is hardly anything else: in the title, and in the description. */
const lateWords: Partial<Record<Patch, { readonly title: string; readonly description: string }>> = {
  'weekly-jams': { title: 'some heard lately', description: 'you heard lately' },
  'daily-jams': { title: 'some from further back', description: 'are from further back' },
};

const known = {
  'weekly-exploration': 'New to you, led by',
  'weekly-jams': 'Yours, and not heard for a while:',
  'daily-jams': 'What you are into now:',
  'new-releases': 'Out lately:',
  'on-repeat': 'What you keep playing:',
  rewind: 'What you could not get enough of once:',
  mix: 'A side of your taste:',
} as const satisfies Record<Patch, string>;

/** For users about whom too little is known: what they get is what others play. */
const unknown = {
  'weekly-exploration': 'What others play; it becomes yours as you listen',
  'weekly-jams': 'What others keep playing; it becomes yours as you listen',
  'daily-jams': 'What others play now; it becomes yours as you listen',
  'new-releases': 'Out lately',
  'on-repeat': 'What you keep playing',
  rewind: 'What you could not get enough of once',
  mix: 'A side of your taste',
} as const satisfies Record<Patch, string>;

/** Rungs whose items are there for their own artist's sake. */
const namesItself: ReadonlySet<Rung> = new Set(['loved', 'artists', 'followed', 'released']);

/** The artists of the user's own that most items are there for, at most three. */
function leadingNames(items: readonly Proposal[]): string[] {
  const counts = new Map<string, number>();
  for (const { item, evidence } of items) {
    const credit =
      evidence.rung === 'neighbours'
        ? evidence.candidate.seeds[0]?.artistName
        : namesItself.has(evidence.rung)
          ? item.artistName
          : undefined;
    const name = namedArtist(credit);
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1))
    .slice(0, 3)
    .map(([name]) => shortName(name));
}
