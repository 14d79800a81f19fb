/** Calls of Jellyfin's interface as one of its users: an API key belongs to nobody, and playlists need an owner. */
import { MediaServerError } from '#shared/ports/media-server.ts';
import { limits } from '#shared/schemas/limits.ts';

export type JellyfinAccount = { readonly url: string; readonly user: string; readonly password: string };

export type JellyfinRequest = {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** With its query: "/Items?limit=500". */
  readonly path: string;
  readonly body?: unknown;
};

export type JellyfinSession = {
  readonly userId: string;
  /** The answer's JSON; undefined where it has no body, and for 404. */
  request(request: JellyfinRequest): Promise<unknown>;
};

/** One login a process; a token that was revoked is replaced once. */
export function createJellyfinClient(account: JellyfinAccount): () => Promise<JellyfinSession> {
  let session: Promise<JellyfinSession> | undefined;
  const login = async (): Promise<JellyfinSession> => {
    const answer = (await send(account, undefined, {
      method: 'POST',
      path: '/Users/AuthenticateByName',
      body: { Username: account.user, Pw: account.password },
    })) as { readonly AccessToken?: string; readonly User?: { readonly Id?: string } } | undefined;
    const token = answer?.AccessToken;
    const userId = answer?.User?.Id;
    if (token === undefined || userId === undefined) {
      throw new MediaServerError('nonsense', `"${new URL(account.url).host}" logs in without giving a token`);
    }
    return { userId, request: (request) => send(account, token, request) };
  };
  return () => {
    session ??= login().catch((error) => {
      session = undefined;
      throw error;
    });
    return session.then(({ userId, request }) => ({
      userId,
      request: (sent) =>
        request(sent).catch((error) => {
          if (error instanceof MediaServerError && error.kind === 'credentials') session = undefined;
          throw error;
        }),
    }));
  };
}

const device = 'MediaBrowser Client="Segue", Device="Segue", DeviceId="segue", Version="1"';

async function send(account: JellyfinAccount, token: string | undefined, { method, path, body }: JellyfinRequest) {
  const host = new URL(account.url).host;
  let response: Response;
  let text: string;
  try {
    response = await fetch(`${account.url.replace(/\/+$/, '')}${path}`, {
      method,
      redirect: 'error',
      signal: AbortSignal.timeout(limits.mediaServerTimeoutMs),
      headers: {
        authorization: token === undefined ? device : `${device}, Token="${token}"`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    text = await response.text();
  } catch (cause) {
    throw new MediaServerError('unreachable', `Cannot reach "${host}": ${(cause as Error).message}`, { cause });
  }
  if (response.status === 404) return undefined;
  if (response.status === 401)
    throw new MediaServerError('credentials', `"${host}" refuses the login of "${account.user}"`);
  if (response.status >= 500 || response.status === 429) {
    throw new MediaServerError('unreachable', `"${host}" answers ${response.status}`);
  }
  if (!response.ok)
    throw new MediaServerError('refused', `"${host}" refuses ${method} ${path.split('?')[0]}: ${response.status}`);
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new MediaServerError('nonsense', `"${host}" answers ${method} ${path.split('?')[0]} without JSON`, { cause });
  }
}
