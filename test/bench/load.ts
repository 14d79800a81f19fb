/** A load generator of few parts: keep-alive connections that send prepared requests and read answers by their length. */
import { connect, type Socket } from 'node:net';

export type Answer = { readonly status: number; readonly body: Buffer; readonly ms: number };

export type Connection = Disposable & {
  /** One request at a time. */
  readonly send: (request: Buffer) => Promise<Answer>;
};

/** A request as bytes: made once, sent often. */
export function requestOf(
  method: string,
  path: string,
  { token, body }: { token?: string; body?: string } = {},
): Buffer {
  const headers = [
    `${method} ${path} HTTP/1.1`,
    'host: 127.0.0.1',
    ...(token === undefined ? [] : [`authorization: Bearer ${token}`]),
    ...(body === undefined ? [] : ['content-type: application/json', `content-length: ${Buffer.byteLength(body)}`]),
  ];
  return Buffer.from(`${headers.join('\r\n')}\r\n\r\n${body ?? ''}`);
}

export async function openConnection(port: number): Promise<Connection> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  const read = answersOf(socket);
  return {
    send: async (request) => {
      const sentAt = performance.now();
      const answer = read();
      socket.write(request);
      const { status, body } = await answer;
      return { status, body, ms: performance.now() - sentAt };
    },
    [Symbol.dispose]: () => socket.destroy(),
  };
}

type Raw = { readonly status: number; readonly body: Buffer };

function answersOf(socket: Socket): () => Promise<Raw> {
  let pending: Buffer = Buffer.alloc(0);
  let waiting: { resolve: (raw: Raw) => void; reject: (error: Error) => void } | undefined;
  const take = (): void => {
    const end = pending.indexOf('\r\n\r\n');
    if (end < 0 || waiting === undefined) return;
    const head = pending.toString('latin1', 0, end).toLowerCase();
    const length = /\r\ncontent-length: (\d+)/.exec(head);
    if (length === null) {
      waiting.reject(new Error(`Cannot read an answer without a length: ${head}`));
      return;
    }
    const whole = end + 4 + Number(length[1]);
    if (pending.length < whole) return;
    const raw = { status: Number(head.slice(9, 12)), body: pending.subarray(end + 4, whole) };
    pending = pending.subarray(whole);
    const { resolve } = waiting;
    waiting = undefined;
    resolve(raw);
  };
  const fail = (error: Error): void => waiting?.reject(error);
  socket.on('data', (chunk: Buffer) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    take();
  });
  socket.on('error', fail).on('close', () => fail(new Error('The server closed the connection')));
  return () =>
    new Promise((resolve, reject) => {
      waiting = { resolve, reject };
    });
}

export type Loaded = { readonly answers: number; readonly seconds: number; readonly ms: readonly number[] };

/** Sends requests over so many connections, each as fast as the last is answered, until `seconds` are over or `next` gives none. */
export async function load(
  port: number,
  { connections, seconds, next }: { connections: number; seconds: number; next: (nth: number) => Buffer | undefined },
): Promise<Loaded> {
  const ms: number[] = [];
  let nth = 0;
  const startedAt = performance.now();
  const until = startedAt + seconds * 1_000;
  const run = async (): Promise<void> => {
    using connection = await openConnection(port);
    while (performance.now() < until) {
      const request = next(nth++);
      if (request === undefined) return;
      const answer = await connection.send(request);
      if (answer.status >= 300) throw new Error(`The server answers ${answer.status}: ${answer.body.toString()}`);
      ms.push(answer.ms);
    }
  };
  await Promise.all(Array.from({ length: connections }, run));
  return { answers: ms.length, seconds: (performance.now() - startedAt) / 1_000, ms };
}
