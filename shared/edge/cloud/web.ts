/**
 * Request, Response and Headers as far as this project uses them. Node's own come with its whole HTTP client, whose
 * loading takes a cold start of `serve` a quarter longer; bundles put these in their place (functions/cli/bundle).
 */

type HeadersInit = Readonly<Record<string, string>> | Iterable<readonly [string, string]>;

export class Headers {
  readonly #values = new Map<string, string>();

  constructor(init: HeadersInit = {}) {
    const entries = Symbol.iterator in init ? init : Object.entries(init);
    for (const [name, value] of entries) this.set(name, value);
  }

  get(name: string): string | null {
    return this.#values.get(name.toLowerCase()) ?? null;
  }

  has(name: string): boolean {
    return this.#values.has(name.toLowerCase());
  }

  set(name: string, value: string): void {
    this.#values.set(name.toLowerCase(), String(value));
  }

  delete(name: string): void {
    this.#values.delete(name.toLowerCase());
  }

  [Symbol.iterator](): Iterator<[string, string]> {
    return this.#values[Symbol.iterator]();
  }
}

export type Body = string | Uint8Array | ReadableStream<Uint8Array> | null;

export class Response {
  readonly body: Body;
  readonly status: number;
  readonly headers: Headers;

  constructor(body: Body = null, init: { readonly status?: number; readonly headers?: HeadersInit } = {}) {
    this.body = body;
    this.status = init.status ?? 200;
    this.headers = new Headers(init.headers);
    if (typeof body === 'string' && !this.headers.has('content-type')) {
      this.headers.set('content-type', 'text/plain;charset=UTF-8');
    }
  }
}

/** A request whose body is read when somebody asks for it, once. */
export class Request {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly #chunks: () => AsyncIterable<Uint8Array>;

  constructor(
    url: string,
    init: { readonly method: string; readonly headers: HeadersInit; readonly body: () => AsyncIterable<Uint8Array> },
  ) {
    this.url = url;
    this.method = init.method;
    this.headers = new Headers(init.headers);
    this.#chunks = init.body;
  }

  get body(): ReadableStream<Uint8Array> | null {
    const isEmpty = !this.headers.has('transfer-encoding') && Number(this.headers.get('content-length') ?? 0) === 0;
    return isEmpty ? null : ReadableStream.from(this.#chunks());
  }

  async text(): Promise<string> {
    return new TextDecoder().decode(await this.arrayBuffer());
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of this.#chunks()) chunks.push(chunk);
    return new Uint8Array(Buffer.concat(chunks)).buffer;
  }
}
