/** infra/README.md says what code and plan say. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withRoles, withSignals } from '#functions/infra/readme.ts';
import { planInfra, root, unplannable } from '#test/infra/checker.ts';

const readme = readFileSync(join(root, 'infra/README.md'), 'utf8');

describe('infra/README.md', () => {
  it('names every signal and objective (mend with npm run infra:schemas)', () => {
    expect(readme).toBe(withSignals(readme));
  });

  it.skipIf(unplannable)(
    `shows every role with its reason (mend with npm run infra:check -- --write)${unplannable ? `: ${unplannable}` : ''}`,
    () => {
      const { plan, output } = planInfra(['project_id=segue-test']);
      expect(plan, output).toBeDefined();
      expect(readme).toBe(plan && withRoles(readme, plan));
    },
  );

  it('names every variable an operator decides on', () => {
    const variables = readFileSync(join(root, 'infra/variables.tf'), 'utf8');
    const decisions = [
      'deletion_protection',
      'point_in_time_recovery',
      'backup_days',
      'backup_weeks',
      'replay_days',
      'dead_letter_days',
      'landed_days',
      'edge',
      'kms_key_name',
      'uptime_check',
      'operator_token_version',
    ];
    for (const name of decisions) {
      expect(variables).toContain(`variable "${name}"`);
      expect(readme).toContain(name);
    }
  });
});
