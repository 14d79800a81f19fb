/** An embedded home of a test's own, called as its clients call it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Home, type HomeOptions, openHome } from '#functions/local/home.ts';
import type { Log } from '#shared/ports/log.ts';

export const operatorToken = 'b3c8a2f0-0000-4000-8000-0000000000ff';
/** A Monday noon. */
export const monday = Date.parse('2026-11-23T12:00:00Z') / 1000;

export type Answered = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: any;
};

export type TestHome = AsyncDisposable & {
  readonly home: Home;
  /** Unix seconds; moving it moves the home's clock. */
  readonly time: { now: number };
  readonly data: string;
  readonly lines: readonly string[];
  /** `body` is sent as JSON unless it is text. The operator's token unless another is given; null sends none. */
  readonly call: (method: string, path: string, body?: unknown, token?: string | null) => Promise<Answered>;
  /** Resolves when every queue is empty; the clock goes on meanwhile, since what was put off has a time at which it comes. */
  readonly settled: () => Promise<void>;
  /** A user with a token of their own. */
  readonly user: (userId: string, settings?: object) => Promise<string>;
};

export async function openTestHome(now = monday, options: Partial<HomeOptions> = {}): Promise<TestHome> {
  const data = options.data ?? mkdtempSync(join(tmpdir(), 'segue-test-'));
  const time = { now };
  const lines: string[] = [];
  const log: Log = (severity, message, fields) => {
    lines.push(JSON.stringify({ severity, message, ...fields }));
  };
  const common = { data, operatorToken, codeVersion: 'test', log, now: () => time.now * 1000 };
  const home = await openHome({ ...common, ...options });
  const call: TestHome['call'] = async (method, path, body, token = operatorToken) => {
    const response = await home.fetch(
      new Request(`http://segue.test${path}`, {
        method,
        headers: token === null ? {} : { authorization: `Bearer ${token}` },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    const json =
      /[/+]json/.test(response.headers.get('content-type') ?? '') && text !== '' ? JSON.parse(text) : undefined;
    return { status: response.status, headers: response.headers, text, json };
  };
  return {
    home,
    time,
    data,
    lines,
    call,
    settled: async () => {
      const ticking = setInterval(() => {
        time.now += 1;
      }, 50);
      await home.idle().finally(() => clearInterval(ticking));
    },
    user: async (userId, settings = {}) => {
      await call('PUT', `/v1/users/${encodeURIComponent(userId)}`, settings);
      const { json } = await call('POST', `/v1/users/${encodeURIComponent(userId)}/tokens`);
      return json.token as string;
    },
    [Symbol.asyncDispose]: async () => {
      await home[Symbol.asyncDispose]();
      if (options.data === undefined) rmSync(data, { recursive: true, force: true });
    },
  };
}

/** Listens of one user, an hour apart, the newest an hour before `until`. */
export function hourlyListens(userId: string, items: readonly string[], until = monday): object[] {
  return items.map((itemId, nth) => ({
    userId,
    itemId,
    listenedAt: until - (items.length - nth) * 3_600,
    artistId: `artist of ${itemId}`,
    artistName: `Artist of ${itemId}`,
    title: `Title of ${itemId}`,
  }));
}

/** Listens as above, of items that the operator describes: what one listener alone plays is proposed to nobody else without a name. */
export async function playDescribed(
  { call }: Pick<TestHome, 'call'>,
  userId: string,
  { items, until }: { readonly items: readonly string[]; readonly until?: number },
): Promise<void> {
  const listens = hourlyListens(userId, items, until) as readonly { readonly itemId: string }[];
  const described = listens.map((listen) => {
    const { userId: _, listenedAt: __, ...item } = listen as Record<string, unknown>;
    return item;
  });
  await call('PUT', '/v1/items', { items: described });
  await call('POST', '/v1/listens', { listens });
}
