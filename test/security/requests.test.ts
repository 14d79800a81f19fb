/** Every route of both interfaces, asked with hostile paths, queries and bodies by those it opens to. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Operation, Operations } from '#shared/edge/http/operation.ts';
import { v1 } from '#shared/edge/http/v1.ts';
import { listenBrainz } from '#shared/edge/listenbrainz/routes.ts';
import { rowsOf } from '#shared/ports/warehouse.ts';
import { ListensMessage } from '#shared/schemas/message.ts';
import { escaped, hostileBody, hostileIds, hostileText } from '#test/security/hostile.ts';
import { routes } from '#test/security/routes.ts';
import { type Caller, openScene, type Scene, shown } from '#test/security/scene.ts';
import { eventually } from '#test/support/eventually.ts';
import { monday, openTestHome, type TestHome } from '#test/support/home.ts';

const operations: Operations = { ...v1, ...listenBrainz };
/** Firing a verb by hand changes nothing that is sent, and takes seconds. */
const ids = Object.keys(operations).filter((id) => id !== 'postRun' && id !== 'postBackup') as (keyof typeof routes)[];
const runsPerRoute = 100;

let opened: TestHome;
let scene: Scene;
let asked = 0;
beforeAll(async () => {
  opened = await openTestHome(monday, shown);
  scene = await openScene(opened);
});
afterAll(() => opened[Symbol.asyncDispose]());

/** The path of a route with one parameter made hostile, or the good path with a hostile query. */
function pathsOf(id: keyof typeof routes, caller: Caller): fc.Arbitrary<string> {
  const { path, query } = operations[id] as Operation;
  const good = routes[id].path(scene, caller);
  const parameters = [...path.matchAll(/:\w+/g)].map(([name]) => name);
  const hostile = fc.tuple(hostileText, fc.nat()).map(([text, at]) => {
    const chosen = parameters[at % parameters.length];
    return path.replace(/:\w+/g, (name) => (name === chosen ? escaped(text) : 'ada'));
  });
  const names = [...Object.keys(query?.shape ?? {}), 'user_name', '__proto__', 'format'];
  const asked = fc
    .array(fc.tuple(fc.constantFrom(...names), hostileText), { maxLength: 3 })
    .map((pairs) => pairs.map(([name, text]) => `${name}=${escaped(text)}`).join('&'))
    .map((pairs) => `${good}${good.includes('?') ? '&' : '?'}${pairs}`);
  return parameters.length === 0 ? asked : fc.oneof(hostile, asked);
}

async function ask(id: keyof typeof routes, path: string, body: string | undefined, caller: Caller): Promise<number> {
  const { method } = operations[id] as Operation;
  const { status, text, headers } = await scene.call(method, path, method === 'GET' ? undefined : body, caller);
  asked += 1;
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  if (status >= 400) expect(text.length, `${path} is answered at length`).toBeLessThan(20_000);
  return status;
}

/** A last part of dots is gone before it is sent: what deletes one thing of hers would delete all of them, or her. */
function takesAda(id: keyof typeof routes, path: string): boolean {
  const { pathname } = new URL(path, 'http://segue.test');
  return operations[id]?.method === 'DELETE' && /^\/+v1\/+users\/+ada(\/+listens)?\/*$/.test(pathname);
}

describe('hostile requests', () => {
  it.each(ids)('I12 Said: %s refuses what it cannot take, and never fails', async (id) => {
    const caller: Caller = routes[id].nobodys === true ? 'right user' : 'operator';
    // Whoever is erased answers nothing else any more, and who starts over takes no listens meanwhile.
    const others = hostileIds.map((user) => routes[id].path(scene, caller).replace('/ada', `/${escaped(user)}`));
    const paths =
      id === 'deleteUser' || id === 'deleteListens'
        ? fc.constantFrom(...others)
        : pathsOf(id, caller).filter((path) => !takesAda(id, path));
    const bodies = routes[id].body === undefined ? fc.constant(undefined) : hostileBody(routes[id].body);
    await fc.assert(
      fc.asyncProperty(paths, bodies, async (path, body) => {
        expect(await ask(id, path, body, caller)).toBeLessThan(500);
      }),
      { numRuns: runsPerRoute },
    );
  });

  it('I9 Mine only: a hostile id is one user, one item, one block, and nobody else', async () => {
    await using fresh = await openTestHome();
    let accepted = 0;
    await fresh.user('bob');
    for (const id of hostileIds.filter((each) => each !== '.' && each !== '..')) {
      const path = `/v1/users/${escaped(id)}`;
      const made = await fresh.call('PUT', path, {});
      if (made.status !== 201) {
        expect([id, made.status]).toEqual([id, 400]);
        continue;
      }
      accepted += 1;
      expect((await fresh.call('GET', path)).json.userId).toBe(id);
      await fresh.call('PUT', `${path}/blocks/item/${escaped(id)}`);
      const { blocks } = (await fresh.call('GET', `${path}/blocks`)).json;
      expect(blocks.map((block: { id: string }) => block.id)).toEqual([id]);
    }
    expect(accepted).toBeGreaterThan(30);
    expect((await fresh.call('GET', '/v1/users/bob/blocks')).json.blocks).toEqual([]);
  });

  it('I11 Bounded: what was let in is learned and lands, nothing is postponed or buried, nothing is polluted', async () => {
    // A rebuild that met a change is tried again a little later.
    await eventually(() => {
      opened.time.now += 60;
      expect(Object.values(opened.home.stores.queue.backlog()).some(({ waiting }) => waiting > 0)).toBe(false);
    });
    expect(opened.lines.filter((line) => /request failed|buried|refresh failed/.test(line))).toEqual([]);
    expect(opened.home.stores.queue.deadLetterCounts()).toEqual({});
    const landed = await rowsOf<{ data: string }>(
      opened.home.stores.warehouse,
      { name: 'landed', text: 'SELECT data FROM listen_messages' },
      {},
    );
    // In the cloud a message that does not fit its schema is a dead letter.
    for (const { data } of landed) expect(ListensMessage.safeParse(JSON.parse(data)).error, data).toBeUndefined();
    expect(landed.length).toBeGreaterThan(10);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    process.stdout.write(
      `hostile requests: ${ids.length} routes, ${asked} requests, ${landed.length} messages, no 5xx\n`,
    );
  });
});
