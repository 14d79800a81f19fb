/** Google's emulators for a suite: where they are, or by name that they were left out. */
import { randomUUID } from 'node:crypto';
import { describe, inject, it } from 'vitest';
import type { EmulatorsFound } from '#test/support/emulators-setup.ts';

export type EmulatorAddresses = {
  /** "host:port" */
  readonly firestore: string;
  readonly pubsub: string;
  /** A project nobody else uses: emulators keep projects apart, so that no test has to clean up. */
  readonly newProject: () => string;
};

/**
 * Describes a suite that needs the emulators. Where they are not installed the suite is named as left out, or fails
 * when SEGUE_REQUIRE_EMULATORS is 1.
 */
export async function describeWithEmulators(
  name: string,
  suite: (emulators: EmulatorAddresses) => void,
): Promise<void> {
  const found = await askForEmulators();
  if (found.found) {
    // Without it, Google's clients look for a metadata server before every first call.
    process.env.METADATA_SERVER_DETECTION = 'none';
    describe(name, () => suite({ ...found, newProject: () => `test-${randomUUID().slice(0, 20)}` }));
    return;
  }
  if (process.env.SEGUE_REQUIRE_EMULATORS === '1') {
    throw new Error(`Cannot test "${name}": ${found.missing}, and SEGUE_REQUIRE_EMULATORS is 1`);
  }
  describe(name, () => it.skip(`is left out: ${found.missing}`));
}

async function askForEmulators(): Promise<EmulatorsFound> {
  const response = await fetch(inject('emulatorsUrl'));
  if (!response.ok) throw new Error(`Cannot start the emulators: ${await response.text()}`);
  return (await response.json()) as EmulatorsFound;
}
