/** What status says of a library: how long ago its server answered, and what is amiss. It names no address: anybody reads it. */
import { stageOf } from '#shared/domain/model/verdicts.ts';
import type { Library, LibraryTrouble } from '#shared/schemas/library.ts';
import type { Stage } from '#shared/schemas/verdict.ts';

/** A household's server may be off for the night. */
const objectiveSeconds = 12 * 3_600;

export const troubles: Readonly<Record<LibraryTrouble['kind'], string>> = {
  credentials: 'the server refuses user or password: correct SEGUE_LIBRARIES, then ask with "npm run library"',
  unreachable: 'the server does not answer; it is asked again, and what it held stays known',
  refused: 'the server refuses the request',
  nonsense: 'what answers is no media server: look at the url in SEGUE_LIBRARIES',
  scanning: 'the server is scanning its files; it is read when that is over',
  shrunk: 'most songs are gone; they count as gone when the next reading agrees',
};

/** `at`: Unix seconds. The value is the age of the trouble, 0 while there is none. */
export function judgeLibrary(library: Library, at: number): Stage {
  const { libraryId, server, songs, nameless, reading, trouble } = library;
  const held = `${server}: ${songs} songs${nameless === 0 ? '' : `, ${nameless} of them without an artist`}`;
  const now = reading === undefined ? '' : `; being read, ${reading} so far`;
  const amiss = trouble === undefined ? '' : `; ${troubles[trouble.kind]}`;
  // A wrong password does not mend itself.
  const objective = trouble?.kind === 'credentials' ? 0 : objectiveSeconds;
  const age = trouble === undefined ? 0 : Math.max(1, at - trouble.since);
  return stageOf(`library ${libraryId}`, age, { objective, unit: 's', detail: `${held}${now}${amiss}` });
}
