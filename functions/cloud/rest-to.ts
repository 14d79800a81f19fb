/** REST to a service of Google's, or to the emulator that stands in for it. */
import { createAccessToken, emulatorToken } from '#shared/adapters/google/access-token.ts';
import { createRest, type Rest } from '#shared/adapters/google/rest.ts';
import { inSpan } from '#shared/edge/telemetry.ts';

/** One for all services, so that an instance asks for a token once. */
export const accessToken = createAccessToken();

/** `emulator`: its origin, for example "http://127.0.0.1:8085". */
export function restTo(service: string, emulator: string | undefined): Rest {
  const rest =
    emulator === undefined
      ? createRest({ origin: `https://${service}.googleapis.com`, token: accessToken })
      : createRest({ origin: emulator, token: emulatorToken });
  // Paths hold ids; what is called at their end does not.
  const span = (path: string) => () => ({ name: `${service} ${/:(\w+)$/.exec(path)?.[1] ?? 'call'}` });
  return {
    post: (path, body, contentType) => inSpan(span(path), () => rest.post(path, body, contentType)),
    get: (path, waitMs) => inSpan(span(path), () => rest.get(path, waitMs)),
  };
}
