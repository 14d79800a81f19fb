/** A stand-in for a running Segue: real HTTP, the real judgement of listens, and a memory of the ids it accepted. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { judgeListens } from '#shared/domain/listens/judging.ts';
import type { Listen } from '#shared/schemas/listen.ts';

export const token = '7c9e6679-7425-40de-944b-e07fc1f90ae7';

export type Standin = AsyncDisposable & {
  readonly url: string;
  /** Accepted listens by id, in the order in which they first came. */
  readonly listens: Map<string, Listen>;
  /** Users of each request, in the order of arrival. */
  readonly requests: string[][];
  /** Answers for the next calls, before it is itself again. */
  readonly trouble: ((response: ServerResponse) => void)[];
};

/** `bodyBytesMax` makes it refuse larger bodies, as a server would. */
export async function startStandin({
  bodyBytesMax = 10_240_000,
  users = [] as readonly string[],
} = {}): Promise<Standin> {
  const listens = new Map<string, Listen>();
  const requests: string[][] = [];
  const trouble: ((response: ServerResponse) => void)[] = [];
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    if (request.url === '/health') return answer(response, 200, { status: 'ok' });
    const upset = trouble.shift();
    if (upset !== undefined) return upset(response);
    if (request.headers.authorization !== `Bearer ${token}`) return answer(response, 401, { detail: 'unknown token' });
    if (body.length > bodyBytesMax) return answer(response, 413, { detail: `more than ${bodyBytesMax} bytes` });
    if (request.method === 'GET') return answer(response, ...directory(request.url ?? '', users));
    const sent = JSON.parse(body).listens as unknown[];
    const judged = judgeListens(sent, 'operator', Math.floor(Date.now() / 1000));
    for (const listen of judged.listens) if (!listens.has(listen.id)) listens.set(listen.id, listen);
    requests.push([...new Set(judged.listens.map(({ userId }) => userId))]);
    answer(response, 200, { accepted: judged.listens.length, rejected: judged.refused });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    listens,
    requests,
    trouble,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The users that are there, one by one or all. */
function directory(url: string, users: readonly string[]): [number, unknown] {
  if (url.startsWith('/v1/users?')) return [200, { users: users.map((userId) => ({ userId })), nextCursor: null }];
  const userId = decodeURIComponent(url.slice('/v1/users/'.length));
  return users.includes(userId) ? [200, { userId }] : [404, { detail: 'no such user' }];
}

export function answer(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}
