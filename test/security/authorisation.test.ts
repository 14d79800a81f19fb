/**
 * The authorisation matrix: every route of both interfaces, taken from their tables, by everybody who might call it. What
 * is expected follows from the access a route declares; what makes it succeed stands in `routes`, which a route without a
 * row does not compile or pass.
 */
import { describe, expect, it } from 'vitest';
import type { Operation, Operations } from '#shared/edge/http/operation.ts';
import { v1 } from '#shared/edge/http/v1.ts';
import { listenBrainz } from '#shared/edge/listenbrainz/routes.ts';
import { limits } from '#shared/schemas/limits.ts';
import { type Row, routes } from '#test/security/routes.ts';
import { type Caller, callers, openScene, type Scene, shown } from '#test/security/scene.ts';
import { monday, openTestHome } from '#test/support/home.ts';

const operations: Operations = { ...v1, ...listenBrainz };
/** Starting over, then erasure come last: they end everything else of their user. */
const last = ['deleteListens', 'deleteUser'];
const ordered = Object.keys(operations).sort((a, b) => last.indexOf(a) - last.indexOf(b));

type Verdict = 'served' | 'absent' | 401 | 403;

type Asked = { readonly id: string; readonly caller: Caller; readonly publicReads: boolean } & Pick<
  Row,
  'nobodys' | 'others'
>;

/** What a scrobbler does, and nothing else: its token is in many places and is the first to be stolen. */
const scrobbled = [
  'postListens',
  'submitListens',
  'deletePlayingNow',
  'postLatestImport',
  'getLatestImport',
  'postRecordingFeedback',
];

/** The rule: what somebody gets from a route with this access. */
function expected({ access, method }: Operation, { id, caller, publicReads, nobodys, others }: Asked): Verdict {
  if (access === 'unchecked') return caller === 'none' || caller === 'malformed' ? 'absent' : 'served';
  if (caller === 'malformed' || caller === 'unknown' || caller === 'revoked') return 401;
  if (access === 'public') return 'served';
  if (caller === 'none') return access === 'listener' && publicReads ? 'served' : 401;
  if (caller === 'operator') return nobodys === true ? 403 : 'served';
  if (access === 'operator') return 403;
  if (caller === 'reader') return method === 'GET' || id === 'postFeedbackForRecordings' ? 'served' : 403;
  if (caller === 'scrobbler') return scrobbled.includes(id) ? 'served' : 403;
  if (caller === 'right user') return 'served';
  return others ?? (access === 'token' ? 'served' : 403);
}

/** Asks every route as everybody; resolves with what differs from the rule, and how many answers there were. */
async function ask(
  scene: Scene,
  publicReads: boolean,
  time: { now: number },
): Promise<{ wrong: string[]; answers: number }> {
  const wrong: string[] = [];
  let answers = 0;
  for (const id of ordered) {
    // Wrong tokens are counted by window.
    time.now += limits.rateWindowSeconds;
    const operation = operations[id] as Operation;
    const row = routes[id as keyof typeof routes];
    for (const caller of callers) {
      const right = statusesOf(operation, expected(operation, { ...row, id, caller, publicReads }));
      const { status } = await scene.call(operation.method, row.path(scene, caller), row.body, caller);
      answers += 1;
      if (!right.includes(status)) wrong.push(`${id} by ${caller}: ${status}, not ${right.join(' or ')}`);
    }
  }
  return { wrong, answers };
}

function statusesOf({ answers }: Operation, verdict: Verdict): number[] {
  if (verdict === 'served') return Object.keys(answers).map(Number);
  return verdict === 'absent' ? [400, 404] : [verdict];
}

describe('I9 Mine only', () => {
  it('I9 Mine only: every route has a row in the matrix, and every row a route', () => {
    expect(Object.keys(routes).sort()).toEqual(Object.keys(operations).sort());
  });

  it.each([
    ['nobody reads without a token', false],
    ['what ListenBrainz shows is shown to everybody', true],
  ])('I9 Mine only: every route answers every caller as its access says, where %s', async (_where, publicReads) => {
    await using opened = await openTestHome(monday, { ...shown, publicReads });
    const scene = await openScene(opened);
    const { wrong, answers } = await ask(scene, publicReads, opened.time);
    expect(wrong).toEqual([]);
    expect(answers).toBe(ordered.length * callers.length);
    process.stdout.write(
      `authorisation: ${ordered.length} routes x ${callers.length} callers = ${answers} answers, public reads ${publicReads ? 'on' : 'off'}\n`,
    );
  });

  it('I9 Mine only: whom a token does not open is told nothing, not even whether somebody is there', async () => {
    await using opened = await openTestHome();
    const scene = await openScene(opened);
    let compared = 0;
    for (const [id, { path, body }] of Object.entries(routes)) {
      const operation = operations[id] as Operation;
      const there = path(scene, 'wrong user');
      const nowhere = scene.absent(there);
      if (nowhere === there) continue;
      const [real, made] = [there, nowhere].map((at) => scene.call(operation.method, at, body, 'wrong user'));
      const answers = [await real, await made].map((answer) => [answer?.status, scene.absent(answer?.text ?? '')]);
      expect(answers[0], id).toEqual(answers[1]);
      expect([403, 404], id).toContain(answers[0]?.[0]);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(30);
    process.stdout.write(`authorisation: ${compared} routes tell a stranger as much of ada as of nobody\n`);
  });

  it('I9 Mine only: a path that is in no table is 404 for everybody', async () => {
    await using opened = await openTestHome();
    const scene = await openScene(opened);
    const paths = ['/v1', '/1', '/v2/status', '/index.html', '/metrics', '/.env', '/v1/users/ada/secrets', '/admin'];
    const longer = Object.values(operations).map((operation) => `${operation.path.replace(/:\w+/g, 'ada')}/x/y/z`);
    for (const path of [...paths, ...longer]) {
      for (const caller of callers) {
        const { status, text } = await scene.call('GET', path, undefined, caller);
        expect([path, status, text.includes('There is no path')]).toEqual([path, 404, true]);
      }
    }
  });
});
