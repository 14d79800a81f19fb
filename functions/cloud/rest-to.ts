/** REST to a service of Google's, or to the emulator that stands in for it. */
import { createAccessToken, emulatorToken } from '#shared/adapters/google/access-token.ts';
import { createRest, type Rest } from '#shared/adapters/google/rest.ts';

/** One for all services, so that an instance asks for a token once. */
const accessToken = createAccessToken();

/** `emulator`: its origin, for example "http://127.0.0.1:8085". */
export function restTo(service: string, emulator: string | undefined): Rest {
  return emulator === undefined
    ? createRest({ origin: `https://${service}.googleapis.com`, token: accessToken })
    : createRest({ origin: emulator, token: emulatorToken });
}
