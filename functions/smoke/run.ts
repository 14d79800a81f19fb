/** The steps of a smoke test: each is a promise of Segue to its users, tried once from outside. */
import { setTimeout as sleep } from 'node:timers/promises';

/** The answer's JSON; undefined where there is nothing. Other refusals throw. */
export type SmokeCall = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown) => Promise<unknown>;

export type SmokeStep = {
  readonly name: string;
  /** `waiting`: takes longer by design than a smoke test waits. */
  readonly outcome: 'passed' | 'failed' | 'waiting';
  readonly seconds: number;
  readonly detail: string;
};

export type SmokeOptions = {
  readonly userId: string;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly told: (step: SmokeStep) => void;
  /** How long what should be soon may take, a cold start included. */
  readonly patienceMs: number;
};

/** What a step found: a sentence, or that it has to wait. */
type Finding = string | { readonly waiting: string };

const songs = 12;

/** Runs every step, also after one has failed, so that the user is erased whatever happened. */
export async function runSmoke(call: SmokeCall, { userId, now, told, patienceMs }: SmokeOptions): Promise<SmokeStep[]> {
  const user = `/v1/users/${userId}`;
  let receipt: string | undefined;
  const steps: Readonly<Record<string, () => Promise<Finding>>> = {
    status: async () => {
      const { modelVersion } = (await call('GET', '/v1/status')) as { readonly modelVersion?: string | null };
      return modelVersion == null ? 'answers; there is no model yet' : `answers; readers follow "${modelVersion}"`;
    },
    user: async () => {
      await call('PUT', user, { timeZone: 'UTC' });
      return `"${userId}" is made`;
    },
    listens: async () => {
      const listens = playedBy(userId, Math.floor(now() / 1_000));
      const { accepted } = (await call('POST', '/v1/listens', { listens })) as { readonly accepted: number };
      if (accepted !== songs) throw new Error(`${accepted} of ${songs} listens were accepted`);
      return `${accepted} accepted`;
    },
    profile: () =>
      until(patienceMs, 'the listens are not in the profile', async () => {
        const known = (await call('GET', `${user}/affinities?of=item`)) as { readonly listens: number } | undefined;
        return known?.listens === songs ? `${songs} listens are in it` : undefined;
      }),
    recommendations: async () => {
      const answer = (await call('GET', `${user}/recommendations`)) as { readonly recommendations: readonly unknown[] };
      return `${answer.recommendations.length} items`;
    },
    edition: async () => {
      await call('POST', '/v1/run/plan', {});
      const edition = await until(patienceMs / 6, undefined, async () => {
        const jams = (await call('GET', `${user}/playlists/daily-jams`)) as
          | { readonly items: readonly unknown[] }
          | undefined;
        return jams && `daily jams of ${jams.items.length}`;
      });
      return edition ?? { waiting: await whyNoEdition(call, user) };
    },
    erasure: async () => {
      const erased = (await call('DELETE', user)) as { readonly receiptId: string };
      receipt = erased.receiptId;
      if ((await call('GET', user).catch(() => undefined)) !== undefined) throw new Error('the user is still there');
      return `receipt ${receipt}`;
    },
    receipt: async () => {
      if (receipt === undefined) throw new Error('there is none');
      const path = `/v1/receipts/${receipt}`;
      const done = await until(patienceMs, undefined, async () => {
        const { state } = (await call('GET', path)) as { readonly state: string };
        return state === 'done' ? 'everything is erased' : undefined;
      });
      return done ?? { waiting: `the warehouse waits for late messages: look again at ${path}` };
    },
  };
  const found: SmokeStep[] = [];
  for (const [name, step] of Object.entries(steps)) {
    const since = now();
    const result = await step().then(said, failed);
    const done = { name, seconds: (now() - since) / 1_000, ...result };
    told(done);
    found.push(done);
  }
  return found;
}

const said = (finding: Finding): Pick<SmokeStep, 'outcome' | 'detail'> =>
  typeof finding === 'string'
    ? { outcome: 'passed', detail: finding }
    : { outcome: 'waiting', detail: finding.waiting };
const failed = (error: unknown): Pick<SmokeStep, 'outcome' | 'detail'> => ({
  outcome: 'failed',
  detail: error instanceof Error ? error.message : String(error),
});

/** A record that nobody else has, played a song after the other until a minute ago. */
function playedBy(userId: string, now: number): object[] {
  return Array.from({ length: songs }, (_, nth) => ({
    userId,
    title: `Song ${nth + 1} of ${userId}`,
    artistName: `The ${userId}`,
    listenedAt: now - 60 - (songs - nth) * 200,
  }));
}

async function whyNoEdition(call: SmokeCall, user: string): Promise<string> {
  const { schedule = [] } = ((await call('GET', `${user}/schedule`)) ?? {}) as {
    readonly schedule?: readonly { readonly dueAt: string; readonly why: string | null }[];
  };
  const [next] = [...schedule].sort((a, b) => a.dueAt.localeCompare(b.dueAt));
  return next === undefined
    ? 'none is planned yet'
    : `the next is due at ${next.dueAt}${next.why ? `: ${next.why}` : ''}`;
}

/** Asks again until there is an answer. Without one in time: throws `otherwise`, or resolves with undefined. */
async function until(withinMs: number, otherwise: string, ask: () => Promise<string | undefined>): Promise<string>;
async function until(
  withinMs: number,
  otherwise: undefined,
  ask: () => Promise<string | undefined>,
): Promise<string | undefined>;
async function until(
  withinMs: number,
  otherwise: string | undefined,
  ask: () => Promise<string | undefined>,
): Promise<string | undefined> {
  for (let pauseMs = 100, waitedMs = 0; ; pauseMs = Math.min(2_000, pauseMs * 2)) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (waitedMs >= withinMs) break;
    await sleep(pauseMs);
    waitedMs += pauseMs;
  }
  if (otherwise === undefined) return undefined;
  throw new Error(`${otherwise} after ${withinMs / 1_000} s`);
}
