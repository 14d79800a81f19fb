/** Documents of models under the keys of an older version, whose ids began with the model's: renamed when the file is opened. */
import { modelKey } from '#shared/adapters/documents/keys.ts';
import type { Database } from '#shared/adapters/sqlite/database.ts';
import type { ModelVersion } from '#shared/schemas/ids.ts';

const versionLetters = '20261122T030000Z'.length;

/** Resolves with their number; a look at the index where there are none. */
export function renameModelDocuments(database: Database): Promise<number> {
  return database.write(() => {
    let renamed = 0;
    for (const name of ['neighbours', 'candidates', 'lists']) {
      const old = database.prepare(`SELECT id FROM "${name}" WHERE id GLOB '20[0-9][0-9]*T*Z:*'`).all() as {
        id: string;
      }[];
      const rename = database.prepare(`UPDATE "${name}" SET id = ? WHERE id = ?`);
      for (const { id } of old) {
        rename.run(modelKey(id.slice(0, versionLetters) as ModelVersion, id.slice(versionLetters + 1)), id);
      }
      renamed += old.length;
    }
    return renamed;
  });
}
