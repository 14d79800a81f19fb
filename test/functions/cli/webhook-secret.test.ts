import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { webhookSecret } from '#shared/formats/webhook-signature.ts';

const command = new URL('../../../functions/cli/webhook-secret.ts', import.meta.url).pathname;

function tell(userIds: readonly string[], env: Record<string, string>) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...userIds], { env, encoding: 'utf8' });
  return { status, stdout, stderr };
}

describe('npm run webhook-secret', () => {
  it('tells what signs the announcements to a user: the secret that is given, else the one kept with the data', () => {
    const env = { SEGUE_WEBHOOK_SECRET: 'secret', SEGUE_OPERATOR_TOKEN: 'token' };
    expect(tell(['ada'], env)).toMatchObject({ status: 0, stdout: `${webhookSecret('secret', 'ada')}\n` });
    const data = mkdtempSync(join(tmpdir(), 'segue-secret-'));
    try {
      writeFileSync(join(data, 'webhook-secret'), 'kept\n');
      expect(tell(['ada'], { SEGUE_DATA: data }).stdout).toBe(`${webhookSecret('kept', 'ada')}\n`);
    } finally {
      rmSync(data, { recursive: true });
    }
  });

  it('says what it needs', () => {
    expect(tell(['ada'], { SEGUE_OPERATOR_TOKEN: 'signs nothing' })).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('SEGUE_WEBHOOK_SECRET'),
    });
    expect(tell([], { SEGUE_WEBHOOK_SECRET: 'secret' })).toMatchObject({ status: 1, stdout: '' });
  });
});
