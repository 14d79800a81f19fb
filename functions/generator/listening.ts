/** What a listener plays: sessions of one scene, runs of an artist, favourites again and again, skips, serial shows. */
import type { Maker, Scene, TimeSpan, WorldItem } from '#functions/generator/catalogue.ts';
import { worldDials } from '#functions/generator/dials.ts';
import { createDice, type Dice } from '#functions/generator/dice.ts';
import type { Listener } from '#functions/generator/listeners.ts';
import { drawPopular } from '#functions/generator/popularity.ts';
import { planSessions, type Session } from '#functions/generator/sessions.ts';
import { hearEpisode, nextEpisode } from '#functions/generator/shows.ts';
import type { HistoryListen } from '#shared/formats/history/row.ts';

type Surroundings = { readonly seed: number; readonly scenes: readonly Scene[]; readonly span: TimeSpan };

/** One listener's state while the span goes by. */
type Mind = {
  readonly listener: Listener;
  readonly dice: Dice;
  readonly favourites: Map<Scene, readonly Maker[]>;
  /** Songs played to the end, newest last, of which some come back. */
  readonly loved: WorldItem[];
  /** The index of the next episode of each show. */
  readonly heard: Map<Maker, number>;
  obsession: { readonly song: WorldItem; readonly until: number } | undefined;
  /** The artist being played, for so many songs more. */
  run: { readonly artist: Maker; readonly favourite: boolean; songs: number } | undefined;
  /** Songs of this session, which do not come twice in it. */
  readonly session: Set<WorldItem>;
};

const lovedMax = 80;

/** All listens of one listener, oldest first, exactly as many as the listener has. */
export function* listensOf(listener: Listener, surroundings: Surroundings): Generator<HistoryListen> {
  const dice = createDice(surroundings.seed, 'listening', listener.userId);
  const mind: Mind = {
    listener,
    dice,
    favourites: new Map(),
    loved: [],
    heard: new Map(),
    obsession: undefined,
    run: undefined,
    session: new Set(),
  };
  for (const session of planSessions(listener, surroundings.span, dice))
    yield* playSession(mind, session, surroundings);
}

function* playSession(mind: Mind, session: Session, surroundings: Surroundings): Generator<HistoryListen> {
  const { listener, dice } = mind;
  const { scene, stray } = chooseScene(mind, session.startsAt, surroundings);
  mind.run = undefined;
  mind.session.clear();
  let at = session.startsAt;
  for (let played = 0; played < session.listens; played++) {
    const begins = played === 0 && dice.often(worldDials.episodeShares[session.part]);
    const episode = begins ? nextEpisode(listener.follows, mind.heard, { at, dice }) : undefined;
    const { item, playedMs } =
      episode === undefined ? playSong(mind, { scene, stray, at }) : hearEpisode(episode, mind.heard, dice);
    yield listenOf(listener, item, at, playedMs);
    at += Math.ceil(playedMs / 1000) + 1 + dice.below(4);
  }
}

function listenOf(listener: Listener, item: WorldItem, at: number, playedMs: number): HistoryListen {
  const { itemId, kind, title, artistId, artistName, durationMs } = item;
  return { userId: listener.userId, itemId, listenedAt: at, playedMs, kind, title, artistId, artistName, durationMs };
}

/** Early in the span mostly the first scene, late mostly the second, sometimes one that is neither. */
function chooseScene(
  { listener, dice }: Mind,
  at: number,
  { scenes, span }: Surroundings,
): { readonly scene: Scene; readonly stray: boolean } {
  if (dice.often(worldDials.strayShare)) return { scene: dice.pick(scenes), stray: true };
  const { from, to, steady } = listener.taste;
  if (dice.often(worldDials.steadyShare)) return { scene: steady, stray: false };
  const passed = (at - span.start) / (span.until - span.start);
  return { scene: dice.often(passed) ? to : from, stray: false };
}

type Moment = { readonly scene: Scene; readonly stray: boolean; readonly at: number };

function playSong(mind: Mind, { scene, stray, at }: Moment): { readonly item: WorldItem; readonly playedMs: number } {
  const { dice } = mind;
  const { song, familiar } = chooseSong(mind, scene, at);
  mind.session.add(song);
  const skips = worldDials.skipShares;
  if (dice.often(stray ? skips.stray : familiar ? skips.favourite : skips.usual)) {
    return { item: song, playedMs: Math.floor(song.durationMs * dice.between(0.02, 0.35)) };
  }
  love(mind, song, at);
  const whole = dice.often(worldDials.wholeShare);
  return { item: song, playedMs: whole ? song.durationMs : Math.floor(song.durationMs * dice.between(0.6, 1)) };
}

/** The next song of the run; between two runs sometimes one that is loved. */
function chooseSong(mind: Mind, scene: Scene, at: number): { readonly song: WorldItem; readonly familiar: boolean } {
  if (mind.run === undefined || mind.run.songs === 0) {
    const again = playAgain(mind, at);
    if (again !== undefined && !mind.session.has(again)) return { song: again, familiar: true };
    const { dice } = mind;
    const favourite = dice.often(worldDials.favouriteShare);
    const artist = favourite
      ? dice.pick(favouritesOf(mind, scene))
      : drawPopular(scene.artists, worldDials.artistExponent, dice);
    mind.run = { artist, favourite, songs: 1 + dice.below(4) };
  }
  mind.run.songs -= 1;
  return { song: songOf(mind.run.artist, at, mind), familiar: mind.run.favourite };
}

/** A listener's own few artists of a scene: mostly its popular ones, but not the same for everybody. */
function favouritesOf({ favourites, dice }: Mind, scene: Scene): readonly Maker[] {
  let own = favourites.get(scene);
  if (own === undefined) {
    own = Array.from({ length: worldDials.favouritesPerScene }, () =>
      drawPopular(scene.artists, worldDials.artistExponent, dice),
    );
    favourites.set(scene, own);
  }
  return own;
}

/** A song of the artist's that is out by then, and as long as there is one, not of this session. */
function songOf({ items }: Maker, at: number, { dice, session }: Mind): WorldItem {
  const song = drawPopular(items, worldDials.trackExponent, dice);
  if (song.publishedAt <= at && !session.has(song)) return song;
  const out = items.filter(({ publishedAt }) => publishedAt <= at);
  return out.find((other) => !session.has(other)) ?? dice.pick(out);
}

/** The obsession of these days, or a song loved before, the recent ones more often. */
function playAgain({ loved, obsession, dice }: Mind, at: number): WorldItem | undefined {
  const thrown = dice.next();
  if (thrown < worldDials.obsessionShare)
    return obsession !== undefined && at < obsession.until ? obsession.song : undefined;
  if (thrown < worldDials.obsessionShare + worldDials.lovedShare)
    return loved[Math.floor(loved.length * (1 - dice.next() ** 2))];
  return undefined;
}

function love(mind: Mind, song: WorldItem, at: number): void {
  mind.loved.push(song);
  if (mind.loved.length > lovedMax) mind.loved.shift();
  if (mind.obsession !== undefined && at < mind.obsession.until) return;
  mind.obsession = { song, until: at + worldDials.obsessionDays * 86_400 * mind.dice.between(0.5, 1.5) };
}
