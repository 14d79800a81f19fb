import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { webhookSecret } from '#shared/formats/webhook-signature.ts';

const command = new URL('../../../functions/cli/webhook-secret.ts', import.meta.url).pathname;

function tell(userIds: readonly string[], env: Record<string, string>) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...userIds], { env, encoding: 'utf8' });
  return { status, stdout, stderr };
}

describe('npm run webhook-secret', () => {
  it('tells what signs the announcements to a user, from the secret or else the operator token', () => {
    const env = { SEGUE_WEBHOOK_SECRET: 'secret', SEGUE_OPERATOR_TOKEN: 'token' };
    expect(tell(['ada'], env)).toMatchObject({ status: 0, stdout: `${webhookSecret('secret', 'ada')}\n` });
    const embedded = { SEGUE_OPERATOR_TOKEN: 'token' };
    expect(tell(['ada'], embedded).stdout).toBe(`${webhookSecret('token', 'ada')}\n`);
  });

  it('says what it needs', () => {
    expect(tell(['ada'], {})).toMatchObject({ status: 1, stderr: expect.stringContaining('SEGUE_WEBHOOK_SECRET') });
    expect(tell([], { SEGUE_WEBHOOK_SECRET: 'secret' })).toMatchObject({ status: 1, stdout: '' });
  });
});
