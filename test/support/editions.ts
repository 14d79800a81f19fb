/** From listens to an edition, as the handlers do it, without any store: what tests of the core start from. */
import { selectInputs } from '#shared/domain/edition/inputs.ts';
import { needsOf } from '#shared/domain/edition/needs.ts';
import { pastOf } from '#shared/domain/edition/past.ts';
import type { Release } from '#shared/domain/edition/releases.ts';
import { tuningWith } from '#shared/domain/experiment/overrides.ts';
import { chance } from '#shared/domain/hash.ts';
import { emptyProfile, learn } from '#shared/domain/profile/learn.ts';
import { seedCards } from '#shared/domain/recommend/recommend.ts';
import type { AssemblyInputs } from '#shared/schemas/assembly.ts';
import type { Edition, Patch, Period } from '#shared/schemas/edition.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import type { Item } from '#shared/schemas/item.ts';
import type { Candidates } from '#shared/schemas/model.ts';
import type { Profile } from '#shared/schemas/profile.ts';
import { defaultSettings, type User } from '#shared/schemas/user.ts';
import { episodesOf, listNamed, modelVersion, neighboursOf, tracks } from '#test/support/invented-music.ts';

export const dueAt = Date.parse('2026-11-23T00:00:00Z') / 1000;
export const daySeconds = 86_400;

export const ada: User = {
  userId: 'ada' as UserId,
  createdAt: dueAt - 400 * daySeconds,
  settings: { ...defaultSettings, timeZone: 'UTC' },
  blocks: [],
  feedback: [],
};

export type Play = { readonly item: Item; readonly daysAgo: number };

/** The profile of a user who played these items. */
export function profileOf(plays: readonly Play[], userId: UserId = ada.userId): Profile {
  let profile = emptyProfile(userId);
  const listens = plays
    .map(({ item, daysAgo }, nth) => ({
      id: `listen-${nth}`,
      itemId: item.itemId,
      kind: item.kind,
      artistId: item.artistId,
      tags: item.tags,
      listenedAt: Math.floor(dueAt - daysAgo * daySeconds),
      weight: 1,
    }))
    .sort((a, b) => a.listenedAt - b.listenedAt);
  for (let at = 0; at < listens.length; at += 100) {
    const batch = { batchId: `batch-${at}`, receivedAt: dueAt, listens: listens.slice(at, at + 100) };
    profile = learn(profile, batch).next ?? profile;
  }
  return profile;
}

/** Ada plays three scenes, follows two shows, and had other favourites in summer. */
export function adasPlays(): Play[] {
  const now = ['Pale Harbour', 'Mirrorlake', 'Stille', 'Night Bus Radio'];
  const summer = [
    'Velvet Static',
    'Slow Lantern',
    'Neon Orchard',
    'Glass Arcade',
    'Ocean Survey',
    'Chrome Season',
    'Fern & Fog',
  ];
  const some = (artists: readonly string[], every: number): Item[] =>
    tracks.filter(({ artistName }, nth) => artists.includes(artistName as string) && nth % every !== 0);
  const played = (item: Item, nth: number, daysAgo: number): Play[] =>
    Array.from({ length: 1 + Math.floor(chance(1, item.itemId) * 9) }, (_, time) => ({
      item,
      daysAgo: daysAgo + chance(2, item.itemId) * 20 + chance(3, nth, time) * 12,
    }));
  return [
    ...some(now, 3).flatMap((item, nth) => played(item, nth, 0)),
    ...some(summer, 2).flatMap((item, nth) => played(item, nth, 90)),
    ...theSaltRoad.slice(0, 3).map((item, nth) => ({ item, daysAgo: 40 - nth })),
    ...signalAndNoise.slice(0, 6).map((item, nth) => ({ item, daysAgo: 50 - 7 * nth })),
  ];
}

/** A series Ada is in the middle of, and a magazine of which she has missed the last two. */
export const theSaltRoad = episodesOf({ show: 'The Salt Road', serial: true, newestAt: dueAt - 400 * daySeconds });
export const signalAndNoise = episodesOf({ show: 'Signal & Noise', serial: false, newestAt: dueAt - 2 * daySeconds });
export const adasEpisodes = [...theSaltRoad, ...signalAndNoise];

export type Situation = {
  readonly patch: Patch;
  readonly user?: User;
  readonly profile?: Profile | undefined;
  readonly candidates?: Candidates | undefined;
  readonly episodes?: readonly Item[];
  readonly past?: readonly Pick<Edition, 'period' | 'items'>[];
  readonly period?: Period;
  readonly dueAt?: number;
  readonly overrides?: Readonly<Record<string, number>>;
  /** What is known of items; the invented music when left out. */
  readonly catalogue?: readonly Item[];
  readonly releases?: readonly Release[];
};

export function inputsOf(situation: Situation): AssemblyInputs {
  const { patch, user = ada, profile, candidates, episodes = [], past = [], overrides = {}, releases } = situation;
  const period = situation.period ?? ((patch === 'daily-jams' ? '2026-11-23' : '2026-W48') as Period);
  const tuning = tuningWith(overrides);
  const wish = { user, patch, profile, candidates, dueAt: situation.dueAt ?? dueAt, tuning };
  const needs = needsOf(wish);
  const catalogue = new Map(
    [...(situation.catalogue ?? tracks), ...episodes].map((item) => [item.itemId as string, item]),
  );
  const neighbours = needs.seeds.map(({ itemId }) => neighboursOf(itemId));
  return selectInputs({
    ...wish,
    period,
    needs,
    cards: needs.cards.map((itemId) => catalogue.get(itemId)),
    neighbours,
    seedCards: seedCards(neighbours).cards,
    lists: needs.lists.map(listNamed),
    episodes: episodes.filter(({ artistId }) => needs.shows.includes(artistId ?? '')),
    past: past.map(pastOf),
    modelVersion,
    configDigest: 'test',
    codeVersion: 'test',
    variants: {},
    overrides,
    ...(releases === undefined ? {} : { releases }),
  });
}

/** An edition as a reader sees it, and what its manifest says of it. */
export function asText(edition: Edition): string {
  const lines = edition.items.map(({ position, item, score, reason }) => {
    const name = `${item.artistName ?? '?'} – ${item.title ?? item.itemId}`;
    return `${String(position).padStart(3)}  ${name.padEnd(44)} ${score.toFixed(3)}  ${reason.rung.padEnd(10)} ${reason.text}`;
  });
  return `${edition.title}\n${edition.description}\n\n${lines.join('\n')}\n`;
}
