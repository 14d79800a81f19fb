/**
 * Calls of the Subsonic protocol: everything in the body of a form POST, which every known server takes and which keeps
 * secrets out of addresses. A refusal comes with status 200 inside an envelope; what is no envelope is judged by its status.
 */
import { createHash } from 'node:crypto';
import { MediaServerError } from '#shared/ports/media-server.ts';
import { limits } from '#shared/schemas/limits.ts';

export type SubsonicAccount = {
  /** With its path, if the server has one: "https://home.example/music". */
  readonly url: string;
  readonly user?: string;
  readonly password?: string;
  /** Instead of user and password, where the server gives such keys. */
  readonly apiKey?: string;
};

export type CallParameters = readonly (readonly [name: string, value: string])[];

/** What stands inside of `subsonic-response`: trusted no further than that it is an object. */
export type Envelope = Readonly<Record<string, unknown>>;

export type SubsonicCall = (method: string, parameters?: CallParameters) => Promise<Envelope>;

/** A refusal by the server, with its code: 0 generic, 10 parameter, 40 to 44 login, 50 not allowed, 70 not found. */
export class SubsonicRefusal extends MediaServerError {
  readonly code: number;

  constructor(code: number, message: string) {
    super(loginRefused.has(code) ? 'credentials' : 'refused', message);
    this.code = code;
  }
}

const loginRefused = new Set([40, 43, 44]);
/** "Token login is not supported", in the three ways servers say it. */
const tokenRefused = new Set([10, 41, 42]);

/** The lowest version with every call that is used: a server older than what the client names refuses it. */
const version = '1.13.0';
const clientName = 'segue';

type Login = 'apiKey' | 'token' | 'password';

/**
 * Logs in by API key where there is one, else by token and salt, else by password where the server knows no tokens; what
 * worked is kept. A wrong password is said and not tried another way: repeating locks people out.
 */
export function createSubsonicClient(
  account: SubsonicAccount,
  { salt }: { readonly salt: () => string },
): SubsonicCall {
  const base = `${account.url.replace(/\/+$/, '')}/rest`;
  let login: Login = account.apiKey === undefined ? 'token' : 'apiKey';
  let works = false;

  const send = async (method: string, parameters: CallParameters): Promise<Envelope> => {
    const form = new URLSearchParams([
      ['v', version],
      ['c', clientName],
      ['f', 'json'],
      ...credentialsOf(account, login, salt),
      ...parameters.map(([name, value]): [string, string] => [name, value]),
    ]);
    const envelope = await post(`${base}/${method}.view`, form);
    works = true;
    return envelope;
  };

  return async (method, parameters = []) => {
    try {
      return await send(method, parameters);
    } catch (error) {
      const isLadder = login === 'token' && !works && error instanceof SubsonicRefusal && tokenRefused.has(error.code);
      if (!isLadder) throw error;
      login = 'password';
      return send(method, parameters);
    }
  };
}

function credentialsOf(
  { user = '', password = '', apiKey = '' }: SubsonicAccount,
  login: Login,
  salt: () => string,
): [string, string][] {
  if (login === 'apiKey') return [['apiKey', apiKey]];
  if (login === 'password') {
    return [
      ['u', user],
      ['p', `enc:${Buffer.from(password).toString('hex')}`],
    ];
  }
  const s = salt();
  const t = createHash('md5')
    .update(password + s)
    .digest('hex');
  return [
    ['u', user],
    ['t', t],
    ['s', s],
  ];
}

async function post(address: string, form: URLSearchParams): Promise<Envelope> {
  const host = new URL(address).host;
  let response: Response;
  let text: string;
  try {
    response = await fetch(address, {
      method: 'POST',
      body: form,
      redirect: 'error',
      signal: AbortSignal.timeout(limits.mediaServerTimeoutMs),
    });
    text = await boundedText(response);
  } catch (cause) {
    throw new MediaServerError('unreachable', `Cannot reach "${host}": ${reasonOf(cause)}`, { cause });
  }
  const envelope = envelopeOf(text);
  if (envelope === undefined) {
    const kind = response.status >= 500 || response.status === 429 ? 'unreachable' : 'nonsense';
    throw new MediaServerError(kind, `"${host}" answered ${response.status} without a Subsonic envelope`);
  }
  if (envelope.status === 'ok') return envelope;
  const { code, message } = (envelope.error ?? {}) as { readonly code?: unknown; readonly message?: unknown };
  throw new SubsonicRefusal(Number(code ?? 0), `"${host}" refuses: ${String(message ?? 'no reason given')}`);
}

const reasonOf = (cause: unknown): string => {
  const { message, cause: inner } = cause as Error;
  return inner instanceof Error ? inner.message : message;
};

/** The whole body, or an error once it is longer than a page of songs may be (I11). */
async function boundedText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = '';
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > limits.mediaServerBodyBytesMax) {
      throw new Error(`the answer is longer than ${limits.mediaServerBodyBytesMax} bytes`);
    }
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function envelopeOf(text: string): Envelope | undefined {
  try {
    const envelope = (JSON.parse(text) as Readonly<Record<string, unknown>> | null)?.['subsonic-response'];
    return typeof envelope === 'object' && envelope !== null ? (envelope as Envelope) : undefined;
  } catch {
    return undefined;
  }
}

/** A list inside an envelope: where it is empty servers leave out its key, and some give a single entry as itself. */
export function listIn(envelope: Envelope, ...path: readonly string[]): readonly Envelope[] {
  let value: unknown = envelope;
  for (const name of path) value = (value as Envelope | undefined)?.[name];
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]).filter((entry) => typeof entry === 'object' && entry !== null);
}
