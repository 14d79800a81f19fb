/** The files that paths name, folders walked through, as sources of history. */
import { open, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Failure } from '#functions/cli/support/failure.ts';
import { isPassedOver, type PackedFile } from '#shared/formats/history/archive.ts';

/** Each file by its name, in a folder by its path from there. */
export async function* sourcesOf(paths: readonly string[]): AsyncGenerator<PackedFile> {
  for (const path of paths) {
    const found = await stat(path).catch((error: Error) => {
      throw new Failure(`Cannot read "${path}": ${error.message}`, { cause: error });
    });
    if (!found.isDirectory()) yield { name: basename(path), path, bytes: () => bytesOf(path) };
    else yield* filesIn(path);
  }
}

async function* filesIn(folder: string): AsyncGenerator<PackedFile> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const path of paths.sort()) {
    const name = join(basename(folder), path.slice(folder.length));
    if (!isPassedOver(name)) yield { name, path, bytes: () => bytesOf(path) };
  }
}

/** The bytes of a file, read as they are asked for; the file is closed when the generator ends or is disposed of. */
async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  await using handle = await open(path);
  for (;;) {
    const { bytesRead, buffer } = await handle.read(new Uint8Array(65_536));
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
  }
}
