/** Names of listeners in any case: one that nobody has as it is written is looked for as people write names. */
import type { Answer } from '#shared/edge/http/operation.ts';
import type { Users } from '#shared/ports/users.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import { Rejection } from '#shared/schemas/problem.ts';

type Named = { readonly userName?: UserId } | undefined;
type Reader = (call: { readonly params: Named }) => Promise<Answer>;

/** The same handlers; a listener who is not found is asked for once more, under the spelling that somebody has. */
export function inAnyCase<H extends object>(users: Pick<Users, 'read'>, handlers: H): H {
  const wrapped = Object.entries(handlers as Record<string, Reader>).map(([id, handle]): [string, Reader] => [
    id,
    async (call) => {
      try {
        return await handle(call);
      } catch (error) {
        const { userName } = call.params ?? {};
        if (!(error instanceof Rejection) || error.code !== 'not-found' || userName === undefined) throw error;
        const known = await knownAs(users, userName);
        if (known === undefined) throw error;
        return handle({ ...call, params: { ...call.params, userName: known } });
      }
    },
  ]);
  return Object.fromEntries(wrapped) as H;
}

/** Another spelling that is somebody's: small letters, a capital first, capitals. Nothing where the name itself is. */
async function knownAs(users: Pick<Users, 'read'>, userName: UserId): Promise<UserId | undefined> {
  if ((await users.read(userName)).state !== 'unknown') return undefined;
  const small = userName.toLowerCase();
  const spellings = new Set([small, small.charAt(0).toUpperCase() + small.slice(1), userName.toUpperCase()]);
  spellings.delete(userName);
  for (const spelling of spellings) {
    if ((await users.read(spelling as UserId)).state === 'known') return spelling as UserId;
  }
  return undefined;
}
