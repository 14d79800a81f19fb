/** Finds Google's emulators: in the Cloud SDK, wherever it is installed, by asking `gcloud` itself. */
import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The jar of each emulator, or what is missing. */
export type EmulatorJars =
  | { readonly found: true; readonly firestore: string; readonly pubsub: string }
  | { readonly found: false; readonly missing: string };

/** Asks `gcloud` and `java`, about a second each; starts nothing. */
export async function findEmulators(): Promise<EmulatorJars> {
  const asked = [run('gcloud', ['info', '--format=value(installation.sdk_root)']), run('java', ['-version'])] as const;
  const [sdk, java] = await Promise.allSettled(asked);
  if (sdk.status === 'rejected') return missing('gcloud, the Cloud SDK');
  if (java.status === 'rejected') return missing('java');
  const platform = `${sdk.value.stdout.trim()}/platform`;
  const firestore = globSync(`${platform}/cloud-firestore-emulator/cloud-firestore-emulator.jar`)[0];
  const pubsub = globSync(`${platform}/pubsub-emulator/lib/cloud-pubsub-emulator-*-all.jar`)[0];
  if (firestore === undefined) return missing('gcloud component "cloud-firestore-emulator"');
  if (pubsub === undefined) return missing('gcloud component "pubsub-emulator"');
  return { found: true, firestore, pubsub };
}

const missing = (what: string): EmulatorJars => ({ found: false, missing: `${what} is not installed` });
