/** The user a name means: a person's name is the same in any case, and a second user by a slip of the shift key helps nobody. */
import { z } from 'zod';
import type { Client } from '#functions/cli/support/client.ts';
import { Refused } from '#functions/cli/support/failure.ts';

/** Users looked through, a page of a hundred at a time: a household's, not a service's. */
const pagesMax = 10;

const Page = z.object({ users: z.array(z.object({ userId: z.string() })), nextCursor: z.string().nullable() });

/** The name as it is known there, or as it was given where nobody has it or only the operator may look. */
export async function spellingOf(client: Client, name: string): Promise<string> {
  try {
    await client.call('GET', `/v1/users/${encodeURIComponent(name)}`);
    return name;
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 404) return name;
  }
  let cursor = '';
  for (let page = 0; page < pagesMax; page++) {
    const answer = Page.safeParse(await client.call('GET', `/v1/users?limit=100${cursor}`).catch(() => undefined));
    if (!answer.success) return name;
    const { users, nextCursor } = answer.data;
    const same = users.find(({ userId }) => userId.toLowerCase() === name.toLowerCase());
    if (same !== undefined) return same.userId;
    if (nextCursor === null) return name;
    cursor = `&cursor=${encodeURIComponent(nextCursor)}`;
  }
  return name;
}
